"""Colombian business days: Monday to Friday, or to Saturday where it is worked, without the country's holidays."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

ONE_DAY = timedelta(days=1)
FRIDAY = 4


@cache
def _holidays_of(year: int) -> dict[date, str]:
    return dict(country_holidays("CO", years=year, language="es").items())


def holiday_name(day: date) -> str | None:
    """The Spanish name of the holiday that falls on a day, moved Mondays included (Ley 51 de 1983); None otherwise."""
    return _holidays_of(day.year).get(day)


def is_business_day(day: date) -> bool:
    """Whether a day is Monday to Friday and no holiday."""
    return day.weekday() <= FRIDAY and holiday_name(day) is None


def next_business_day(day: date) -> date:
    """The day itself when it is a business day, else the first one after it."""
    while not is_business_day(day):
        day += ONE_DAY
    return day


def previous_business_day(day: date) -> date:
    """The day itself when it is a business day, else the last one before it."""
    while not is_business_day(day):
        day -= ONE_DAY
    return day


def business_days(start: date, end: date) -> int:
    """Business days from `start` to `end`, both included; 0 when `end` is earlier."""
    return sum(is_business_day(start + timedelta(days=offset)) for offset in range((end - start).days + 1))


def end_of_business_days(start: date, days: int) -> date:
    """The last of `days` business days counted from `start`, itself the first when it is one; ValueError below 1."""
    if days < 1:
        raise ValueError("at least one business day is needed")
    day = next_business_day(start)
    for _ in range(days - 1):
        day = next_business_day(day + ONE_DAY)
    return day


def holidays_between(start: date, end: date) -> tuple[tuple[date, str], ...]:
    """Holidays from `start` to `end` that fall on Monday to Friday, with their names."""
    days = (start + timedelta(days=offset) for offset in range((end - start).days + 1))
    return tuple((day, name) for day in days if day.weekday() <= FRIDAY and (name := holiday_name(day)) is not None)
