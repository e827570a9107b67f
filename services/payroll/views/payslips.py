"""Payslips, their lines and the deposits that pay them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum

from services.payroll.concepts import LineKind, Unit
from services.payroll.periods import Month
from services.payroll.rules.steps import Step

ZERO = Decimal("0.00")


class PayslipStatus(str, Enum):
    """Whether a month is fully paid, partly paid, or only calculated."""

    PAID = "paid"
    IN_PROGRESS = "in_progress"
    SCHEDULED = "scheduled"


class DepositStatus(str, Enum):
    """What has happened to a deposit."""

    SCHEDULED = "scheduled"
    PAID = "paid"


@dataclass(frozen=True)
class PayslipLine:
    """One line of a payslip: base × rate (× quantity) = amount, with its norm and steps.

    `rate` is a ratio (0.04 = 4 %), `quantity` counts `unit`. `first_fortnight` is the part of `amount` that is paid
    or taken in the first fortnight (None when the month is paid at once).
    """

    concept: str
    name: str
    kind: LineKind
    family: str
    base: Decimal | None
    rate: Decimal | None
    quantity: Decimal | None
    unit: Unit | None
    amount: Decimal
    norm: str | None
    note: str | None
    first_fortnight: Decimal | None = None
    steps: tuple[Step, ...] = ()

    @property
    def signed(self) -> Decimal:
        """The line's effect on the net: positive for earnings, negative for deductions."""
        return self.amount if self.kind is LineKind.EARNING else -self.amount


@dataclass(frozen=True)
class Deposit:
    """A transfer of pay. `fortnight` is 1, 2, or None for a whole month; `due` its nominal day, `pay_date` the
    business day on which it is made."""

    month: Month
    fortnight: int | None
    due: date
    pay_date: date
    amount: Decimal
    status: DepositStatus
    period_start: date
    period_end: date
    bank: str
    masked_account: str


@dataclass(frozen=True)
class PayslipPart:
    """One fortnight of a payslip: its share of each line and its deposit."""

    fortnight: int
    lines: tuple[PayslipLine, ...]
    gross: Decimal
    deductions: Decimal
    net: Decimal
    deposit: Deposit


@dataclass(frozen=True)
class Payslip:
    """A month's payslip: gross − deductions = net = the sum of its deposits."""

    month: Month
    status: PayslipStatus
    base_salary: Decimal
    position: str
    worked_days: Decimal
    contribution_base: Decimal
    lines: tuple[PayslipLine, ...]
    gross: Decimal
    deductions: Decimal
    net: Decimal
    deposits: tuple[Deposit, ...]

    @property
    def earning_lines(self) -> tuple[PayslipLine, ...]:
        """What adds up to the gross."""
        return tuple(line for line in self.lines if line.kind is LineKind.EARNING)

    @property
    def deduction_lines(self) -> tuple[PayslipLine, ...]:
        """What is taken from the gross."""
        return tuple(line for line in self.lines if line.kind is LineKind.DEDUCTION)

    def family(self, *families: str) -> tuple[PayslipLine, ...]:
        """The lines of these families."""
        return tuple(line for line in self.lines if line.family in families)

    @property
    def fortnightly(self) -> bool:
        """Whether the month is paid in two deposits."""
        return len(self.deposits) == 2

    def part(self, fortnight: int) -> PayslipPart | None:
        """The payslip of one fortnight; None when the month was paid at once or has no such deposit."""
        deposit = next((each for each in self.deposits if each.fortnight == fortnight), None)
        if deposit is None:
            return None
        lines = []
        for line in self.lines:
            first = line.first_fortnight or ZERO
            share = first if fortnight == 1 else line.amount - first
            if share:
                lines.append(_share_of(line, share))
        gross = sum((line.amount for line in lines if line.kind is LineKind.EARNING), ZERO)
        deductions = sum((line.amount for line in lines if line.kind is LineKind.DEDUCTION), ZERO)
        return PayslipPart(fortnight, tuple(lines), gross, deductions, gross - deductions, deposit)


def _share_of(line: PayslipLine, share: Decimal) -> PayslipLine:
    """A line with part of its amount, and that part of the days, hours or base that give it."""
    quantity, base = line.quantity, line.base
    if quantity is not None:
        quantity = (quantity * share / line.amount).quantize(ZERO)
    elif base is not None and line.rate is not None and abs(base * line.rate - line.amount) < 1:
        base = (base * share / line.amount).quantize(ZERO)
    return replace(line, amount=share, quantity=quantity, base=base, first_fortnight=None)


@dataclass(frozen=True)
class NextPayment:
    """The next pay date. `amount` is None while the period is not calculated yet."""

    pay_date: date
    due: date
    month: Month
    fortnight: int | None
    amount: Decimal | None
