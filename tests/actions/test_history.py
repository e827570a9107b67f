from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from actions import formatting
from services.auth.principal import Principal
from services.bootstrap import Services
from services.payroll.views import Month
from tests.actions.conversing import Person

ACTION = "action_historial_pagos"


def test_the_year_to_date_is_added_up_and_says_that_the_month_is_in_progress(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    payslips = services.payroll.payslips(principal("laura.gomez"), Month(2026, 1), Month(2026, 11))
    turn = person("laura.gomez").asks(ACTION, "¿cuánto llevo ganado este año?")
    said = turn.one("utter_historial")
    assert said.values["neto"] == formatting.money(sum((each.net for each in payslips), Decimal(0)))
    assert len(said.custom["rows"]) == 11
    assert "utter_historial_en_curso" in turn.responses


def test_the_chart_has_exact_decimals_and_the_text_the_same_months(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    payslips = services.payroll.payslips(principal("laura.gomez"), Month(2025, 1), Month(2025, 12))
    said = person("laura.gomez").asks(ACTION, "en 2025", periods=["2025"]).one("utter_historial_meses")
    assert [Decimal(point["value"]) for point in said.custom["points"]] == [each.net for each in payslips]
    assert len(said.values["lineas"].split("\n")) == 12


def test_a_finished_year_is_not_in_progress(person: Callable[[str], Person]) -> None:
    turn = person("laura.gomez").asks(ACTION, "en 2025", periods=["2025"])
    assert "utter_historial_en_curso" not in turn.responses


def test_a_concept_of_a_range_is_added_up(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    payslips = services.payroll.payslips(principal("laura.gomez"), Month(2025, 1), Month(2025, 12))
    expected = sum((line.amount for each in payslips for line in each.family("pension")), Decimal(0))
    turn = person("laura.gomez").asks(ACTION, "pensión en 2025", concept="pension", periods=["2025"])
    assert turn.one("utter_historial_concepto").values["valor"] == formatting.money(expected)


def test_years_before_the_person_came_offer_the_first_month(person: Callable[[str], Person]) -> None:
    turn = person("kelly.hurtado").asks(ACTION, "en 2024", periods=["2024"])
    assert turn.responses == ["utter_antes_del_ingreso"]


def test_a_year_without_pay_is_named_as_it_was_asked(person: Callable[[str], Person]) -> None:
    said = person("kelly.hurtado").asks("action_consultar_desprendible", "en 2024", periods=["2024"]).said[0]
    assert said.values["en_periodo"] == "en 2024"
