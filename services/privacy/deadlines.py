"""Legal time limits of Ley 1581 de 2012, in Colombian business days."""

from __future__ import annotations

from datetime import date, timedelta

from services.payroll.rules.holidays_co import is_holiday

CLAIM_DAYS = 15
"""To answer a claim, from the day after it was received (art. 15, num. 3)."""

CLAIM_EXTENSION_DAYS = 8
"""Further days when the first term is not enough, telling the person why before it ends (art. 15, num. 3)."""

_SATURDAY = 5


def is_business_day(day: date) -> bool:
    """Whether offices work: Monday to Friday, but public holidays."""
    return day.weekday() < _SATURDAY and not is_holiday(day)


def business_days_after(day: date, count: int) -> date:
    """The ``count``-th business day after ``day``, which itself does not count."""
    current = day
    while count > 0:
        current += timedelta(days=1)
        if is_business_day(current):
            count -= 1
    return current


def claim_due(received: date) -> date:
    """The last day to answer a claim received on a day."""
    return business_days_after(received, CLAIM_DAYS)


def extended_claim_due(due: date) -> date:
    """The last day of a claim whose first term ends on ``due``, once extended."""
    return business_days_after(due, CLAIM_EXTENSION_DAYS)
