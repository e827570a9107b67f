"""A manager in the chat: what waits for a decision, yes and no in words and by button, and nobody else's business."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from services.bootstrap import Services
from services.demo.company import person_id
from services.payroll.views import CaseState
from tests.actions.conversing import Person, Turn
from tests.demo_company import TODAY

BOSS = "beatriz.londono"
MONDAY = date(2027, 2, 1)


@pytest.fixture
def asked(own_services: Services) -> Iterator[Callable[[str], str]]:
    """Have somebody ask for vacations; the case's number. What is still pending afterwards is withdrawn."""
    asking = []

    def ask(key: str) -> str:
        principal = own_services.users.principal(person_id(key))
        own_services.desk.office.request_vacation(principal, MONDAY, 3, TODAY)
        asking.append(principal)
        return own_services.payroll.cases(principal)[0].number

    yield ask
    for principal in asking:
        for request in own_services.payroll.vacation_balance(principal, TODAY).upcoming:
            own_services.payroll.cancel_vacation(principal, request.id, TODAY)
    own_services.desk.notices.take_untold(own_services.users.principal(person_id(BOSS)))


def state(services: Services, key: str) -> CaseState:
    return services.payroll.cases(services.users.principal(person_id(key)))[0].state


def presses(person: Person, button: str, action: str, number: str) -> Turn:
    intent = action.removeprefix("action_")
    message = {
        "text": f'/{intent}{{"tramite": "{number}"}}',
        "intent": {"name": intent},
        "entities": [{"entity": "tramite", "value": number}],
    }
    return person.asks(action, button, message=message)


def test_a_manager_hears_of_a_request_once_and_lists_it_with_its_buttons(
    own_person: Callable[[str], Person], asked: Callable[[str], str]
) -> None:
    number = asked("diana.perez")
    boss = own_person(BOSS)
    turn = boss.asks("action_consultar_salario", "mi salario")
    news = turn.one("utter_novedad")
    assert news.values["texto"].startswith("Diana Carolina Pérez Salinas pidió vacaciones")
    assert [button["title"] for button in news.buttons] == ["Aprobar", "Rechazar"]
    assert "utter_novedad" not in boss.asks("action_consultar_salario", "mi salario").responses
    turn = boss.asks("action_consultar_vacaciones", "¿tengo solicitudes pendientes por aprobar?")
    assert turn.responses == ["utter_equipo_solicitudes", "utter_equipo_solicitud"]
    assert turn.said[1].values["numero"] == number
    assert turn.said[1].buttons[0]["payload"] == f'/afirmar{{"tramite": "{number}"}}'


def test_a_button_approves_and_a_second_press_changes_nothing(
    own_person: Callable[[str], Person], asked: Callable[[str], str], own_services: Services
) -> None:
    number, boss = asked("rosa.mosquera"), own_person(BOSS)
    assert "utter_equipo_aprobada" in presses(boss, "Aprobar", "action_afirmar", number).responses
    assert state(own_services, "rosa.mosquera") is CaseState.RESOLVED
    assert "utter_equipo_ya_no_espera" in presses(boss, "Rechazar", "action_negar", number).responses
    assert state(own_services, "rosa.mosquera") is CaseState.RESOLVED
    news = own_person("rosa.mosquera").asks("action_consultar_vacaciones", "mis vacaciones").one("utter_novedad")
    assert news.values["texto"].startswith("Beatriz Elena Londoño Castro aprobó tus vacaciones")


@pytest.mark.parametrize("key", ["wilson.murillo", "laura.gomez", "yuliana.palacios", "gloria.zapata"])
def test_the_button_of_another_decides_nothing(
    key: str, own_person: Callable[[str], Person], asked: Callable[[str], str], own_services: Services
) -> None:
    number = asked("yuliana.palacios")
    turn = presses(own_person(key), "Aprobar", "action_afirmar", number)
    assert turn.responses[0] in {"utter_equipo_ya_no_espera", "utter_acceso_negado"}
    assert state(own_services, "yuliana.palacios") is CaseState.OPEN


def test_a_name_in_words_finds_its_request_among_several(
    own_person: Callable[[str], Person], asked: Callable[[str], str], own_services: Services
) -> None:
    asked("leidy.cano")
    asked("diana.perez")
    boss = own_person(BOSS)
    turn = boss.asks("action_afirmar", "apruebo la de Leidy", persons=["Leidy"])
    assert turn.said[0].values["persona"] == "Leidy Johana Cano Betancur"
    assert (state(own_services, "leidy.cano"), state(own_services, "diana.perez")) == (
        CaseState.RESOLVED,
        CaseState.OPEN,
    )
    turn = boss.asks("action_negar", "no apruebo la de Diana porque hay cierre de inventario", persons=["Diana"])
    assert turn.said[0].response == "utter_equipo_rechazada"
    diana = own_services.users.principal(person_id("diana.perez"))
    assert own_services.desk.notices.recent(diana)[0].text.endswith("«hay cierre de inventario»")


def test_words_that_fit_several_requests_are_asked_back(
    own_person: Callable[[str], Person], asked: Callable[[str], str], own_services: Services
) -> None:
    asked("leidy.cano")
    asked("diana.perez")
    boss = own_person(BOSS)
    for text in ("apruébala", "apruebo la de Marcela"):
        turn = boss.asks("action_afirmar", text, persons=["Marcela"] if "Marcela" in text else ())
        assert turn.responses[0] == "utter_equipo_cual"
    assert state(own_services, "leidy.cano") is CaseState.OPEN


def test_a_name_that_is_not_among_them_never_approves_the_only_one(
    own_person: Callable[[str], Person], asked: Callable[[str], str], own_services: Services
) -> None:
    asked("leidy.cano")
    boss = own_person(BOSS)
    assert boss.asks("action_afirmar", "apruebo la de Marcela", persons=["Marcela"]).responses[0] == "utter_equipo_cual"
    assert state(own_services, "leidy.cano") is CaseState.OPEN
    turn = boss.asks("action_consultar_vacaciones", "aprueba las vacaciones de Marcela", persons=["Marcela"])
    assert turn.responses[0] == "utter_equipo_cual"
    assert boss.asks("action_afirmar", "sí, apruébala").responses[0] == "utter_equipo_aprobada"


@pytest.mark.parametrize(
    ("text", "answered", "state_after"),
    [
        ("Aprueba las vacaciones de Leidy", "utter_equipo_aprobada", CaseState.RESOLVED),
        ("por favor rechaza las vacaciones de Leidy", "utter_equipo_rechazada", CaseState.REJECTED),
    ],
)
def test_an_order_decides_as_well(
    text: str,
    answered: str,
    state_after: CaseState,
    own_person: Callable[[str], Person],
    asked: Callable[[str], str],
    own_services: Services,
) -> None:
    asked("leidy.cano")
    assert own_person(BOSS).asks("action_consultar_vacaciones", text, persons=["Leidy"]).responses[0] == answered
    assert state(own_services, "leidy.cano") is state_after


@pytest.mark.parametrize(
    "text", ["¿qué solicitudes tengo pendientes?", "¿qué me falta por aprobar?", "cuáles solicitudes hay"]
)
def test_what_waits_is_listed_however_it_is_asked(
    text: str, own_person: Callable[[str], Person], asked: Callable[[str], str]
) -> None:
    asked("diana.perez")
    assert own_person(BOSS).asks("action_consultar_vacaciones", text).responses[0] == "utter_equipo_solicitudes"


def test_who_leads_nobody_is_refused_as_for_any_other_person(own_person: Callable[[str], Person]) -> None:
    turn = own_person("laura.gomez").asks("action_afirmar", "apruebo la de Leidy", persons=["Leidy"])
    assert turn.responses == ["utter_datos_ajenos"]


def test_a_managers_own_questions_about_vacations_stay_their_own(own_person: Callable[[str], Person]) -> None:
    boss = own_person(BOSS)
    for text in ("mis vacaciones pendientes", "¿ya me aprobaron las vacaciones?", "¿quién aprueba mis vacaciones?"):
        assert "utter_vacaciones_saldo" in boss.asks("action_consultar_vacaciones", text).responses
