"""Colombian holidays against a library kept by others, and the law of 2026."""

from __future__ import annotations

from datetime import date

import holidays as published
import pytest

from services.payroll.rules.holidays_co import holidays, is_holiday, is_rest_day


@pytest.mark.parametrize("year", range(1984, 2041))
def test_the_same_days_as_the_published_calendar(year: int) -> None:
    assert set(holidays(year)) == set(published.country_holidays("CO", years=year))


@pytest.mark.parametrize("day", [date(2026, 7, 13), date(2027, 7, 12), date(2029, 7, 9)])
def test_the_ninth_of_july_is_kept_on_monday_from_2026(day: date) -> None:
    assert holidays(day.year)[day] == "Virgen de Chiquinquirá"


def test_july_2025_had_no_such_holiday() -> None:
    assert [day for day in holidays(2025) if day.month == 7] == [date(2025, 7, 20)]


def test_nineteen_holidays_in_2026() -> None:
    assert len(holidays(2026)) == 19


def test_two_holidays_on_one_day_are_both_named() -> None:
    assert holidays(2025)[date(2025, 6, 30)] == "Sagrado Corazón de Jesús; San Pedro y San Pablo"


def test_a_sunday_rests_without_being_a_holiday() -> None:
    assert is_rest_day(date(2026, 11, 22))
    assert not is_holiday(date(2026, 11, 22))
    assert not is_rest_day(date(2026, 11, 23))


def test_years_before_the_law_are_refused() -> None:
    with pytest.raises(ValueError, match="1984"):
        holidays(1983)
