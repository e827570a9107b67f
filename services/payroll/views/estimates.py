"""Answers to «what if»: what pay would be under a supposition, and the figures that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from services.payroll.periods import Month
from services.payroll.rules.settlement import LeavingCause
from services.payroll.rules.steps import Step
from services.payroll.views.history import Comparison
from services.payroll.views.payslips import PayslipLine


@dataclass(frozen=True)
class MonthEstimate:
    """A whole month at the present salary with the supposition (`comparison.after_…`) and without it (`before_…`).

    `fixed_from`: the month whose payslip lent its fixed deductions and allowances (None: there was none). `lines` are
    those of the supposed month, with their trees.
    """

    month: Month
    salary: Decimal
    minimum_wage: Decimal
    fixed_from: Month | None
    comparison: Comparison
    lines: tuple[PayslipLine, ...]

    def line(self, concept: str) -> PayslipLine | None:
        """The first line of a concept in the supposed month."""
        return next((line for line in self.lines if line.concept == concept), None)


@dataclass(frozen=True)
class BonusEstimate:
    """The next prima if the salary stays as it is to the end of the half year (`start` to `end`, both included).

    `variable` is the variable pay already paid in it, the only one that counts. `accrued` is what has been earned by
    `on`. `withheld` is the prima's own withholding.
    """

    on: date
    start: date
    end: date
    due: date
    days: int
    amount: Decimal
    variable: Decimal
    accrued: Decimal
    withheld: Decimal
    steps: tuple[Step, ...]


class Indemnity(str, Enum):
    """What is known of the indemnity that a dismissal without just cause pays.

    `AT_LEAST`: a piece of work whose end is not known, or has passed, pays the legal minimum or more. `NO_DATE`: a
    fixed term of which the agreed end is not known. `TERM_OVER`: the term has run out by that day, so nothing is owed
    unless it is extended.
    """

    KNOWN = "conocida"
    AT_LEAST = "minima"
    NO_DATE = "sin_fecha"
    TERM_OVER = "plazo_cumplido"


@dataclass(frozen=True)
class SettlementEstimate:
    """The final pay if the contract ended on `last_day`: gross − deductions = net.

    `already_paid` is the part of it that was deposited in that month before; `vacation_days` those earned and not
    taken. `indemnity` is None when the cause pays none.
    """

    last_day: date
    cause: LeavingCause
    salary: Decimal
    vacation_days: Decimal
    fixed_from: Month | None
    lines: tuple[PayslipLine, ...]
    gross: Decimal
    deductions: Decimal
    net: Decimal
    already_paid: Decimal
    bonus_already_paid: bool
    indemnity: Indemnity | None
