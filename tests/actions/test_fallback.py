from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.actions.conversing import Person, heard, parsed, touch

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


@pytest.mark.parametrize(
    ("text", "intent", "answered"),
    [
        ("si trabajo 10 horas extra nocturnas cuánto me quedaría", "consultar_bonificaciones", "utter_estimacion_mes"),
        ("cuánto sería mi liquidación si renuncio el 15", "consultar_cesantias", "utter_estimacion_liquidacion"),
    ],
)
def test_a_supposition_is_offered_first_and_its_button_answers_it_whole(
    text: str, intent: str, answered: str, person: Callable[[str], Person]
) -> None:
    message = heard(text, "nlu_fallback") | {"intent_ranking": [{"name": "reportar_error"}, {"name": "comparar_pagos"}]}
    laura = person("laura.gomez")
    offered = laura.asks(ACTION, message=message).one("utter_no_estoy_seguro")
    assert [button["title"] for button in offered.buttons] == [
        "Calcular cuánto sería en ese caso",
        "Reportar un error en mi pago",
        "Ninguna de estas",
    ]
    touched = laura.asks(f"action_{intent}", message=touch(offered.buttons[0]["payload"]))
    said = person("laura.gomez").asks(f"action_{intent}", message=heard(text, intent))
    assert touched.responses == said.responses
    assert touched.one(answered).values == said.one(answered).values


def test_without_any_reading_the_person_is_asked_to_rephrase(person: Callable[[str], Person]) -> None:
    turn = person("laura.gomez").asks(ACTION, message={"text": "x", "intent_ranking": "junk"})
    assert turn.responses == ["utter_ask_rephrase"]
