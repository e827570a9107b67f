"""Suppositions: the same rules with other inputs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from services.payroll.rules.estimates import (
    estimate,
    with_absence,
    with_deduction,
    with_earning,
    with_hours,
    with_salary,
)
from services.payroll.rules.parameters import LegalParameters
from services.payroll.rules.payslip import AbsenceKind, AbsenceSpan, OtherDeduction, OtherEarning
from services.payroll.rules.surcharges import HourKind, WorkedHours
from tests.services.payroll.rules.payslip_inputs import month_of


def test_ten_extra_night_hours(parameters: LegalParameters) -> None:
    actual = month_of(2_100_000)
    hours = [WorkedHours(HourKind.EXTRA_NIGHT, date(2026, 8, 3), Decimal(10))]
    supposed = estimate(actual, with_hours(actual, hours), parameters)
    assert supposed.supposed.amount("hora_extra_nocturna") == 175_000
    assert supposed.difference == 175_000 * Decimal("0.92")
    assert sum((cause.amount for cause in supposed.causes), Decimal(0)) == supposed.difference


def test_a_raise_from_the_middle_of_the_month(parameters: LegalParameters) -> None:
    actual = month_of(3_000_000)
    supposed = estimate(actual, with_salary(actual, Decimal(3_300_000), date(2026, 8, 16)), parameters)
    assert supposed.supposed.amount("sueldo") == 3_150_000


def test_a_raise_replaces_a_later_one(parameters: LegalParameters) -> None:
    planned = with_salary(month_of(3_000_000), Decimal(3_100_000), date(2026, 8, 20))
    supposed = estimate(planned, with_salary(planned, Decimal(3_300_000), date(2026, 8, 16)), parameters)
    assert supposed.supposed.amount("sueldo") == 3_150_000


def test_a_bonus_a_loan_and_an_absence(parameters: LegalParameters) -> None:
    actual = month_of(3_000_000)
    busy = with_earning(actual, OtherEarning("bonificacion", Decimal(500_000)))
    busy = with_deduction(busy, OtherDeduction("libranza", Decimal(200_000)))
    busy = with_absence(busy, AbsenceSpan(AbsenceKind.UNPAID, date(2026, 8, 3), date(2026, 8, 3)))
    supposed = estimate(actual, busy, parameters)
    assert supposed.supposed.amount("bonificacion") == 500_000
    assert supposed.supposed.amount("libranza") == 200_000
    assert supposed.supposed.worked_days == 29
    assert supposed.actual.worked_days == 30
