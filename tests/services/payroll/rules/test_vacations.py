"""Vacations in business days: charged, paid, earned."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.payroll.rules.parameters import LegalParameters
from services.payroll.rules.vacations import (
    accrued_vacation_days,
    count_business_days,
    is_business_day,
    most_days_in_cash,
    vacation_days,
    vacation_value_for_time,
    vacation_value_in_cash,
)


def test_a_fortnight_off_skips_weekends_and_holidays() -> None:
    run = vacation_days(date(2026, 12, 1), 15, works_saturdays=False)
    assert (run.end, run.returns, run.calendar_days) == (date(2026, 12, 22), date(2026, 12, 23), 22)
    assert run.holidays == ((date(2026, 12, 8), "Inmaculada Concepción"),)


def test_saturdays_count_where_they_are_worked() -> None:
    run = vacation_days(date(2026, 12, 1), 15, works_saturdays=True)
    assert (run.end, run.returns) == (date(2026, 12, 18), date(2026, 12, 19))


def test_the_return_skips_the_rest_days_after_the_run() -> None:
    run = vacation_days(date(2026, 7, 6), 5, works_saturdays=False)
    assert (run.end, run.returns) == (date(2026, 7, 10), date(2026, 7, 14))


def test_a_run_over_new_year_names_both_years_holidays() -> None:
    run = vacation_days(date(2026, 12, 24), 6, works_saturdays=False)
    assert [day for day, _ in run.holidays] == [date(2026, 12, 25), date(2027, 1, 1)]
    assert run.end == date(2027, 1, 4)


@pytest.mark.parametrize("start", [date(2026, 11, 22), date(2026, 12, 8), date(2026, 11, 21)])
def test_vacations_do_not_start_on_a_rest_day(start: date) -> None:
    with pytest.raises(ValueError, match="día hábil"):
        vacation_days(start, 5, works_saturdays=False)


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_number_of_days_that_nobody_has_is_refused(days: int) -> None:
    with pytest.raises(ValueError, match="entre 1 y 366"):
        vacation_days(date(2026, 12, 1), days, works_saturdays=False)


@given(st.dates(date(2023, 1, 1), date(2030, 12, 31)), st.integers(1, 60), st.booleans())
def test_counting_the_run_gives_back_the_days_asked(start: date, days: int, saturdays: bool) -> None:
    assume(is_business_day(start, saturdays))
    run = vacation_days(start, days, saturdays)
    assert count_business_days(run.start, run.end, saturdays) == days
    assert is_business_day(run.end, saturdays)
    assert is_business_day(run.returns, saturdays)
    assert count_business_days(run.end + timedelta(days=1), run.returns, saturdays) == 1


def test_no_business_days_in_an_empty_span() -> None:
    assert count_business_days(date(2026, 11, 24), date(2026, 11, 23), works_saturdays=False) == 0


@pytest.mark.parametrize(
    ("start", "end", "unpaid", "days"),
    [
        (date(2025, 1, 1), date(2025, 12, 31), 0, "15.00"),
        (date(2026, 1, 1), date(2026, 6, 30), 0, "7.50"),
        (date(2026, 1, 1), date(2026, 6, 30), 30, "6.25"),
        (date(2024, 2, 29), date(2025, 2, 28), 0, "15.08"),
        (date(2026, 1, 1), date(2026, 1, 15), 90, "0.00"),
    ],
)
def test_days_earned_by_time(parameters: LegalParameters, start: date, end: date, unpaid: int, days: str) -> None:
    assert accrued_vacation_days(start, end, parameters, unpaid).amount == Decimal(days)


def test_a_year_of_vacations_at_the_minimum_wage_is_half_a_salary() -> None:
    assert vacation_value_for_time(Decimal(1_750_905), 360).amount == Decimal("875452.50")
    assert vacation_value_in_cash(Decimal(1_750_905), Decimal(15)).amount == Decimal("875452.50")


def test_up_to_half_can_be_paid_in_cash(parameters: LegalParameters) -> None:
    assert most_days_in_cash(Decimal(15), date(2026, 8, 1), parameters) == Decimal("7.5")
