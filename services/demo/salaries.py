"""How salaries of the demo company went from year to year: the minimum wage's raises and the company's reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_UP, Decimal
from typing import TYPE_CHECKING

from services.demo.stories import LATE_REVIEW_AREAS, RAISES, RETROACTIVE_AREAS
from services.payroll.views import SalaryChange

if TYPE_CHECKING:
    from services.demo.company import Employee
    from services.payroll.rules.parameters import LegalParameters

FIRST_YEAR = 2023
REVIEWS = {2024: Decimal("0.095"), 2025: Decimal("0.060"), 2026: Decimal("0.055")}
LATER_REVIEW = Decimal("0.050")
THOUSAND = Decimal(1000)


@dataclass(frozen=True)
class Retroactive:
    """A review decided late: what January up to the month before lacked, paid in `month` of `year`."""

    year: int
    month: int
    monthly: Decimal

    @property
    def amount(self) -> Decimal:
        """All of it."""
        return self.monthly * (self.month - 1)


def salary_history(person: Employee, until: date, parameters: LegalParameters) -> tuple[SalaryChange, ...]:
    """Every salary of a person from 2023 (or hiring) to a day, in order."""
    start = max(person.hired, date(FIRST_YEAR, 1, 1))
    first = parameters.value("smmlv", start) if person.salary is None else person.salary
    changes = [SalaryChange(first, start, "hire" if start == person.hired else "raise")]
    end = until if person.left is None else min(until, person.left)
    for day in _review_days(person, start, end):
        change = _change_on(person, day, changes[-1].amount, parameters)
        if change is not None:
            changes.append(change)
    return tuple(changes)


def retroactive_pay(person: Employee, year: int, history: tuple[SalaryChange, ...]) -> Retroactive | None:
    """What a late review of that year owes from January, for whoever was there by then."""
    month = RETROACTIVE_AREAS.get(person.area)
    if month is None:
        return None
    review = next((change for change in history if change.since == date(year, month, 1)), None)
    before = [change for change in history if change.since < date(year, month, 1)]
    if review is None or not before or before[0].since > date(year, 1, 1):
        return None
    return Retroactive(year, month, review.amount - before[-1].amount)


def _review_days(person: Employee, start: date, end: date) -> list[date]:
    days = {date(year, 1, 1) for year in range(start.year + 1, end.year + 1)}
    month = RETROACTIVE_AREAS.get(person.area) or LATE_REVIEW_AREAS.get(person.area)
    if month is not None:
        days |= {date(year, month, 1) for year in range(start.year + 1, end.year + 1)}
    days |= {story.since for story in RAISES if story.person == person.key}
    return sorted(day for day in days if start < day <= end)


def _change_on(person: Employee, day: date, salary: Decimal, parameters: LegalParameters) -> SalaryChange | None:
    story = next((story for story in RAISES if story.person == person.key and story.since == day), None)
    if story is not None:
        return SalaryChange(story.salary, day, story.reason)
    minimum = parameters.value("smmlv", day)
    month = RETROACTIVE_AREAS.get(person.area) or LATE_REVIEW_AREAS.get(person.area) or 1
    reviewed = salary
    if day.month == month and person.salary is not None and (day - person.hired).days > 90:
        reviewed = _rounded(salary * (1 + REVIEWS.get(day.year, LATER_REVIEW)))
    if reviewed < minimum:
        return SalaryChange(minimum, day, "minimum_wage")
    return SalaryChange(reviewed, day, "raise") if reviewed > salary else None


def _rounded(amount: Decimal) -> Decimal:
    return (amount / THOUSAND).quantize(Decimal(1), rounding=ROUND_UP) * THOUSAND
