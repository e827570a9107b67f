from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from actions import formatting
from services.bootstrap import Services
from services.demo.company import person_id
from services.payroll.views import VacationStatus
from tests.actions.conversing import Person, heard, period
from tests.demo_company import TODAY

START = "action_solicitar_vacaciones"
VALIDATE = "validate_vacaciones_form"
ASK = "action_ask_vacaciones_form_vacaciones_confirmadas"
SUBMIT = "action_enviar_solicitud_vacaciones"


def fills(person: Person, requested: str | None, text: str = "", **message: object) -> list[str]:
    """Answer the form while it asks for a slot; the names of the responses."""
    person.slots["requested_slot"] = requested
    intent = message.pop("intent", "dar_dato")
    return person.asks(VALIDATE, text, intent=intent, **message).responses  # type: ignore[arg-type]


def begun(person: Person, text: str = "quiero vacaciones", **message: object) -> Person:
    """A person whose form is open."""
    turn = person.asks(START, text, **message)  # type: ignore[arg-type]
    assert turn.follow_up == "vacaciones_form"
    fills(person, None, text, intent="solicitar_vacaciones")
    return person


def test_the_request_is_persisted_after_the_confirmation(
    own_person: Callable[[str], Person], own_services: Services
) -> None:
    laura = begun(own_person("laura.gomez"), "quiero vacaciones", periods=["2026-12-21"], days=5)
    assert laura.slots["vacaciones_inicio"] == "2026-12-21"
    assert laura.slots["vacaciones_dias"] == 5
    plan = laura.asks(ASK).one("utter_vacaciones_confirmar").values
    assert plan["fin"] == formatting.weekday(date(2026, 12, 28))  # 25 December is a holiday
    fills(laura, "vacaciones_confirmadas", "sí", intent="afirmar")
    turn = laura.asks(SUBMIT)
    assert turn.responses == ["utter_vacaciones_solicitadas"]
    principal = own_services.users.principal(person_id("laura.gomez"))
    request = own_services.payroll.vacation_history(principal)[0]
    assert (request.start, request.business_days, request.status) == (date(2026, 12, 21), 5, VacationStatus.REQUESTED)
    assert laura.slots["vacaciones_inicio"] is None


def test_no_at_the_confirmation_sends_nothing(own_person: Callable[[str], Person], own_services: Services) -> None:
    diana = begun(own_person("diana.perez"), periods=["2026-12-21"], days=3)
    fills(diana, "vacaciones_confirmadas", "no", intent="negar")
    assert diana.asks(SUBMIT).responses == ["utter_vacaciones_no_enviada"]
    principal = own_services.users.principal(person_id("diana.perez"))
    assert all(each.status is not VacationStatus.REQUESTED for each in own_services.payroll.vacation_history(principal))


def test_a_range_of_days_becomes_business_days(own_person: Callable[[str], Person]) -> None:
    someone = begun(own_person("sandra.bedoya"), periods=["2026-12-07", "2026-12-11"])
    assert someone.slots["vacaciones_dias"] == 4  # 8 December is a holiday


def test_a_day_after_hasta_is_the_last_one(own_person: Callable[[str], Person]) -> None:
    someone = begun(own_person("sandra.bedoya"), periods=["2026-12-14"])
    fills(someone, "vacaciones_dias", "hasta el 18", periods=["2026-12-18"])
    assert (someone.slots["vacaciones_inicio"], someone.slots["vacaciones_dias"]) == ("2026-12-14", 5)


def test_a_week_is_five_business_days(own_person: Callable[[str], Person]) -> None:
    someone = begun(own_person("sandra.bedoya"), periods=["2026-12-14"])
    fills(someone, "vacaciones_dias", "una semana", days=7)
    assert someone.slots["vacaciones_dias"] == 5


def test_a_date_without_a_year_is_the_next_one(own_person: Callable[[str], Person]) -> None:
    someone = begun(own_person("sandra.bedoya"))
    someone.slots["requested_slot"] = "vacaciones_inicio"
    message = {
        "text": "desde el 12 de enero",
        "intent": {"name": "dar_dato"},
        "entities": [],
        "periods": [period("2026-01-13", year_given=False)],
    }
    someone.asks(VALIDATE, message=message)
    assert someone.slots["vacaciones_inicio"] == "2027-01-13"


@pytest.mark.parametrize(
    ("start", "days", "response"),
    [
        ("2026-11-20", 3, "utter_vacaciones_rechazo_past_date"),
        ("2026-12-25", 3, "utter_vacaciones_rechazo_not_business_day"),
        ("2026-12-14", 200, "utter_vacaciones_rechazo_insufficient_balance"),
    ],
)
def test_what_cannot_be_granted_is_explained_and_asked_again(
    start: str, days: int, response: str, own_person: Callable[[str], Person]
) -> None:
    someone = begun(own_person("beatriz.londono"))
    responses = fills(someone, "vacaciones_inicio", "esos días", periods=[start], days=days)
    assert responses == [response]
    assert None in (someone.slots["vacaciones_inicio"], someone.slots["vacaciones_dias"])


def test_a_correction_at_the_confirmation_changes_only_what_was_said(own_person: Callable[[str], Person]) -> None:
    someone = begun(own_person("hernan.castano"), periods=["2026-12-14"], days=4)
    fills(someone, "vacaciones_confirmadas", "no, mejor 3 días", intent="negar", days=3)
    assert (someone.slots["vacaciones_inicio"], someone.slots["vacaciones_dias"]) == ("2026-12-14", 3)
    assert someone.slots["vacaciones_confirmadas"] is None


def test_a_question_in_the_middle_is_left_to_its_own_rule(own_person: Callable[[str], Person]) -> None:
    someone = begun(own_person("hernan.castano"))
    someone.slots["requested_slot"] = "vacaciones_inicio"
    turn = someone.asks(
        VALIDATE, "¿cuánto me pagaron el 15 de octubre?", intent="consultar_consignacion", periods=["2026-10-15"]
    )
    assert turn.events == []


@pytest.mark.parametrize("text", ["olvídalo", "mejor no", "ya no quiero", "cancela"])
def test_the_form_can_be_left_at_any_step(text: str, own_person: Callable[[str], Person]) -> None:
    someone = begun(own_person("hernan.castano"))
    fills(someone, "vacaciones_inicio", text, intent="negar")
    assert someone.slots["requested_slot"] is None
    assert someone.asks(SUBMIT).responses == ["utter_vacaciones_no_enviada"]


def test_what_is_not_understood_is_asked_again(own_person: Callable[[str], Person]) -> None:
    someone = begun(own_person("hernan.castano"))
    assert fills(someone, "vacaciones_inicio", "asdf", intent="nlu_fallback") == ["utter_vacaciones_no_entendi"]
    assert fills(someone, "vacaciones_inicio", "en diciembre", periods=["2026-12"]) == ["utter_vacaciones_falta_el_dia"]


def test_an_overlap_with_a_request_already_made_is_refused(own_person: Callable[[str], Person]) -> None:
    someone = begun(own_person("paola.giraldo"), periods=["2026-12-14"], days=3)
    fills(someone, "vacaciones_confirmadas", "sí", intent="afirmar")
    someone.asks(SUBMIT)
    again = own_person("paola.giraldo")
    again.asks(START, "quiero vacaciones", periods=["2026-12-15"], days=2)
    assert fills(again, None, "", intent="solicitar_vacaciones") == ["utter_vacaciones_rechazo_overlap"]


def test_a_pending_vacation_is_cancelled_after_a_yes(
    own_person: Callable[[str], Person], own_services: Services
) -> None:
    someone = begun(own_person("natalia.quintero"), periods=["2027-01-18"], days=3)
    fills(someone, "vacaciones_confirmadas", "sí", intent="afirmar")
    someone.asks(SUBMIT)
    assert someone.asks(START, "quiero cancelar mis vacaciones").responses == ["utter_vacaciones_confirmar_cancelacion"]
    assert someone.asks("action_afirmar", "sí").responses == ["utter_vacaciones_canceladas"]
    principal = own_services.users.principal(person_id("natalia.quintero"))
    assert own_services.payroll.vacation_balance(principal, TODAY).upcoming == ()


def test_there_may_be_nothing_to_cancel(own_person: Callable[[str], Person]) -> None:
    turn = own_person("juan.cardenas").asks(START, "cancela mis vacaciones")
    assert turn.responses == ["utter_vacaciones_nada_por_cancelar"]


@pytest.mark.parametrize("value", [{"a": 1}, ["x"], 7, True, "mañana", "2026-99-99"])
def test_slots_of_a_wrong_type_count_as_not_answered(value: object, own_person: Callable[[str], Person]) -> None:
    someone = own_person("juan.cardenas")
    someone.slots.update({"vacaciones_inicio": value, "vacaciones_dias": value, "vacaciones_confirmadas": True})
    assert someone.asks(SUBMIT).responses == ["utter_vacaciones_no_enviada"]


def test_the_form_never_starts_in_the_past(own_person: Callable[[str], Person]) -> None:
    yesterday = (TODAY - timedelta(days=3)).isoformat()
    someone = own_person("juan.cardenas")
    someone.asks(START, "vacaciones", periods=[yesterday], days=2)
    assert fills(someone, None, "", intent="solicitar_vacaciones") == ["utter_vacaciones_rechazo_past_date"]
    assert someone.slots["vacaciones_inicio"] is None


def test_from_a_day_on_is_a_day_to_come(own_person: Callable[[str], Person]) -> None:
    someone = begun(own_person("sandra.bedoya"))
    someone.slots["requested_slot"] = "vacaciones_inicio"
    until_today = {"start": "2025-12-21", "end": TODAY.isoformat(), "grain": "range", "year_given": False}
    message = {"text": "desde el 21 de diciembre", "intent": {"name": "dar_dato"}, "periods": [until_today]}
    someone.asks(VALIDATE, message=message)
    assert someone.slots["vacaciones_inicio"] == "2026-12-21"


def test_until_a_day_without_a_month_is_the_next_such_day(own_person: Callable[[str], Person]) -> None:
    someone = begun(own_person("sandra.bedoya"), periods=["2026-12-14"])
    fills(someone, "vacaciones_dias", "hasta el 18", periods=["2026-11-18"])
    assert someone.slots["vacaciones_dias"] == 5


def test_a_yes_to_what_a_digression_offered_is_not_an_answer_to_the_form(own_person: Callable[[str], Person]) -> None:
    someone = begun(own_person("hernan.castano"))
    someone.asks("action_hablar_con_humano", "quiero hablar con una persona")
    someone.slots["requested_slot"] = "vacaciones_inicio"
    assert someone.asks(VALIDATE, "sí", intent="afirmar").events == []
    assert someone.asks("action_afirmar", "sí").responses == ["utter_compartir_conversacion"]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("no el lunes, desde el martes", "2026-12-15"),
        ("mejor el miércoles", "2026-12-16"),
        ("el domingo no, el viernes", "2026-12-18"),
    ],
)
def test_another_weekday_is_that_of_the_week_that_was_asked_for(
    text: str, start: str, own_person: Callable[[str], Person]
) -> None:
    someone = begun(own_person("hernan.castano"), periods=["2026-12-14"], days=2)
    someone.slots["requested_slot"] = "vacaciones_confirmadas"
    someone.asks(VALIDATE, message=heard(text, "negar"))
    assert someone.slots["vacaciones_inicio"] == start


def test_a_weekday_without_a_week_is_the_next_to_come(own_person: Callable[[str], Person]) -> None:
    someone = begun(own_person("hernan.castano"))
    someone.slots["requested_slot"] = "vacaciones_inicio"
    someone.asks(VALIDATE, message=heard("el jueves", "dar_dato"))
    assert someone.slots["vacaciones_inicio"] == "2026-11-26"


@pytest.mark.parametrize(("text", "days"), [("10", 10), ("son 8", 8), ("quince", 15), ("unos 4 nomás", 4)])
def test_a_number_alone_is_the_days_that_the_form_asks_for(
    text: str, days: int, own_person: Callable[[str], Person]
) -> None:
    someone = begun(own_person("hernan.castano"), periods=["2026-12-14"])
    fills(someone, "vacaciones_dias", text)
    assert someone.slots["vacaciones_dias"] == days


def test_a_number_alone_says_no_day_to_leave(own_person: Callable[[str], Person]) -> None:
    someone = begun(own_person("hernan.castano"), "quiero pedir 10")
    assert someone.slots["vacaciones_dias"] == 10
    assert fills(someone, "vacaciones_inicio", "10") == ["utter_vacaciones_no_entendi"]
