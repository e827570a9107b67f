"""The screens of those who answer other people's requests, together with what the person who asked sees."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from services.users.service import BOGOTA
from tests.clients.web.accessibility import violations
from tests.clients.web.chat_page import DESKTOP, PHONE, ChatPage, until
from tests.clients.web.conftest import Complaints, SignedIn
from tests.clients.web.desk_page import DeskPage, last_case
from tests.product import RunningProduct
from tests.services.imports.conftest import EMPLOYEES

MODES = pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop in light", "phone in dark"]
)
NOTHING_NEW = {"version": "", "pending": 0, "unread": 0}


@pytest.fixture
def open_desk(
    signed_in: SignedIn, watch: Callable[[Page], Page], stack: RunningProduct
) -> Iterator[Callable[..., DeskPage]]:
    """A screen of work for somebody who is logged in: `open_desk("hr", "mesa", viewport=PHONE)`.

    With `still` it hears of no news; with `clock` its time can be put forward.
    """
    opened: list[Page] = []

    def create(
        role: str,
        screen: str = "mesa",
        *,
        viewport: Any = DESKTOP,
        color_scheme: Any = "light",
        still: bool = False,
        clock: bool = False,
    ) -> DeskPage:
        page = watch(signed_in.context(role).new_page())
        opened.append(page)
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=color_scheme)
        if clock:
            page.clock.install()
        if still:
            page.route("**/desk/activity*", lambda route: route.fulfill(json=NOTHING_NEW))
        page.goto(f"{stack.services_url}/#/{screen}")
        return DeskPage(page)

    yield create
    for page in opened:
        page.close()


@pytest.fixture
def told(signed_in: SignedIn) -> Iterator[None]:
    """What the employee was told in the test is read, so that no later answer begins with it."""
    yield
    for notice in signed_in.call("employee", "GET", "/me/notifications")["notifications"]:
        signed_in.call("employee", "POST", f"/me/notifications/{notice['id']}/read")


def hand_over(chat: ChatPage, signed_in: SignedIn, *, shared: bool) -> str:
    """Have the employee ask for a person; the number of the case."""
    chat.ask("quiero hablar con una persona")
    chat.choose("Sí")
    chat.choose("Sí, compartirla" if shared else "No compartirla")
    return str(last_case(signed_in.call("employee", "GET", "/me/cases")["cases"])["number"])


def test_a_person_is_answered_in_the_same_chat_by_whoever_takes_the_case(
    open_chat: Callable[..., ChatPage], open_desk: Callable[..., DeskPage], signed_in: SignedIn, told: None
) -> None:
    chat = open_chat("employee")
    number = hand_over(chat, signed_in, shared=True)
    desk = open_desk("hr", "")
    desk.page.get_by_role("link", name="Mesa de solicitudes").click()
    expect(desk.page).to_have_title("Mesa de solicitudes · ChatNomina")
    row = desk.cases.locator(f"[data-case='{number}']")
    expect(row).to_contain_text("Sin leer")
    row.click()
    expect(desk.part("Conversación compartida")).to_contain_text("quiero hablar con una persona")
    expect(row).not_to_contain_text("Sin leer")
    desk.page.get_by_role("button", name="Tomar el caso").click()
    expect(row).to_contain_text("A cargo tuyo")
    answer = "Hola, Laura: ya lo estoy revisando <b>contigo</b>."
    box = desk.page.get_by_role("textbox", name="Responder en el chat de Laura")
    box.fill(answer)
    box.press("Control+Enter")
    expect(desk.part("Historia")).to_contain_text(answer)
    expect(box).to_have_value("")
    chat.page.reload()
    said = chat.log.locator("article[data-author=agent]").last
    expect(said).to_contain_text(answer)
    desk.page.get_by_role("button", name="Resolver", exact=True).click()
    dialog = desk.page.get_by_role("dialog", name="Resolver el caso")
    dialog.get_by_role("textbox").fill("Quedó corregido.")
    dialog.get_by_role("button", name="Resolver").click()
    expect(desk.part("Historia")).to_contain_text("Quedó corregido.")
    expect(box).to_have_count(0)
    expect(row).to_have_count(0)  # the list is of what is still to be attended
    assert last_case(signed_in.call("employee", "GET", "/me/cases")["cases"])["state"] == "resolved"


def test_without_consent_the_conversation_is_not_shown_and_a_case_is_not_closed_without_a_reason(
    open_chat: Callable[..., ChatPage], open_desk: Callable[..., DeskPage], signed_in: SignedIn, told: None
) -> None:
    number = hand_over(open_chat("employee"), signed_in, shared=False)
    desk = open_desk("hr")
    desk.open_case(number)
    expect(desk.part("Conversación compartida")).to_contain_text("no autorizó compartir")
    desk.page.get_by_role("button", name="Cerrar sin cambios").click()
    dialog = desk.page.get_by_role("dialog", name="Cerrar el caso sin cambios")
    dialog.get_by_role("button", name="Cerrar sin cambios").click()
    expect(dialog).to_contain_text("Escribe el motivo")
    dialog.get_by_role("textbox").fill("Ya lo hablamos por teléfono.")
    dialog.get_by_role("button", name="Cerrar sin cambios").click()
    expect(desk.part("Historia")).to_contain_text("Ya lo hablamos por teléfono.")


def test_of_two_people_on_a_case_the_second_is_told_and_loses_nothing(
    open_chat: Callable[..., ChatPage],
    open_desk: Callable[..., DeskPage],
    signed_in: SignedIn,
    complaints: Complaints,
    told: None,
) -> None:
    number = hand_over(open_chat("employee"), signed_in, shared=False)
    case_id = last_case(signed_in.call("employee", "GET", "/me/cases")["cases"])["case_id"]
    desk = open_desk("hr", still=True)
    desk.open_case(number)
    box = desk.page.get_by_role("textbox", name="Responder en el chat de Laura")
    box.fill("Lo que estaba escribiendo")
    signed_in.call("hr", "POST", f"/desk/cases/{case_id}/reply", json={"text": "Ya te respondí yo."})
    complaints.expect("status of 409")
    desk.page.get_by_role("button", name="Enviar").click()
    expect(desk.page.get_by_role("alert")).to_contain_text("Otra persona hizo algo en este caso")
    expect(desk.part("Historia")).to_contain_text("Ya te respondí yo.")
    expect(box).to_have_value("Lo que estaba escribiendo")
    desk.page.get_by_role("button", name="Enviar").click()
    expect(desk.part("Historia")).to_contain_text("Lo que estaba escribiendo")
    signed_in.call("hr", "POST", f"/desk/cases/{case_id}/resolve", json={})


def test_what_happens_elsewhere_appears_by_itself_beside_what_is_being_written(
    open_chat: Callable[..., ChatPage], open_desk: Callable[..., DeskPage], signed_in: SignedIn, told: None
) -> None:
    number = hand_over(open_chat("employee"), signed_in, shared=False)
    case_id = last_case(signed_in.call("employee", "GET", "/me/cases")["cases"])["case_id"]
    desk = open_desk("hr", clock=True)
    desk.open_case(number)
    box = desk.page.get_by_role("textbox", name="Responder en el chat de Laura")
    box.fill("A medio escribir")
    signed_in.call("hr", "POST", f"/desk/cases/{case_id}/reply", json={"text": "Respondido en otra parte."})
    desk.page.clock.fast_forward("00:20")
    expect(desk.part("Historia")).to_contain_text("Respondido en otra parte.")
    desk.go("")
    desk.open_case(number)
    expect(box).to_have_value("A medio escribir")
    signed_in.call("hr", "POST", f"/desk/cases/{case_id}/resolve", json={})
    desk.page.clock.fast_forward("00:20")
    expect(box, "a closed case takes no answer").to_have_count(0)


def test_a_manager_answers_the_requests_of_their_people_with_a_reason(
    open_chat: Callable[..., ChatPage], open_desk: Callable[..., DeskPage], told: None
) -> None:
    chat, day = open_chat("employee"), datetime.now(BOGOTA).date() + timedelta(days=20)
    chat.ask("quiero pedir un permiso no remunerado")
    chat.ask(f"del {day} al {day + timedelta(days=1)}")
    chat.choose("No tengo soporte")
    chat.choose("Sí, enviarlo")
    team = open_desk("manager", "")
    team.page.get_by_role("link", name="Solicitudes de mi equipo").click()
    request = team.page.get_by_role("article").filter(has_text="Licencia no remunerada").last
    expect(request).to_contain_text("Laura")
    request.get_by_role("button", name=re.compile("^No aprobar")).click()
    dialog = team.page.get_by_role("dialog")
    dialog.get_by_role("button", name="No aprobar", exact=True).click()
    expect(dialog).to_contain_text("Escribe el motivo")
    dialog.get_by_role("textbox").fill("Ese día hay inventario.")
    dialog.get_by_role("button", name="No aprobar", exact=True).click()
    expect(dialog).to_have_count(0)
    expect(request).to_have_count(0)
    chat.page.reload()
    expect(chat.log).to_contain_text("Ese día hay inventario.")


def test_a_correction_of_data_is_answered_within_its_legal_term(
    open_desk: Callable[..., DeskPage], signed_in: SignedIn, told: None
) -> None:
    claim = {"datum": "address", "claim": "Vivo en la carrera 43, no en la 34."}
    signed_in.call("employee", "POST", "/me/corrections", json=claim)
    desk = open_desk("hr")
    desk.page.get_by_role("link", name="Ver", exact=True).click()
    desk.page.get_by_role("list", name="Correcciones de datos").get_by_role("link").filter(has_text="Laura").click()
    expect(desk.part("Lo que pide")).to_contain_text(claim["claim"])
    desk.page.get_by_role("button", name="Aceptar la corrección").click()
    dialog = desk.page.get_by_role("dialog", name="Aceptar la corrección")
    dialog.get_by_role("textbox").fill("Ya quedó la carrera 43.")
    dialog.get_by_role("button", name="Aceptar la corrección").click()
    expect(desk.page.get_by_text("Esa corrección ya no está por responder.")).to_be_visible()
    answered = signed_in.call("employee", "GET", "/me/corrections")["corrections"][0]
    assert (answered["state"], answered["answer"]) == ("accepted", "Ya quedó la carrera 43.")


def test_what_was_not_understood_is_reported_without_figures(
    open_chat: Callable[..., ChatPage], open_desk: Callable[..., DeskPage], signed_in: SignedIn
) -> None:
    open_chat("employee").ask("¿me prestan un carro de 1.234.567 pesos con zunga?")

    def stored() -> bool:
        turns = signed_in.call("hr", "GET", "/desk/unanswered")["turns"]
        return any("zunga" in turn["text"] for turn in turns)

    desk = open_desk("hr", "mesa")
    until(desk.page, stored, "the question is in the report")
    desk.page.get_by_role("link", name="Sin respuesta").click()
    table = desk.page.get_by_role("region", name="Preguntas sin respuesta")
    expect(table).to_contain_text("zunga")
    expect(table).not_to_contain_text("1.234.567")
    with desk.page.expect_download() as download:
        desk.page.get_by_role("button", name="Descargar como CSV").click()
    assert "zunga" in download.value.path().read_text("utf-8")


def test_a_payroll_file_is_checked_mended_and_loaded(
    open_desk: Callable[..., DeskPage], complaints: Complaints
) -> None:
    people = {name: str(secrets.randbelow(9 * 10**9) + 10**9) for name in ("manager", "worker")}
    right = EMPLOYEES.format(**people)
    desk = open_desk("hr", "mesa/carga")
    file = desk.page.get_by_test_id("import-file")
    file.set_input_files({"name": "nómina.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"})
    expect(desk.page.get_by_role("alert")).to_contain_text("CSV o Excel")
    desk.choose("Qué trae el archivo", "Empleados")
    broken = right.replace("15/03/2020", "31/02/2020").encode()
    file.set_input_files({"name": "empleados.csv", "mimeType": "text/csv", "buffer": broken})
    complaints.expect("status of 422")
    desk.page.get_by_role("button", name="Revisar el archivo").click()
    expect(desk.page.get_by_role("alert")).to_contain_text("por corregir")
    problems = desk.page.get_by_role("region", name="Problemas del archivo").get_by_role("row")
    expect(problems.nth(1)).to_contain_text("fecha")
    file.set_input_files({"name": "empleados.csv", "mimeType": "text/csv", "buffer": right.encode()})
    desk.page.get_by_role("button", name="Revisar el archivo").click()
    desk.page.get_by_role("button", name="Cargar 2 filas").click()
    desk.page.get_by_role("alertdialog").get_by_role("button", name="Cargar", exact=True).click()
    expect(desk.page.get_by_text("El archivo quedó cargado.")).to_be_visible()
    desk.page.get_by_role("button", name="Cargar otro archivo").click()
    file.set_input_files({"name": "empleados.csv", "mimeType": "text/csv", "buffer": right.encode()})
    desk.page.get_by_role("button", name="Revisar el archivo").click()
    expect(desk.page.get_by_text("todo lo que trae ya estaba cargado")).to_be_visible()


def test_an_auditor_finds_who_saw_whom_and_handles_nothing(
    open_chat: Callable[..., ChatPage], open_desk: Callable[..., DeskPage], signed_in: SignedIn, told: None
) -> None:
    number = hand_over(open_chat("employee"), signed_in, shared=False)
    case_id = last_case(signed_in.call("employee", "GET", "/me/cases")["cases"])["case_id"]
    signed_in.call("hr", "GET", f"/desk/cases/{case_id}")
    desk = open_desk("auditor", "mesa/auditoria")
    expect(desk.page.get_by_role("link", name="Carga de nómina")).to_have_count(0)
    subject = desk.page.get_by_role("combobox", name="De quién son los datos")
    subject.fill("gómez laura")
    desk.page.get_by_role("option", name=re.compile("Laura")).click()
    desk.choose("Qué se hizo", "Casos")
    table = desk.page.get_by_role("region", name="Auditoría")
    expect(table.get_by_role("row").nth(1)).to_contain_text("Laura Milena Gómez")
    expect(table).to_contain_text("Claudia Patricia Osorio")
    expect(table).not_to_contain_text("session.opened")
    desk.open_case(number)
    expect(desk.page.get_by_text("Solo lectura")).to_be_visible()
    expect(desk.page.get_by_role("button", name=re.compile("Resolver|Tomar|Enviar"))).to_have_count(0)
    signed_in.call("hr", "POST", f"/desk/cases/{case_id}/resolve", json={})


def test_who_does_not_work_there_neither_sees_nor_loads_the_desk(open_chat: Callable[..., ChatPage]) -> None:
    chat = open_chat("employee")
    expect(chat.page.get_by_role("link", name="Mesa de solicitudes")).to_have_count(0)
    chat.page.get_by_role("button", name="Más opciones").click()
    expect(chat.page.get_by_role("menuitem", name="Mesa de solicitudes")).to_have_count(0)
    chat.page.keyboard.press("Escape")
    chat.page.evaluate("() => { window.location.hash = '#/mesa'; }")
    chat.see_chat()
    loaded = chat.page.evaluate("performance.getEntriesByType('resource').map((each) => each.name)")
    assert not [name for name in loaded if "DeskScreen" in name]


@MODES
def test_every_screen_of_work_has_nothing_against_it(
    open_chat: Callable[..., ChatPage],
    open_desk: Callable[..., DeskPage],
    signed_in: SignedIn,
    told: None,
    viewport: dict[str, int],
    scheme: str,
) -> None:
    number = hand_over(open_chat("employee"), signed_in, shared=True)
    case_id = last_case(signed_in.call("employee", "GET", "/me/cases")["cases"])["case_id"]
    found: dict[str, list[dict[str, Any]]] = {}
    desk = open_desk("hr", viewport=viewport, color_scheme=scheme)
    page = desk.page

    def look(screen: str) -> None:
        if seen := violations(page):
            found[screen] = seen
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= viewport["width"], f"{screen} is wider than the window"

    expect(desk.cases).to_be_visible()
    look("inbox")
    desk.open_case(number)
    look("case")
    page.get_by_role("button", name="Resolver", exact=True).click()
    look("dialog")
    page.keyboard.press("Escape")
    for screen, heading in (
        ("mesa/correcciones", "Correcciones de datos"),
        ("mesa/preguntas", "Preguntas sin respuesta"),
        ("mesa/carga", "Carga de nómina"),
    ):
        desk.go(screen)
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
        expect(page.get_by_role("status", name="Cargando…")).to_have_count(0)
        look(screen)
    for role, screen, heading in (
        ("auditor", "mesa/auditoria", "Auditoría"),
        ("manager", "equipo", "Solicitudes de mi equipo"),
    ):
        page = open_desk(role, screen, viewport=viewport, color_scheme=scheme).page
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
        expect(page.get_by_role("status", name="Cargando…")).to_have_count(0)
        look(screen)
    signed_in.call("hr", "POST", f"/desk/cases/{case_id}/resolve", json={})
    assert found == {}
