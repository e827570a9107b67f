from __future__ import annotations

from collections.abc import Callable
from datetime import date

from actions import formatting
from services.auth.principal import Principal
from services.bootstrap import Services
from tests.actions.conversing import Person
from tests.demo_company import TODAY

ACTION = "action_consultar_salario"


def test_tells_the_salary_in_force_and_the_value_of_its_hour(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    salary = services.payroll.current_salary(principal("laura.gomez"), TODAY)
    said = person("laura.gomez").asks(ACTION, "¿cuál es mi salario?").one("utter_salario_actual")
    assert said.values["salario"] == formatting.money(salary.amount)
    assert said.values["valor_hora"] == formatting.money(salary.hour_value)
    assert abs(salary.amount / salary.month_hours - salary.hour_value) < 1
    assert said.values["desde"] == formatting.day(salary.since)


def test_tells_the_last_raise_with_its_percentage(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    salary = services.payroll.current_salary(principal("laura.gomez"), TODAY)
    assert salary.previous is not None
    said = person("laura.gomez").asks(ACTION, "¿cuánto gano?").one("utter_salario_aumento")
    assert said.values["anterior"] == formatting.money(salary.previous.amount)
    assert said.values["aumento"] == formatting.money(salary.amount - salary.previous.amount)


def test_tells_the_salary_of_a_past_day(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    then = services.payroll.current_salary(principal("laura.gomez"), date(2025, 5, 31))
    turn = person("laura.gomez").asks(ACTION, "¿cuánto ganaba en mayo de 2025?", periods=["2025-05"])
    assert turn.responses == ["utter_salario_en_fecha"]
    assert turn.said[0].values["salario"] == formatting.money(then.amount)
    assert then.amount != services.payroll.current_salary(principal("laura.gomez"), TODAY).amount


def test_says_that_an_integral_salary_includes_benefits(person: Callable[[str], Person]) -> None:
    assert "utter_salario_integral" in person("jorge.arango").asks(ACTION, "mi sueldo").responses


def test_remembers_the_topic(person: Callable[[str], Person]) -> None:
    assert person("laura.gomez").asks(ACTION, "mi sueldo").slot("tema") == "consultar_salario"


def test_tells_the_value_of_a_day_to_who_asks_for_it(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    salary = services.payroll.current_salary(principal("laura.gomez"), TODAY)
    said = person("laura.gomez").asks(ACTION, "¿y por día cuánto es?").one("utter_salario_dia")
    assert said.values["valor_dia"] == formatting.money(salary.day_value)
    assert abs(salary.amount / 30 - salary.day_value) < 1
    assert "utter_salario_dia" not in person("laura.gomez").asks(ACTION, "¿cuánto gano hoy en día?").responses
