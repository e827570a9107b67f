"""Pay over time: totals of a range, and why two periods differ."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from services.payroll.concepts import LineKind
from services.payroll.periods import Month, Period
from services.payroll.views.payslips import PayslipStatus


@dataclass(frozen=True)
class MonthTotal:
    """One month of a history."""

    month: Month
    gross: Decimal
    deductions: Decimal
    net: Decimal
    status: PayslipStatus


@dataclass(frozen=True)
class FamilyTotal:
    """What one family adds up to in a range; `months` in which it appears."""

    family: str
    name: str
    kind: LineKind
    amount: Decimal
    months: int


@dataclass(frozen=True)
class Totals:
    """Pay of a range of months, month by month and by family; averages are per month with a payslip."""

    start: Month
    end: Month
    months: tuple[MonthTotal, ...]
    gross: Decimal
    deductions: Decimal
    net: Decimal
    average_gross: Decimal
    average_net: Decimal
    families: tuple[FamilyTotal, ...]


@dataclass(frozen=True)
class ChangeCause:
    """Why a line changed and by how much of the net.

    `code`: raise, minimum_wage, worked_days, quantity (hours, or days away), base (the income that a contribution or
    a tax is taken from), bracket, law, law_rate and law_hours (a legal amount, rate or hours of a month changed), new,
    ended, amount.
    `before` and `after` are the driver's values as the line states them (days, hours, COP, ratio).
    """

    code: str
    effect: Decimal
    before: Decimal | None
    after: Decimal | None
    unit: str | None
    norm: str | None = None


@dataclass(frozen=True)
class LineChange:
    """One concept in both periods; `effect` is its part of the net's difference, the sum of its causes."""

    concept: str
    name: str
    kind: LineKind
    family: str
    before: Decimal
    after: Decimal
    effect: Decimal
    causes: tuple[ChangeCause, ...]


@dataclass(frozen=True)
class Comparison:
    """Two periods compared; the effects of `changes` (largest first) sum exactly to `difference`."""

    before: Period
    after: Period
    before_gross: Decimal
    after_gross: Decimal
    before_deductions: Decimal
    after_deductions: Decimal
    before_net: Decimal
    after_net: Decimal
    difference: Decimal
    changes: tuple[LineChange, ...]

    @property
    def causes(self) -> tuple[tuple[LineChange, ChangeCause], ...]:
        """Every cause with its concept, the weightiest first; their effects sum to the difference."""
        pairs = [(change, cause) for change in self.changes for cause in change.causes]
        return tuple(sorted(pairs, key=lambda pair: (-abs(pair[1].effect), pair[0].concept, pair[1].code)))
