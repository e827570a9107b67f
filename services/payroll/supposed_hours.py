"""Which days of a month would hold hours that somebody only supposes to work."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from services.payroll.rules.calendar_days import each_day
from services.payroll.rules.holidays_co import is_rest_day
from services.payroll.rules.surcharges import HourKind, WorkedHours

if TYPE_CHECKING:
    from services.payroll.periods import Month

_HOURS_A_DAY = Decimal(8)
_SUNDAY_KINDS = frozenset(
    {HourKind.EXTRA_DAY_SUNDAY, HourKind.EXTRA_NIGHT_SUNDAY, HourKind.SUNDAY, HourKind.NIGHT_SUNDAY}
)


class TooManyHours(ValueError):
    """More hours than the days of that kind in the month can hold; `most` is how many they can."""

    def __init__(self, most: Decimal) -> None:
        super().__init__("more hours than the month holds")
        self.most = most


def spread_hours(kind: HourKind, hours: Decimal, month: Month) -> tuple[WorkedHours, ...]:
    """The hours over days of the month that suit their kind, the last days first, eight a day at most.

    So that they follow the law in force at the end of the month, as far as they fit in it; TooManyHours.
    """
    days = [
        day
        for day in reversed(list(each_day(month.first_day, month.last_day)))
        if is_rest_day(day) is (kind in _SUNDAY_KINDS)
    ]
    if hours > len(days) * _HOURS_A_DAY:
        raise TooManyHours(len(days) * _HOURS_A_DAY)
    worked: list[WorkedHours] = []
    for day in days:
        taken = min(hours, _HOURS_A_DAY)
        if taken <= 0:
            break
        worked.append(WorkedHours(kind, day, taken))
        hours -= taken
    return tuple(worked)
