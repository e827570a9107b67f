"""Indemnities for dismissal without just cause and for late payment."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.payroll.rules.indemnity import (
    fixed_term_indemnity,
    indefinite_contract_indemnity,
    indemnity_withholding,
    late_payment_indemnity,
    work_contract_indemnity,
)
from services.payroll.rules.parameters import LegalParameters

_END = date(2026, 8, 31)


@pytest.mark.parametrize(
    ("salary", "start", "amount"),
    [
        (3_000_000, date(2026, 6, 1), "3000000.00"),
        (3_000_000, date(2025, 9, 1), "3000000.00"),
        (3_000_000, date(2024, 9, 1), "5000000.00"),
        (3_000_000, date(2025, 3, 1), "4000000.00"),
        (17_509_049, date(2024, 9, 1), "29181748.33"),
        (17_509_050, date(2024, 9, 1), "20427225.00"),
    ],
)
def test_an_indefinite_contract_pays_by_years_and_salary(
    parameters: LegalParameters, salary: int, start: date, amount: str
) -> None:
    step = indefinite_contract_indemnity(Decimal(salary), start, _END, parameters)
    assert step.amount == Decimal(amount)


def test_a_fixed_term_pays_the_time_that_was_left(parameters: LegalParameters) -> None:
    assert fixed_term_indemnity(Decimal(3_000_000), _END, date(2026, 12, 31), parameters).amount == 12_000_000
    assert fixed_term_indemnity(Decimal(3_000_000), _END, _END, parameters).amount == 0
    february = date(2026, 2, 28)
    assert fixed_term_indemnity(Decimal(3_000_000), february, date(2026, 3, 31), parameters).amount == 3_000_000


def test_a_piece_of_work_pays_fifteen_days_at_least(parameters: LegalParameters) -> None:
    assert work_contract_indemnity(Decimal(3_000_000), _END, date(2026, 9, 5), parameters).amount == 1_500_000
    assert work_contract_indemnity(Decimal(3_000_000), _END, date(2026, 9, 30), parameters).amount == 3_000_000


def test_a_contract_already_over_is_refused(parameters: LegalParameters) -> None:
    with pytest.raises(ValueError, match="ya había terminado"):
        fixed_term_indemnity(Decimal(3_000_000), _END, date(2026, 8, 30), parameters)


@pytest.mark.parametrize(
    ("salary", "paid", "amount"),
    [
        (3_000_000, date(2026, 8, 31), "0.00"),
        (3_000_000, date(2026, 9, 10), "1000000.00"),
        (3_000_000, date(2029, 8, 31), "72000000.00"),
        (1_750_905, date(2029, 8, 31), "63966396.00"),
    ],
)
def test_late_payment_runs_by_the_day_up_to_24_months_above_the_minimum_wage(
    parameters: LegalParameters, salary: int, paid: date, amount: str
) -> None:
    assert late_payment_indemnity(Decimal(salary), _END, paid, parameters).amount == Decimal(amount)


def test_an_indemnity_is_withheld_on_above_204_uvt(parameters: LegalParameters) -> None:
    assert indemnity_withholding(Decimal(5_000_000), Decimal(10_684_296), _END, parameters) is None
    step = indemnity_withholding(Decimal(5_000_000), Decimal(10_684_297), _END, parameters)
    assert step is not None
    # A quarter is exempt: 20 % of 3.750.000.
    assert step.amount == 750_000


def test_what_is_exempt_of_an_indemnity_stays_within_the_year_s_1340_uvt(parameters: LegalParameters) -> None:
    # 1.340 UVT of 52.374 are 70.181.160; the 790 UVT (41.375.460) limit what is paid month by month.
    within = indemnity_withholding(Decimal(200_000_000), Decimal(20_000_000), _END, parameters)
    beyond = indemnity_withholding(Decimal(400_000_000), Decimal(20_000_000), _END, parameters)
    assert within is not None
    assert beyond is not None
    assert within.amount == 30_000_000
    assert beyond.amount == 65_963_768
