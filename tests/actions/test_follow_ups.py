from __future__ import annotations

from collections.abc import Callable

from actions import formatting
from services.auth.principal import Principal
from services.bootstrap import Services
from services.payroll.views import Month
from tests.actions.conversing import Person, clause, heard

ACTION = "action_continuar_tema"


def test_a_period_alone_continues_the_last_topic(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    laura = person("laura.gomez")
    laura.asks("action_consultar_desprendible", "mi colilla de febrero", periods=["2026-02"])
    said = laura.asks(ACTION, "¿y en marzo?", periods=["2026-03"]).one("utter_desprendible")
    expected = services.payroll.payslip(principal("laura.gomez"), Month(2026, 3))
    assert said.values["neto"] == formatting.money(expected.net)


def test_a_concept_alone_keeps_the_period_and_finds_its_topic(person: Callable[[str], Person]) -> None:
    laura = person("laura.gomez")
    laura.asks("action_consultar_desprendible", "marzo", periods=["2026-03"])
    assert laura.asks(ACTION, "¿y la salud?", concept="salud").one("utter_deduccion").values["en_periodo"] == (
        "en marzo de 2026"
    )
    assert laura.asks(ACTION, "¿y las horas extras?", concept="horas_extras").said[0].values["en_periodo"] == (
        "en marzo de 2026"
    )
    assert laura.slots["tema"] == "consultar_bonificaciones"


def test_a_period_after_a_concept_keeps_the_concept(person: Callable[[str], Person]) -> None:
    laura = person("laura.gomez")
    laura.asks("action_consultar_deducciones", "salud en marzo", concept="salud", periods=["2026-03"])
    turn = laura.asks(ACTION, "¿y en abril?", periods=["2026-04"])
    assert turn.one("utter_deduccion").values["En_periodo"] == "En abril de 2026"


def test_a_period_after_several_concepts_keeps_them_all(person: Callable[[str], Person]) -> None:
    laura = person("laura.gomez")
    laura.asks(
        "action_consultar_deducciones",
        message=heard("¿cuánto me descontaron de salud y de pensión en marzo?", "consultar_deducciones"),
    )
    turn = laura.asks(ACTION, "no, de abril", periods=["2026-04"])
    assert [said.values["nombre"] for said in turn.said if said.response == "utter_deduccion"] == [
        "aporte a salud",
        "aporte a pensión",
    ]
    turn = laura.asks(ACTION, "¿y la libranza?", concept="libranza")
    assert [said.values["nombre"] for said in turn.said if said.response == "utter_deduccion"] == ["cuota de libranza"]


def test_another_period_after_a_comparison_replaces_what_it_is_compared_with(person: Callable[[str], Person]) -> None:
    laura = person("laura.gomez")
    laura.asks("action_comparar_pagos", "octubre y septiembre", periods=["2026-10", "2026-09"])
    said = laura.asks(ACTION, "¿y con agosto?", periods=["2026-08"]).said[0]
    assert (said.values["antes"], said.values["despues"]) == ("agosto de 2026", "octubre de 2026")


def test_why_after_a_payslip_compares_it_with_the_one_before(person: Callable[[str], Person]) -> None:
    laura = person("laura.gomez")
    laura.asks("action_consultar_desprendible", "octubre", periods=["2026-10"])
    said = laura.asks(ACTION, "¿y eso por qué?").said[0]
    assert said.values["despues"] == "octubre de 2026"


def test_without_a_topic_a_period_is_asked_back_with_buttons_that_keep_it(person: Callable[[str], Person]) -> None:
    said = person("laura.gomez").asks(ACTION, "¿y en marzo?", periods=["2026-03"]).one("utter_que_quieres_del_periodo")
    assert len(said.buttons) == 4
    assert all('{"periodo": "2026-03"}' in button["payload"] for button in said.buttons)


def test_without_a_topic_a_concept_finds_its_own(person: Callable[[str], Person]) -> None:
    assert "utter_deduccion" in person("laura.gomez").asks(ACTION, "la salud", concept="salud").responses


def test_a_question_that_continues_inherits_the_period(person: Callable[[str], Person]) -> None:
    laura = person("laura.gomez")
    laura.asks("action_consultar_desprendible", "marzo", periods=["2026-03"])
    said = laura.asks("action_consultar_deducciones", "¿y cuánto me descontaron?").one("utter_deducciones")
    assert said.values["en_periodo"] == "en marzo de 2026"


def test_a_new_question_does_not_inherit_the_period(person: Callable[[str], Person]) -> None:
    laura = person("laura.gomez")
    laura.asks("action_consultar_desprendible", "marzo", periods=["2026-03"])
    said = laura.asks("action_consultar_deducciones", "¿cuánto me descuentan?").one("utter_deducciones")
    assert said.values["en_periodo"] == "en noviembre de 2026"


def test_both_halves_of_a_compound_question_are_answered_and_share_the_period(person: Callable[[str], Person]) -> None:
    turn = person("laura.gomez").asks(
        "action_consultar_desprendible",
        "¿cuánto me pagaron en marzo y cuánto me descontaron?",
        questions=[
            clause("¿cuánto me pagaron en marzo", "consultar_desprendible", periods=["2026-03"]),
            clause("cuánto me descontaron?", "consultar_deducciones"),
        ],
    )
    assert turn.one("utter_desprendible").values["periodo"] == "marzo de 2026"
    assert turn.one("utter_deducciones").values["en_periodo"] == "en marzo de 2026"


def test_a_period_after_a_question_about_rules_is_not_a_question_about_rules(person: Callable[[str], Person]) -> None:
    laura = person("laura.gomez")
    laura.asks("action_preguntar_normativa", "¿quién tiene derecho a vacaciones?")
    assert laura.asks(ACTION, "¿y en marzo?", periods=["2026-03"]).responses == ["utter_que_quieres_del_periodo"]


def test_the_previous_one_counts_from_what_was_talked_about(person: Callable[[str], Person]) -> None:
    laura = person("laura.gomez")
    laura.asks("action_consultar_desprendible", "la segunda de octubre", periods=["2026-10-Q2"])
    turn = laura.asks(ACTION, "¿y la anterior?", periods=["2026-10-Q2"])
    assert turn.one("utter_desprendible").values["periodo"] == "la primera quincena de octubre de 2026"
    turn = laura.asks(ACTION, "¿y la siguiente?")
    assert turn.one("utter_desprendible").values["periodo"] == "la segunda quincena de octubre de 2026"


def test_a_bare_why_is_a_continuation_whatever_it_was_taken_for(person: Callable[[str], Person]) -> None:
    laura = person("laura.gomez")
    laura.asks("action_consultar_desprendible", "octubre", periods=["2026-10"])
    assert laura.asks("action_preguntar_normativa", "¿y eso por qué?").said[0].values["despues"] == "octubre de 2026"


def test_no_with_another_period_goes_on_with_the_topic(person: Callable[[str], Person]) -> None:
    laura = person("laura.gomez")
    laura.asks("action_consultar_desprendible", "febrero", periods=["2026-02"])
    turn = laura.asks("action_negar", "no, mejor marzo", periods=["2026-03"])
    assert turn.one("utter_desprendible").values["periodo"] == "marzo de 2026"


def test_the_prima_to_come_after_one_that_was_paid_is_estimated(person: Callable[[str], Person]) -> None:
    laura = person("laura.gomez")
    laura.asks("action_consultar_bonificaciones", "la prima de junio", concept="prima", periods=["2026-06"])
    text = "¿y la de diciembre cuánto va a ser?"
    turn = laura.asks("action_consultar_bonificaciones", message=heard(text, "consultar_bonificaciones"))
    assert turn.responses[0] == "utter_estimacion_prima"
    turn = laura.asks("action_consultar_consignacion", "¿y cuándo me la pagan?", intent="consultar_consignacion")
    assert turn.responses == ["utter_fechas_prima"]


def test_what_is_left_of_a_loan_is_that_of_the_one_talked_about(person: Callable[[str], Person]) -> None:
    laura = person("laura.gomez")
    laura.asks("action_consultar_deducciones", "mi libranza", concept="libranza")
    first = laura.asks("action_consultar_deducciones", "cuánto me falta por pagar").one("utter_credito_en_curso")
    again = laura.asks(ACTION, "¿y cuándo termino?")
    assert again.responses == ["utter_credito_en_curso"]
    assert again.said[0].values == first.values


def test_what_is_left_to_pay_of_everything_is_every_loan(person: Callable[[str], Person]) -> None:
    turn = person("laura.gomez").asks("action_consultar_deducciones", "¿cuánto debo todavía?")
    assert turn.responses == ["utter_credito_en_curso"] * 2
