from __future__ import annotations

from collections.abc import Callable

import pytest

from actions import formatting
from actions.formatting import signed
from services.auth.principal import Principal
from services.bootstrap import Services
from services.payroll.views import Month
from tests.actions.conversing import Person, clause

ACTION = "action_comparar_pagos"


def test_this_month_is_compared_with_the_one_before_in_order_of_weight(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    comparison = services.payroll.compare(principal("laura.gomez"), Month(2026, 10), Month(2026, 11))
    turn = person("laura.gomez").asks(ACTION, "¿qué cambió este mes?", periods=["2026-11"])
    assert turn.one("utter_comparacion_mas").values["diferencia"] == formatting.money(comparison.difference)
    rows = turn.one("utter_comparacion_causas").values["lineas"].split("\n")
    for row, change in zip(rows, comparison.changes, strict=True):
        assert change.name in row
        assert signed(change.effect) in row
    assert sum(change.effect for change in comparison.changes) == comparison.difference


def test_a_supposed_drop_that_was_a_rise_is_said_plainly(person: Callable[[str], Person]) -> None:
    turn = person("laura.gomez").asks(ACTION, "¿por qué me llegó menos este mes?", periods=["2026-11"])
    assert turn.responses[0] == "utter_comparacion_mas_y_no_menos"


def test_two_months_are_compared_in_the_order_of_time(person: Callable[[str], Person]) -> None:
    said = person("laura.gomez").asks(ACTION, "abril contra marzo", periods=["2026-04", "2026-03"]).said[0]
    assert said.values["antes"] == "marzo de 2026"
    assert said.values["despues"] == "abril de 2026"


def test_compare_it_with_takes_the_other_side_from_the_conversation(person: Callable[[str], Person]) -> None:
    laura = person("laura.gomez")
    laura.asks("action_consultar_desprendible", "marzo", periods=["2026-03"])
    said = laura.asks(ACTION, "compáralo con abril", periods=["2026-04"]).said[0]
    assert (said.values["antes"], said.values["despues"]) == ("marzo de 2026", "abril de 2026")


def test_last_year_is_the_same_month_of_last_year(person: Callable[[str], Person]) -> None:
    laura = person("laura.gomez")
    laura.asks("action_consultar_desprendible", "octubre", periods=["2026-10"])
    said = laura.asks(ACTION, "¿y contra el año pasado?", periods=["2025"]).said[0]
    assert (said.values["antes"], said.values["despues"]) == ("octubre de 2025", "octubre de 2026")


def test_a_fortnight_is_compared_with_the_one_before(person: Callable[[str], Person]) -> None:
    said = person("laura.gomez").asks(ACTION, "¿por qué la quincena bajó?", periods=["2026-11-Q1"]).said[0]
    assert said.values["antes"] == "la segunda quincena de octubre de 2026"


@pytest.mark.parametrize("key", ["laura.gomez", "yuliana.palacios", "carlos.asprilla", "catalina.uribe"])
def test_the_causes_shown_and_the_rest_add_up_to_the_difference(
    key: str, person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    comparison = services.payroll.compare(principal(key), Month(2026, 2), Month(2026, 3))
    said = person(key).asks(ACTION, "febrero y marzo", periods=["2026-02", "2026-03"])
    assert said.said[0].custom["total"][-1] == signed(comparison.difference)
    assert len(said.said[0].custom["rows"]) == len(comparison.changes)


def test_the_first_month_of_somebody_has_nothing_before_it(person: Callable[[str], Person]) -> None:
    turn = person("valentina.duque").asks(ACTION, "¿por qué cambió?", periods=["2026-02"])
    assert turn.responses == ["utter_antes_del_ingreso"]


def test_less_than_in_a_month_is_against_the_latest_pay(person: Callable[[str], Person]) -> None:
    said = person("laura.gomez").asks(ACTION, "¿por qué me llegó menos que en agosto?", periods=["2026-08"]).said[0]
    assert (said.values["antes"], said.values["despues"]) == ("agosto de 2026", "noviembre de 2026")


def test_the_second_half_of_a_compound_question_is_against_the_month_of_the_first(
    person: Callable[[str], Person],
) -> None:
    turn = person("laura.gomez").asks(
        "action_consultar_desprendible",
        "¿cuánto me pagaron en marzo y por qué fue menos que en febrero?",
        questions=[
            clause("¿cuánto me pagaron en marzo", "consultar_desprendible", periods=["2026-03"]),
            clause("por qué fue menos que en febrero?", "comparar_pagos", periods=["2026-02"]),
        ],
    )
    said = turn.one("utter_comparacion_menos")
    assert (said.values["antes"], said.values["despues"]) == ("febrero de 2026", "marzo de 2026")


def test_what_has_not_arrived_yet_is_not_what_arrived_short(person: Callable[[str], Person]) -> None:
    said = person("laura.gomez").asks(ACTION, "¿por qué me llegó menos esta quincena?", periods=["2026-11-Q2"]).said[0]
    assert said.values["despues"] == "la primera quincena de noviembre de 2026"
