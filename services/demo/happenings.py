"""What varies from month to month in the demo company: hours, commissions, bonuses, vacations.

Drawn from generators seeded with the person and the month, so that a month is the same whenever it is made.
"""

# ruff: noqa: S311 -- made-up data, nothing that must not be guessed

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

from services.demo.stories import ABSENCES
from services.payroll.rules.calendar_days import YEAR_DAYS, days_360
from services.payroll.rules.holidays_co import is_rest_day
from services.payroll.rules.surcharges import HourKind, WorkedHours
from services.payroll.rules.vacations import is_business_day, vacation_days

if TYPE_CHECKING:
    from collections.abc import Collection

    from services.demo.company import Employee
    from services.payroll.periods import Month

ONE_DAY = timedelta(days=1)
THOUSAND = Decimal(1000)
VACATION_DAYS = 15
VACATION_MONTHS = (2, 4, 6, 7, 8, 10, 11)


@dataclass(frozen=True)
class VacationRun:
    """A vacation enjoyed, in business days; `end` is the last day off."""

    start: date
    end: date
    returns: date
    business_days: int


def generator(person: Employee, month: Month, subject: str) -> Random:
    """The chance of one subject in one person's month."""
    return Random(f"{person.key}:{month}:{subject}")


def worked_hours(person: Employee, month: Month, workdays: Collection[date]) -> tuple[WorkedHours, ...]:
    """Extra hours and surcharges of a month, on days that the person worked (`workdays`, any day of the week)."""
    if person.shift == "none" or not workdays:
        return ()
    chance = generator(person, month, "hours")
    weekdays = [day for day in sorted(workdays) if is_business_day(day, works_saturdays=False)]
    rest_days = [day for day in sorted(workdays) if is_rest_day(day)]
    hours: list[WorkedHours] = []

    def spread(kind: HourKind, days: list[date], times: int, each: int) -> None:
        chosen = sorted(chance.sample(days, min(times, len(days))))
        hours.extend(WorkedHours(kind, day, Decimal(each)) for day in chosen)

    if chance.random() < 0.65:
        spread(HourKind.EXTRA_DAY, weekdays, chance.randint(2, 6), 2)
    if person.shift == "rotating":
        if chance.random() < 0.5:
            spread(HourKind.NIGHT, weekdays, chance.randint(4, 10), 6)
        if chance.random() < 0.35:
            spread(HourKind.SUNDAY, rest_days, chance.randint(1, 2), 8)
        if chance.random() < 0.3:
            spread(HourKind.EXTRA_NIGHT, weekdays, chance.randint(1, 4), 2)
        if chance.random() < 0.1:
            spread(HourKind.EXTRA_DAY_SUNDAY, rest_days, 1, 4)
    elif chance.random() < 0.12:
        spread(HourKind.EXTRA_NIGHT, weekdays, chance.randint(1, 2), 2)
    return tuple(hours)


def commission(person: Employee, month: Month, salary: Decimal) -> Decimal:
    """The sales commission of a month, 5 % to 35 % of the salary."""
    share = Decimal(generator(person, month, "commission").randint(5, 35)) / 100
    return (salary * share / THOUSAND).quantize(Decimal(1)) * THOUSAND


def incentive(person: Employee, month: Month) -> Decimal:
    """The production incentive, in one month out of six."""
    chance = generator(person, month, "incentive")
    return Decimal(chance.randrange(80, 220, 10)) * THOUSAND if chance.random() < 1 / 6 else Decimal(0)


def vacations(person: Employee, until: date) -> tuple[VacationRun, ...]:
    """One vacation a year when enough is earned, begun by a day, around the person's other leaves."""
    runs: list[VacationRun] = []
    away = [(story.start, story.end) for story in ABSENCES if story.person == person.key]
    for year in range(person.hired.year + 1, until.year + 1):
        chance = Random(f"{person.key}:{year}:vacation")
        start = date(year, chance.choice(VACATION_MONTHS), chance.randint(1, 25))
        days = chance.choice((10, 15, 15))
        start = max(start, person.hired.replace(year=person.hired.year + 1) + timedelta(days=7))
        run = _free_run(start, days, away)
        earned = days_360(person.hired, run.start) * VACATION_DAYS / YEAR_DAYS
        spent = sum(other.business_days for other in runs)
        left_before = person.left is not None and run.end >= person.left
        # A day is kept in hand, for the unpaid leaves that earn nothing.
        if run.start <= until and not left_before and spent + days + 1 <= earned:
            runs.append(run)
    return tuple(runs)


def _free_run(start: date, days: int, away: list[tuple[date, date]]) -> VacationRun:
    while True:
        while not is_business_day(start, works_saturdays=False):
            start += ONE_DAY
        run = vacation_days(start, days, works_saturdays=False)
        clash = next((end for first, end in away if first <= run.end and run.start <= end), None)
        if clash is None:
            return VacationRun(run.start, run.end, run.returns, days)
        start = clash + timedelta(days=14)
