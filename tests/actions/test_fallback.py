from __future__ import annotations

from collections.abc import Callable

from tests.actions.conversing import Person, parsed

ACTION = "action_default_ask_affirmation"


def ranked(*intents: str) -> dict[str, object]:
    message = parsed("lo de la salud de marzo", intent="nlu_fallback", periods=["2026-03"], concept="salud")
    return {**message, "intent_ranking": [{"name": name, "confidence": 0.3} for name in ("nlu_fallback", *intents)]}


def test_the_two_likeliest_readings_are_offered_in_plain_words(person: Callable[[str], Person]) -> None:
    message = ranked("consultar_deducciones", "reportar_error", "consultar_salario")
    said = person("laura.gomez").asks(ACTION, message=message).one("utter_no_estoy_seguro")
    assert [button["title"] for button in said.buttons] == [
        "Mis descuentos",
        "Reportar un error en mi pago",
        "Ninguna de estas",
    ]


def test_the_buttons_keep_the_period_and_the_concept(person: Callable[[str], Person]) -> None:
    said = person("laura.gomez").asks(ACTION, message=ranked("consultar_deducciones")).said[0]
    assert said.buttons[0]["payload"] == '/consultar_deducciones{"periodo": "2026-03", "concepto": "salud"}'


def test_intents_without_a_plain_name_are_not_offered(person: Callable[[str], Person]) -> None:
    said = person("laura.gomez").asks(ACTION, message=ranked("saludar", "dar_dato", "consultar_vacaciones")).said[0]
    assert [button["title"] for button in said.buttons] == ["Mis días de vacaciones", "Ninguna de estas"]


def test_without_any_reading_the_person_is_asked_to_rephrase(person: Callable[[str], Person]) -> None:
    turn = person("laura.gomez").asks(ACTION, message={"text": "x", "intent_ranking": "junk"})
    assert turn.responses == ["utter_ask_rephrase"]
