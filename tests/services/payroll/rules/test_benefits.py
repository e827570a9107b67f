"""Prima, cesantías and their interest."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.payroll.rules.benefits import (
    BenefitPeriod,
    average_salary,
    bonus_due_date,
    semester,
    service_bonus,
    severance,
    severance_deposit_date,
    severance_interest,
    severance_interest_due_date,
    severance_salary,
)
from services.payroll.rules.parameters import LegalParameters
from services.payroll.rules.payslip import SalarySpan
from services.payroll.rules.steps import given, recompute

_MINIMUM = given("salario_mensual", "Salario mensual", 1_750_905)
_AID = Decimal(249_095)
_YEAR = BenefitPeriod(date(2026, 1, 1), date(2026, 12, 31))


def test_a_semester_of_prima_at_the_minimum_wage_is_one_million() -> None:
    period = BenefitPeriod(*semester(date(2026, 5, 4)))
    assert period.days == 180
    assert service_bonus(_MINIMUM, _AID, period).amount == Decimal("1000000.00")


def test_a_year_of_cesantias_and_interest_at_the_minimum_wage(parameters: LegalParameters) -> None:
    owed = severance(_MINIMUM, _AID, _YEAR)
    interest = severance_interest(owed, _YEAR, parameters)
    assert owed.amount == Decimal("2000000.00")
    assert interest.amount == Decimal("240000.00")
    assert recompute(interest) == interest.amount


def test_part_of_a_year_earns_in_proportion(parameters: LegalParameters) -> None:
    period = BenefitPeriod(date(2026, 4, 1), date(2026, 6, 30))
    owed = severance(_MINIMUM, _AID, period)
    assert owed.amount == Decimal("500000.00")
    assert severance_interest(owed, period, parameters).amount == Decimal("15000.00")


def test_unpaid_days_do_not_earn() -> None:
    assert BenefitPeriod(date(2026, 1, 1), date(2026, 6, 30), unpaid_days=30).days == 150
    assert BenefitPeriod(date(2026, 1, 1), date(2026, 1, 15), unpaid_days=40).days == 0


def test_a_raise_in_the_semester_is_averaged_by_days() -> None:
    spans = (
        SalarySpan(Decimal(3_000_000), date(2024, 1, 1), date(2026, 3, 31)),
        SalarySpan(Decimal(3_600_000), date(2026, 4, 1)),
    )
    period = BenefitPeriod(date(2026, 1, 1), date(2026, 6, 30))
    assert average_salary(spans, Decimal(0), period).amount == 3_300_000
    assert average_salary(spans, Decimal(600_000), period).amount == 3_400_000


def test_cesantias_use_the_last_salary_unless_it_moved_in_three_months() -> None:
    spans = (
        SalarySpan(Decimal(3_000_000), date(2024, 1, 1), date(2026, 6, 30)),
        SalarySpan(Decimal(3_600_000), date(2026, 7, 1)),
    )
    assert severance_salary(spans, Decimal(0), _YEAR).amount == 3_600_000
    recent = BenefitPeriod(date(2026, 1, 1), date(2026, 8, 30))
    assert severance_salary(spans, Decimal(0), recent).amount == 3_150_000
    assert severance_salary(spans, Decimal(1_200_000), _YEAR).amount == 3_400_000


def test_a_period_without_salary_is_refused() -> None:
    with pytest.raises(ValueError, match="no hay salario"):
        average_salary((SalarySpan(Decimal(1), date(2027, 1, 1)),), Decimal(0), _YEAR)


def test_due_dates() -> None:
    assert bonus_due_date(date(2026, 3, 1)) == date(2026, 6, 30)
    assert bonus_due_date(date(2026, 7, 1)) == date(2026, 12, 20)
    assert severance_deposit_date(2026) == date(2027, 2, 14)
    assert severance_interest_due_date(2026) == date(2027, 1, 31)
    assert semester(date(2026, 12, 31)) == (date(2026, 7, 1), date(2026, 12, 31))
