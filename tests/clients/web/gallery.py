"""Draw every screen of the web client, with the demo company's data: `python -m tests.clients.web.gallery`.

Each screen is drawn on a desktop and on a phone, in light and in dark, into `clients/web/screenshots`; arguments name
single screens. Without `--home`, which names the folder of a product that runs already, one is started.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import httpx
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from bench.full_product import running_product
from tests.clients.web.accessibility import AT_REST
from tests.clients.web.chat_page import DESKTOP, PATIENCE_MS, PHONE, Account, ChatPage, forget_conversation, until
from tests.clients.web.chromium import ARGUMENTS
from tests.clients.web.desk_page import DeskPage
from tests.conftest import ROOT
from tests.services.imports.conftest import EMPLOYEES

FOLDER: Final = ROOT / "clients" / "web" / "screenshots"
DEVICES: Final = {"escritorio": DESKTOP, "telefono": PHONE}
SCHEMES: Final[Mapping[str, Any]] = {"claro": "light", "oscuro": "dark"}
COLOURS: Final = 256
# The picture that stands for the whole product.
COVER: Final = ("comparacion", "escritorio", "claro")


class DemoCompany:
    """The people of the demo company who can log in, and what they do before their screens are drawn."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        self.services_url, self._rasa_url = str(facts["services_url"]), str(facts["rasa_url"])
        self.accounts = {
            user["role"]: Account(user["role"], user["email"], user["password"]) for user in facts["users"]
        }
        self._tokens: dict[str, str] = {}
        self._choices: dict[str, str] = {}

    def call(self, role: str, method: str, path: str, **options: Any) -> Any:
        """The JSON of an answer of the services to somebody."""
        answer = httpx.request(
            method, self.services_url + path, headers=self._identity(role), timeout=PATIENCE_MS / 1000, **options
        )
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def say(self, role: str, *messages: str) -> None:
        """Have somebody write to the assistant; a message that is the title of a button presses it."""
        for message in messages:
            answer = httpx.post(
                f"{self._rasa_url}/webhooks/rest/webhook",
                json={"message": self._choices.get(message, message)},
                headers=self._identity(role),
                timeout=PATIENCE_MS / 1000,
            )
            answer.raise_for_status()
            replies = answer.json()
            self._choices = {each["title"]: each["payload"] for reply in replies for each in reply.get("buttons", [])}

    def _identity(self, role: str) -> dict[str, str]:
        if role not in self._tokens:
            account = self.accounts[role]
            credentials = {"email": account.email, "password": account.password}
            answer = httpx.post(f"{self.services_url}/auth/login", json=credentials, timeout=PATIENCE_MS / 1000)
            self._tokens[role] = answer.raise_for_status().json()["access_token"]
        return {"Authorization": f"Bearer {self._tokens[role]}"}


@dataclass(frozen=True)
class Screen:
    """A screen: whose it is (nobody's before the log-in), where it is, and what leads to what is to be seen."""

    name: str
    role: str | None
    prepare: Callable[[Page], object]
    place: str = ""


def _asked(*questions: str) -> Callable[[Page], object]:
    def prepare(page: Page) -> None:
        chat = ChatPage(page)
        for question in questions:
            chat.ask(question)
        if chat.log.locator("[data-payload=chart]").count():
            expect(chat.log.locator("svg.recharts-surface").first).to_be_visible()

    return prepare


def _welcome(page: Page) -> None:
    expect(page.get_by_role("list", name="Puedes preguntar").first).to_be_visible()


def _month(page: Page) -> None:
    _asked("¿Cuánto me pagaron en octubre?")(page)
    ChatPage(page).own.first.evaluate("(question) => question.scrollIntoView({ block: 'start' })")


def _shares(page: Page) -> None:
    _asked("¿Cuánto me pagaron en octubre?")(page)
    chart = page.get_by_role("log").locator("[data-payload=chart]").first
    chart.evaluate("(element) => element.scrollIntoView({ block: 'start' })")


def _vacations(page: Page) -> None:
    _asked("quiero pedir vacaciones")(page)
    shown = page.get_by_role("log").locator("[data-payload=picker]")
    shown.get_by_label("Desde").fill("2027-02-08")
    shown.get_by_label("Hasta").fill("2027-02-12")


def _certificate(page: Page) -> None:
    chat = ChatPage(page)
    chat.ask("quiero reportar una incapacidad por enfermedad")
    chat.ask("del 16 al 17 de noviembre de 2026")
    expect(chat.log.get_by_role("button", name="Elegir un archivo")).to_be_visible()


def _reason(page: Page) -> None:
    chat = ChatPage(page)
    chat.ask("mi desprendible de mayo en PDF")
    chat.log.get_by_role("button", name="No me sirvió").last.click()
    page.get_by_role("dialog").get_by_role("button", name="La cifra no coincide").click()


def _search(page: Page) -> None:
    _asked("¿Cuántos días de vacaciones tengo?", "¿Cuánto tengo en cesantías?")(page)
    page.get_by_role("button", name="Buscar en la conversación").click()
    search = page.get_by_role("search")
    search.get_by_role("searchbox").fill("vacaciones")
    expect(search.get_by_role("button").nth(1)).to_be_visible()


def _menu(page: Page) -> None:
    _asked("¿Cuál es mi salario?")(page)
    page.get_by_role("button", name="Más opciones").click()
    expect(page.get_by_role("menu")).to_be_visible()


def _chosen(entry: str) -> Callable[[Page], object]:
    def prepare(page: Page) -> None:
        ChatPage(page).menu(entry)
        expect(page.get_by_role("dialog")).to_be_visible()
        expect(page.get_by_role("progressbar")).to_have_count(0)

    return prepare


def _offline(page: Page) -> None:
    chat = ChatPage(page)
    chat.ask("¿Cuándo me consignaron por última vez?")
    page.context.set_offline(True)
    chat.say("¿y la quincena anterior?")
    expect(chat.own.last).to_contain_text("Se enviará cuando vuelva la conexión")


def _inbox(page: Page) -> None:
    expect(DeskPage(page).cases).to_be_visible()


def _case(page: Page) -> None:
    desk = DeskPage(page)
    desk.cases.get_by_role("link").filter(has_text="Atención humana").filter(has_text="Laura").first.click()
    expect(desk.part("Conversación compartida").get_by_role("log")).to_be_visible()


def _correction(page: Page) -> None:
    page.get_by_role("list", name="Correcciones de datos").get_by_role("link").first.click()
    expect(DeskPage(page).part("Lo que pide")).to_be_visible()


def _report(page: Page) -> None:
    expect(page.get_by_text("casino").first).to_be_visible()


def _file(page: Page) -> None:
    DeskPage(page).choose("Qué trae el archivo", "Empleados")
    content = EMPLOYEES.format(manager="52841907", worker="1020447813").replace("15/03/2020", "31/02/2020")
    page.get_by_test_id("import-file").set_input_files(
        {"name": "empleados.csv", "mimeType": "text/csv", "buffer": content.encode()}
    )
    page.get_by_role("button", name="Revisar el archivo").click()
    expect(page.get_by_role("region", name="Problemas del archivo")).to_be_visible()


def _log(page: Page) -> None:
    expect(page.get_by_role("heading", name="Auditoría", exact=True)).to_be_visible()
    expect(page.get_by_role("status", name="Cargando…")).to_have_count(0)


def _team(page: Page) -> None:
    expect(page.get_by_role("article").first).to_be_visible()


def _log_in(page: Page) -> None:
    ChatPage(page).see_log_in()


SCREENS: Final = (
    Screen("entrar", None, _log_in),
    # Before the employee's: what is shared with the desk is their conversation as it is now.
    Screen("mesa-casos", "hr", _inbox, "mesa"),
    Screen("mesa-caso", "hr", _case, "mesa"),
    Screen("mesa-correcciones", "hr", _correction, "mesa/correcciones"),
    Screen("mesa-preguntas", "hr", _report, "mesa/preguntas"),
    Screen("mesa-carga", "hr", _file, "mesa/carga"),
    Screen("mesa-auditoria", "auditor", _log, "mesa/auditoria"),
    Screen("equipo", "manager", _team, "equipo"),
    Screen("bienvenida", "employee", _welcome),
    Screen("desprendible", "employee", _month),
    Screen("composicion", "employee", _shares),
    Screen("comparacion", "employee", _asked("¿Por qué cambió mi pago entre octubre y noviembre?")),
    Screen("historial", "employee", _asked("historial de pagos de este año")),
    Screen("fechas", "employee", _vacations),
    Screen("archivo", "employee", _certificate),
    Screen("valoracion", "employee", _reason),
    Screen("busqueda", "employee", _search),
    Screen("menu", "employee", _menu),
    Screen("apariencia", "employee", _chosen("Apariencia")),
    Screen("dispositivos", "employee", _chosen("Mis dispositivos")),
    Screen("sin-conexion", "employee", _offline),
)


def open_requests(company: DemoCompany) -> None:
    """Give the desk and the manager something to answer, unless an earlier run did."""
    if company.call("hr", "GET", "/desk/cases")["cases"]:
        return
    company.say("employee", "¿Cuál es mi salario?", "Sí, autorizo")
    company.say("employee", "quiero pedir un permiso no remunerado", "del 3 al 4 de diciembre de 2026")
    company.say("employee", "No tengo soporte", "Sí, enviarlo")
    company.say("employee", "¿Por qué me siguen cobrando la libranza?")
    company.say("employee", "quiero hablar con una persona", "Sí", "Sí, compartirla")
    company.say("manager", "¿Cuál es mi salario?", "Sí, autorizo")
    company.say("manager", "¿me prestan plata para una moto?", "¿a qué hora abre el casino?")
    company.say("manager", "quiero hablar con una persona", "Sí", "No compartirla")
    for datum, claim in (
        ("address", "Vivo en la carrera 43, no en la 34."),
        ("phone", "Cambié de celular: ahora es el 310 555 0142."),
    ):
        company.call("employee", "POST", "/me/corrections", json={"datum": datum, "claim": claim})


class Studio:
    """A browser in which everybody is logged in once, and where screens are drawn."""

    def __init__(self, browser: Browser, company: DemoCompany) -> None:
        self._browser, self._company = browser, company
        self._contexts: dict[str | None, BrowserContext] = {}

    def draw(self, screen: Screen) -> None:
        """Draw a screen on every device, in every scheme."""
        for device, viewport in DEVICES.items():
            page = self._page(screen, viewport)
            screen.prepare(page)
            for scheme, value in SCHEMES.items():
                page.emulate_media(color_scheme=value, reduced_motion="reduce")
                page.mouse.move(0, 0)
                page.evaluate("document.fonts.ready.then(() => null)")
                until(page, partial(page.evaluate, AT_REST), "nothing on the page moves")
                picture = compressed(page.screenshot(caret="hide"))
                (FOLDER / f"{screen.name}-{device}-{scheme}.png").write_bytes(picture)
                if (screen.name, device, scheme) == COVER:
                    (FOLDER / "conversacion.png").write_bytes(picture)
            page.context.set_offline(False)
            page.close()

    def _page(self, screen: Screen, viewport: Any) -> Page:
        context = self._context(screen.role)
        if screen.role == "employee":
            self._company.call(screen.role, "DELETE", "/chat/history")
            forget_conversation(context, self._company.services_url)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.set_viewport_size(viewport)
        page.emulate_media(reduced_motion="reduce")
        page.goto(f"{self._company.services_url}/#/{screen.place}")
        if screen.role == "employee":
            ChatPage(page).see_chat()
        return page

    def _context(self, role: str | None) -> BrowserContext:
        if role not in self._contexts:
            context = self._browser.new_context(locale="es-CO", timezone_id="America/Bogota")
            if role is not None:
                page = context.new_page()
                page.set_default_timeout(PATIENCE_MS)
                page.goto(f"{self._company.services_url}/")
                chat = ChatPage(page)
                chat.log_in(self._company.accounts[role])
                chat.see_chat()
                page.close()
            self._contexts[role] = context
        return self._contexts[role]


def compressed(png: bytes) -> bytes:
    """The same picture with a palette: a third of the bytes, and hardly a difference to be seen."""
    drawn, small = Image.open(io.BytesIO(png)).convert("RGB"), io.BytesIO()
    drawn.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    return small.getvalue()


@contextmanager
def demo_company(home: Path | None) -> Iterator[DemoCompany]:
    """The demo company of the product that runs in a folder, or else of one started for this."""
    if home is not None:
        yield DemoCompany(json.loads((home / "demo.json").read_text(encoding="utf-8")))
        return
    with running_product() as product:
        yield DemoCompany(json.loads((product.home / "demo.json").read_text(encoding="utf-8")))


def main(arguments: Sequence[str]) -> None:
    """Draw what the arguments name."""
    parser = argparse.ArgumentParser(description="dibuja las pantallas del cliente web")
    parser.add_argument("screens", nargs="*", help="sólo estas pantallas")
    parser.add_argument("--home", type=Path, help="carpeta de un producto que ya está corriendo")
    chosen = parser.parse_args(arguments)
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise SystemExit("Falta Chromium: tests/debian_packages.sh lo instala.")
    FOLDER.mkdir(exist_ok=True)
    expect.set_options(timeout=PATIENCE_MS)
    with demo_company(chosen.home) as company, sync_playwright() as playwright:
        open_requests(company)
        browser = playwright.chromium.launch(
            executable_path=program, args=list(ARGUMENTS), env={**os.environ, "LANGUAGE": "es"}
        )
        studio = Studio(browser, company)
        for screen in SCREENS:
            if not chosen.screens or screen.name in chosen.screens:
                studio.draw(screen)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
