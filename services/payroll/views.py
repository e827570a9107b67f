"""What payroll answers: immutable views, each of which survives a JSON round trip (`serialization.dump`, `parse`).

Amounts are COP with two decimals and always positive; a line's `kind` gives its sign. Days of a payroll month are
thirtieths (a full month is 30). `steps` are the calculation trees of the rules: what computed an amount explains it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from uuid import UUID

from services.payroll.concepts import LineKind, Unit
from services.payroll.errors import NoPayrollRecord, NoPayslip, PayrollError, VacationRefused
from services.payroll.periods import Month, Period
from services.payroll.rules.steps import Step

__all__ = [
    "Absence",
    "AbsenceKind",
    "BankAccount",
    "Case",
    "CaseEvent",
    "CaseState",
    "ChangeCause",
    "Comparison",
    "Deposit",
    "DepositStatus",
    "FamilyTotal",
    "LineChange",
    "LineKind",
    "Loan",
    "Month",
    "MonthTotal",
    "NextPayment",
    "NoPayrollRecord",
    "NoPayslip",
    "PayrollError",
    "Payslip",
    "PayslipLine",
    "PayslipPart",
    "PayslipStatus",
    "Period",
    "Salary",
    "SalaryChange",
    "Severance",
    "SeveranceDeposit",
    "Step",
    "Totals",
    "Unit",
    "VacationBalance",
    "VacationPlan",
    "VacationRefused",
    "VacationRequest",
    "VacationStatus",
]

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


class AbsenceKind(str, Enum):
    """Why somebody was away."""

    SICK_LEAVE = "sick_leave"
    WORK_ACCIDENT = "work_accident"
    MATERNITY = "maternity"
    PATERNITY = "paternity"
    BEREAVEMENT = "bereavement"
    UNPAID = "unpaid"


class VacationStatus(str, Enum):
    """Life of a vacation request; `compensated` are days paid in cash."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    TAKEN = "taken"
    COMPENSATED = "compensated"


class CaseState(str, Enum):
    """Life of a reported payroll error."""

    OPEN = "open"
    IN_REVIEW = "in_review"
    RESOLVED = "resolved"
    REJECTED = "rejected"


@dataclass(frozen=True)
class SalaryChange:
    """A salary as of a date. `reason`: hire, raise, minimum_wage, promotion."""

    amount: Decimal
    since: date
    reason: str


@dataclass(frozen=True)
class Salary:
    """The salary in force on a day; `hour_value` = amount ÷ `month_hours` (hours of a month at `weekly_hours`)."""

    on: date
    amount: Decimal
    since: date
    reason: str
    integral: bool
    minimum_wage: Decimal
    transport_allowance: Decimal
    weekly_hours: Decimal
    month_hours: Decimal
    hour_value: Decimal
    day_value: Decimal
    hour_norm: str
    previous: SalaryChange | None
    history: tuple[SalaryChange, ...]
    steps: tuple[Step, ...] = ()


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
    a tax is taken from), bracket, law (a legal figure changed), new, ended, amount.
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


@dataclass(frozen=True)
class VacationRequest:
    """Days of vacation asked for, granted, taken or paid; `end` is the last day off, `returns` the first back."""

    id: UUID
    start: date
    end: date
    returns: date
    business_days: Decimal
    calendar_days: int
    status: VacationStatus
    requested_at: datetime
    approver_id: UUID | None


@dataclass(frozen=True)
class VacationPlan:
    """What a request would be, checked but not made; `holidays` falls inside it and is not counted."""

    start: date
    end: date
    returns: date
    business_days: int
    calendar_days: int
    holidays: tuple[tuple[date, str], ...]
    available_before: Decimal
    available_after: Decimal


@dataclass(frozen=True)
class VacationBalance:
    """Business days of vacation on a day: accrued − taken − compensated − reserved = available."""

    on: date
    since: date
    days_per_year: Decimal
    service_days: int
    accrued: Decimal
    taken: Decimal
    compensated: Decimal
    reserved: Decimal
    available: Decimal
    last: VacationRequest | None
    upcoming: tuple[VacationRequest, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class SeveranceDeposit:
    """Cesantías of one year put into the fund, and their interest paid to the person."""

    year: int
    base: Decimal
    days: int
    amount: Decimal
    deposited_on: date
    fund: str
    interest: Decimal
    interest_paid_on: date


@dataclass(frozen=True)
class Severance:
    """Cesantías accrued in the running year (to the day) and deposited before; `applies` is False for integral pay."""

    on: date
    applies: bool
    fund: str | None
    base: Decimal
    days: int
    accrued: Decimal
    accrued_interest: Decimal
    deposits: tuple[SeveranceDeposit, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Absence:
    """A stretch away from work; `amount` is what was paid for it so far."""

    id: UUID
    kind: AbsenceKind
    name: str
    start: date
    end: date
    calendar_days: int
    paid_by: str
    amount: Decimal
    norm: str


@dataclass(frozen=True)
class BankAccount:
    """The account that receives the pay; only the last four digits are ever shown."""

    bank: str
    account_type: str
    masked_number: str
    since: date


@dataclass(frozen=True)
class Loan:
    """A loan deducted from pay: instalments of `instalment` COP, `paid_instalments` of `instalments` so far."""

    id: UUID
    concept: str
    name: str
    lender: str
    principal: Decimal
    instalment: Decimal
    instalments: int
    paid_instalments: int
    balance: Decimal
    start: date
    end: date


@dataclass(frozen=True)
class CaseEvent:
    """One state that a case went through."""

    state: CaseState
    at: datetime
    note: str | None


@dataclass(frozen=True)
class Case:
    """A reported payroll error, with a number that the person can quote."""

    number: str
    kind: str
    state: CaseState
    period: Period | None
    opened_at: datetime
    events: tuple[CaseEvent, ...]
