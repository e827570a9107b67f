from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from actions import formatting
from actions.wording import Wording
from services.auth.principal import Principal
from services.bootstrap import Services
from services.payroll.views import Month, Period
from tests.actions.conversing import Person, heard
from tests.demo_company import TODAY

ACTION = "action_consultar_deducciones"


def test_every_deduction_is_told_with_base_and_rate(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    payslip = services.payroll.payslip(principal("laura.gomez"), Month(2026, 10))
    said = person("laura.gomez").asks(ACTION, "¿qué me descuentan?", periods=["2026-10"]).one("utter_deducciones")
    assert said.values["total"] == formatting.money(payslip.deductions)
    health = next(line for line in payslip.deduction_lines if line.family == "salud")
    assert health.base is not None
    assert health.rate is not None
    row = next(row for row in said.values["lineas"].split("\n") if health.name in row)
    assert formatting.percent(health.rate) in row
    assert formatting.money(health.base) in row


def test_one_concept_is_told_with_its_calculation_and_norm(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    payslip = services.payroll.payslip(principal("laura.gomez"), Month(2026, 10))
    (health,) = payslip.family("salud")
    turn = person("laura.gomez").asks(ACTION, "¿y la salud?", concept="salud", periods=["2026-10"])
    assert turn.one("utter_deduccion").values["valor"] == formatting.money(health.amount)
    explained = turn.one("utter_calculo_con_norma").values
    assert health.base is not None
    assert health.rate is not None
    assert explained["calculo"] == (
        f"{formatting.money(health.base)} × {formatting.percent(health.rate)} = {formatting.money(health.amount)}"
    )
    assert (health.base * health.rate).quantize(Decimal("0.01")) == health.amount
    assert explained["norma"] == health.norm


def test_a_loan_is_told_with_what_is_left_of_it(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    loan = next(each for each in services.payroll.loans(principal("laura.gomez"), TODAY) if each.concept == "libranza")
    said = person("laura.gomez").asks(ACTION, "mi libranza", concept="libranza").one("utter_credito_en_curso")
    assert said.values["saldo"] == formatting.money(loan.balance)
    assert said.values["pagadas"] == str(loan.paid_instalments)


def test_a_concept_over_a_range_is_added_up(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    payslips = services.payroll.payslips(principal("laura.gomez"), Month(2026, 1), Month(2026, 4))
    expected = sum((line.amount for payslip in payslips for line in payslip.family("salud")), Decimal(0))
    turn = person("laura.gomez").asks(ACTION, "salud de enero a abril", concept="salud", periods=["2026-01..2026-04"])
    assert turn.one("utter_deduccion_varias").values["valor"] == formatting.money(expected)


def test_a_concept_that_was_not_deducted_says_so(person: Callable[[str], Person]) -> None:
    turn = person("laura.gomez").asks(ACTION, "fondo de solidaridad", concept="fondo_solidaridad")
    assert turn.responses == ["utter_sin_deduccion"]


def test_a_concept_deducted_before_offers_the_last_month_with_it(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    lines = services.payroll.lines(principal("adriana.lopera"), Period(Month(2025, 12), Month(2026, 11)), ("poliza",))
    assert not lines, "this person has to have no policy, for the sentence about the last time to be another's"
    turn = person("adriana.lopera").asks(ACTION, "mi póliza", concept="poliza")
    assert turn.responses == ["utter_sin_deduccion"]


def test_the_deductions_of_a_year_are_added_up_by_family(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    totals = services.payroll.totals(principal("laura.gomez"), Month(2025, 1), Month(2025, 12))
    said = person("laura.gomez").asks(ACTION, "en 2025", periods=["2025"]).one("utter_deducciones_rango")
    assert said.values["total"] == formatting.money(totals.deductions)


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("¿por qué me descontaron 185.000 en octubre?", "utter_descuento_de_valor"),
        ("¿por qué me quitaron 185 mil en octubre?", "utter_descuento_de_valor"),
        ("¿por qué me descontaron 681.140 en octubre?", "utter_descuento_de_valor_total"),
        ("¿por qué me descontaron 249.040 en octubre?", "utter_descuento_de_valor_varios"),
        ("¿por qué me descontaron 900.000 en octubre?", "utter_descuento_de_valor_sin"),
    ],
)
def test_the_deduction_of_an_amount_is_found_as_people_round_it(
    text: str, response: str, person: Callable[[str], Person]
) -> None:
    turn = person("laura.gomez").asks(ACTION, message=heard(text, "consultar_deducciones"))
    assert turn.responses[0] == response


def test_the_deduction_of_an_amount_is_explained(person: Callable[[str], Person], wording: Wording) -> None:
    turn = person("daniel.ramirez").asks(
        ACTION, message=heard("¿por qué me descontaron 74.710 en octubre?", "consultar_deducciones")
    )
    shown = turn.text(wording)
    assert "Fondo de Solidaridad Pensional" in shown
    assert "$ 7.471.000 × 1 % = $ 74.710" in shown
    assert "Ley 100 de 1993" in shown


def test_two_concepts_named_at_once_are_both_told_with_the_base_they_share(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    payslip = services.payroll.payslip(principal("laura.gomez"), Month(2026, 11))
    text = "¿cuánto me descontaron de salud y pensión en noviembre?"
    turn = person("laura.gomez").asks(ACTION, message=heard(text, "consultar_deducciones"))
    told = [said.values["nombre"] for said in turn.said if said.response == "utter_deduccion"]
    assert told == ["aporte a salud", "aporte a pensión"]
    assert turn.responses.count("utter_que_es_salud") == 1
    base = turn.one("utter_base_de_cotizacion").values
    assert base["base"] == formatting.money(payslip.contribution_base)
    parts = [payslip.family(family)[0] for family in ("salario", "horas_extras")]
    assert sum((line.amount for line in parts), Decimal(0)) == payslip.contribution_base
    assert all(f"{formatting.money(line.amount)} de {line.name.lower()}" in base["partes"] for line in parts)


def test_a_concept_that_a_second_clause_asks_for_is_told_once(person: Callable[[str], Person]) -> None:
    text = "¿cuánto me descuentan de salud y cuánto de pensión?"
    clauses = [
        heard("¿cuánto me descuentan de salud", "dar_dato"),
        heard("cuánto de pensión?", "consultar_deducciones"),
    ]
    turn = person("laura.gomez").asks(ACTION, message=heard(text, "consultar_deducciones"), questions=clauses)
    told = [said.values["nombre"] for said in turn.said if said.response == "utter_deduccion"]
    assert told == ["aporte a salud", "aporte a pensión"]


def test_the_base_of_an_integral_salary_is_its_part_that_contributes(person: Callable[[str], Person]) -> None:
    said = person("jorge.arango").asks(ACTION, "mi pensión", concept="pension").one("utter_base_de_cotizacion")
    assert "× 70 % = " in said.values["partes"]
    assert said.values["partes"].endswith(said.values["base"])
