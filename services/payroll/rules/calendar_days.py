"""Days as payroll counts them: every month has thirty (the commercial year of 360 days)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

MONTH_DAYS = 30
YEAR_DAYS = 360


def month_bounds(year: int, month: int) -> tuple[date, date]:
    """First and last calendar day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def days_360(start: date, end: date) -> int:
    """Days from `start` to `end`, both included, with months of thirty days; 0 when `end` is earlier.

    The last day of any month counts as day 30, so a whole February is thirty days.
    """
    if end < start:
        return 0
    first = min(start.day, MONTH_DAYS)
    last = MONTH_DAYS if end.day == monthrange(end.year, end.month)[1] else end.day
    return (end.year - start.year) * YEAR_DAYS + (end.month - start.month) * MONTH_DAYS + last - first + 1


def each_day(start: date, end: date) -> Iterator[date]:
    """Every calendar day from `start` to `end`, both included."""
    for offset in range((end - start).days + 1):
        yield start + timedelta(days=offset)


def overlap(start: date, end: date, first: date, last: date) -> tuple[date, date] | None:
    """The days common to two spans, ends included, or None."""
    low, high = max(start, first), min(end, last)
    return (low, high) if low <= high else None
