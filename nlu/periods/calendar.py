"""Calendar arithmetic: months, fortnights, quarters and Holy Week."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from dateutil.easter import easter

from nlu.periods.model import Grain

MONTHS_PER_GRAIN = {Grain.BIMESTER: 2, Grain.QUARTER: 3, Grain.SEMESTER: 6, Grain.YEAR: 12}
FIRST_FORTNIGHT_END = 15

Bounds = tuple[date, date]


def day_of(year: int, month: int, day: int) -> date:
    """Returns the date, held to the month's last day («el 31 de abril» means its end)."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def month_bounds(year: int, month: int) -> Bounds:
    """Returns the first and last day of a month."""
    return date(year, month, 1), day_of(year, month, 31)


def shift_month(year: int, month: int, by: int) -> tuple[int, int]:
    """Returns the (year, month) that lies `by` months later (earlier when negative)."""
    index = year * 12 + month - 1 + by
    return index // 12, index % 12 + 1


def months_bounds(year: int, month: int, count: int) -> Bounds:
    """Returns the bounds of `count` whole months from the given one on."""
    last_year, last_month = shift_month(year, month, count - 1)
    return date(year, month, 1), day_of(last_year, last_month, 31)


def fortnight_bounds(year: int, month: int, number: int) -> Bounds:
    """Returns a payroll fortnight: the first is days 1 to 15, the second day 16 to the month's end."""
    if number == 1:
        return date(year, month, 1), date(year, month, FIRST_FORTNIGHT_END)
    return date(year, month, FIRST_FORTNIGHT_END + 1), day_of(year, month, 31)


def shift_fortnight(on: date, by: int) -> Bounds:
    """Returns the fortnight `by` fortnights after the one that holds `on`."""
    index = (on.year * 12 + on.month - 1) * 2 + (on.day > FIRST_FORTNIGHT_END) + by
    return fortnight_bounds(index // 24, index // 2 % 12 + 1, index % 2 + 1)


def block_bounds(year: int, number: int, grain: Grain) -> Bounds:
    """Returns the `number`-th (from 1) bimester, quarter or semester of a year, or the year itself."""
    size = MONTHS_PER_GRAIN[grain]
    return months_bounds(year, (number - 1) * size + 1, size)


def shift_block(on: date, by: int, months: int) -> Bounds:
    """Returns the block of `months` months, aligned to January, `by` blocks after the one that holds `on`."""
    year, month = shift_month(on.year, (on.month - 1) // months * months + 1, by * months)
    return months_bounds(year, month, months)


def week_bounds(on: date, by: int = 0) -> Bounds:
    """Returns Monday and Sunday of the week `by` weeks after the one that holds `on`."""
    monday = on - timedelta(days=on.weekday()) + timedelta(weeks=by)
    return monday, monday + timedelta(days=6)


def holy_week_bounds(year: int) -> Bounds:
    """Returns Palm Sunday and Easter Sunday."""
    sunday = easter(year)
    return sunday - timedelta(days=7), sunday
