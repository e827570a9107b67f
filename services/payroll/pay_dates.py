"""When pay reaches the bank: the 15th and the last day of the month, or the business day before."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from services.payroll.rules.vacations import is_business_day

if TYPE_CHECKING:
    from services.payroll.periods import Month

MIDDLE = 15
ONE_DAY = timedelta(days=1)


def due_dates(month: Month, *, fortnightly: bool) -> tuple[tuple[int, date], ...]:
    """The nominal pay days of a month as (fortnight, day); fortnight 0 is the whole month."""
    if fortnightly:
        return (1, month.first_day.replace(day=MIDDLE)), (2, month.last_day)
    return ((0, month.last_day),)


def pay_date(due: date) -> date:
    """The business day on which a transfer due on a day is made: that day or the last business day before it."""
    while not is_business_day(due, works_saturdays=False):
        due -= ONE_DAY
    return due


def next_due(on: date, month: Month, *, fortnightly: bool) -> tuple[Month, int, date]:
    """The first pay day on or after a day: its month, fortnight and nominal day."""
    while True:
        for fortnight, due in due_dates(month, fortnightly=fortnightly):
            if pay_date(due) >= on:
                return month, fortnight, due
        month = month.plus(1)
