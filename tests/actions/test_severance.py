from __future__ import annotations

from collections.abc import Callable

from actions import formatting
from services.auth.principal import Principal
from services.bootstrap import Services
from tests.actions.conversing import Person
from tests.demo_company import TODAY

ACTION = "action_consultar_cesantias"


def test_tells_what_is_accrued_this_year_and_what_was_deposited(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    severance = services.payroll.severance(principal("laura.gomez"), TODAY)
    turn = person("laura.gomez").asks(ACTION, "mis cesantías")
    assert turn.one("utter_cesantias").values["causado"] == formatting.money(severance.accrued)
    assert turn.one("utter_cesantias").values["base"] == turn.one("utter_base_de_prestacion").values["base"]
    assert turn.one("utter_cesantias").values["consignacion"] == "14 de febrero de 2027"
    rows = turn.one("utter_cesantias_consignadas_fondo").values["lineas"].split("\n")
    assert len(rows) == len(severance.deposits)
    assert all(any(formatting.money(each.amount) in row for row in rows) for each in severance.deposits)


def test_tells_the_deposit_of_a_past_year(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    deposits = services.payroll.severance(principal("laura.gomez"), TODAY).deposits
    of_2025 = next(each for each in deposits if each.year == 2025)
    turn = person("laura.gomez").asks(ACTION, "cesantías de 2025", periods=["2025"])
    assert turn.one("utter_cesantias_de_anio").values["valor"] == formatting.money(of_2025.amount)


def test_a_year_without_deposit_says_so(person: Callable[[str], Person]) -> None:
    assert person("kelly.hurtado").asks(ACTION, "de 2024", periods=["2024"]).responses == ["utter_cesantias_sin_anio"]


def test_interest_is_told_first_when_it_was_asked_for(person: Callable[[str], Person]) -> None:
    turn = person("laura.gomez").asks(ACTION, "los intereses", concept="intereses_cesantias")
    assert turn.responses[0] == "utter_cesantias_intereses"


def test_an_integral_salary_accrues_none(person: Callable[[str], Person]) -> None:
    assert person("jorge.arango").asks(ACTION, "cesantías").responses == ["utter_cesantias_salario_integral"]
