"""The employer's share."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.payroll.rules.employer_contributions import employer_contributions
from services.payroll.rules.parameters import LegalParameters
from services.payroll.rules.steps import given

_DAY = date(2026, 8, 31)


def _amounts(salary: int, risk: int, parameters: LegalParameters) -> dict[str, Decimal]:
    base = given("ibc", "IBC", salary)
    steps = employer_contributions(base, Decimal(salary), risk, _DAY, parameters)
    return {step.code: step.amount for step in steps}


def test_under_ten_minimum_wages_health_sena_and_icbf_are_spared(parameters: LegalParameters) -> None:
    assert _amounts(3_000_000, 1, parameters) == {
        "pension_empleador": 360_000,
        "caja_compensacion": 120_000,
        "arl_clase_1": 15_660,
    }


@pytest.mark.parametrize(("salary", "spared"), [(17_509_049, True), (17_509_050, False)])
def test_ten_minimum_wages_are_not_spared(parameters: LegalParameters, salary: int, spared: bool) -> None:
    assert ("sena" not in _amounts(salary, 5, parameters)) is spared


def test_a_high_salary_pays_everything(parameters: LegalParameters) -> None:
    amounts = _amounts(20_000_000, 5, parameters)
    assert amounts["salud_empleador"] == 1_700_000
    assert (amounts["sena"], amounts["icbf"], amounts["arl_clase_5"]) == (400_000, 600_000, 1_392_000)


@pytest.mark.parametrize("risk", [0, 6])
def test_an_unknown_risk_class_is_refused(parameters: LegalParameters, risk: int) -> None:
    with pytest.raises(ValueError, match="1 a 5"):
        _amounts(3_000_000, risk, parameters)
