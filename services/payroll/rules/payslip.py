"""What a month's payslip is computed from, and what comes out: lines that sum exactly to the net."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum

from services.payroll.rules.calendar_days import month_bounds
from services.payroll.rules.codes import (
    BEREAVEMENT_LEAVE,
    MATERNITY_LEAVE,
    PATERNITY_LEAVE,
    SICK_LEAVE_INSURER,
    UNPAID_LEAVE,
    VACATION,
    WORK_ACCIDENT,
)
from services.payroll.rules.steps import Step
from services.payroll.rules.surcharges import WorkedHours
from services.payroll.rules.withholding import TaxReliefs


class LineKind(str, Enum):
    """Whether a line adds to what is paid or is taken from it."""

    EARNING = "earning"
    DEDUCTION = "deduction"


class AbsenceKind(str, Enum):
    """Why days were not worked; the value is a concept code (a common sick leave gives one line per payer)."""

    SICK_LEAVE = SICK_LEAVE_INSURER
    WORK_ACCIDENT = WORK_ACCIDENT
    MATERNITY = MATERNITY_LEAVE
    PATERNITY = PATERNITY_LEAVE
    BEREAVEMENT = BEREAVEMENT_LEAVE
    VACATION = VACATION
    UNPAID = UNPAID_LEAVE


@dataclass(frozen=True)
class SalarySpan:
    """A monthly salary in COP over a run of days, both included; `end` None = until further notice."""

    monthly: Decimal
    start: date
    end: date | None = None


@dataclass(frozen=True)
class AbsenceSpan:
    """Calendar days away, both included, in whole (they may begin before the month and end after it).

    `leave_start`: first day of the sick leave that this one extends, when it does. `base`: monthly base in COP of a
    sick leave or parental leave (IBC of the month before); without it, the salary of the first day.
    """

    kind: AbsenceKind
    start: date
    end: date
    leave_start: date | None = None
    base: Decimal | None = None

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("la ausencia termina antes de empezar")


@dataclass(frozen=True)
class OtherEarning:
    """A payment of the month with its own amount in COP (commission, bonus, prima); `steps` explain it when known."""

    concept: str
    amount: Decimal
    steps: Step | None = None
    note: str = ""


@dataclass(frozen=True)
class OtherDeduction:
    """A deduction that is not of law (loan, garnishment, fund), in COP; `quantity` may count its instalments."""

    concept: str
    amount: Decimal
    note: str = ""


@dataclass(frozen=True)
class PayslipInputs:
    """Everything that decides a month's pay.

    `salaries` cover every day of employment in the month; `hired` and `left` bound it (both days worked).
    `sick_first_days_rate`: company policy for days 1–2 of a sick leave (None = the law's 2/3).
    """

    year: int
    month: int
    salaries: tuple[SalarySpan, ...]
    integral: bool = False
    hired: date | None = None
    left: date | None = None
    absences: tuple[AbsenceSpan, ...] = ()
    hours: tuple[WorkedHours, ...] = ()
    earnings: tuple[OtherEarning, ...] = ()
    deductions: tuple[OtherDeduction, ...] = ()
    reliefs: TaxReliefs = field(default_factory=TaxReliefs)
    sick_first_days_rate: Decimal | None = None
    pension_exempt: bool = False

    def __post_init__(self) -> None:
        if not self.salaries:
            raise ValueError("falta el salario del mes")
        if any(span.monthly <= 0 for span in self.salaries):
            raise ValueError("el salario debe ser mayor que cero")
        amounts = [item.amount for item in self.earnings] + [item.amount for item in self.deductions]
        if min(amounts, default=Decimal(0)) < 0:
            raise ValueError("los devengados y las deducciones se escriben sin signo")
        first, last = month_bounds(self.year, self.month)
        if any(not first <= worked.day <= last for worked in self.hours):
            raise ValueError("hay horas de otro mes")

    @property
    def last_day(self) -> date:
        """Last calendar day of the month: the day whose parameters settle contributions and withholding."""
        return month_bounds(self.year, self.month)[1]


@dataclass(frozen=True)
class Line:
    """One line: `base` × `rate` × `quantity` where each applies, `amount` positive in COP to the cent.

    `unit` of the quantity: days or hours. `steps` is the tree whose root amount is `amount`.
    """

    concept: str
    kind: LineKind
    amount: Decimal
    steps: Step
    base: Decimal | None = None
    rate: Decimal | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    norm: str = ""
    note: str = ""

    @property
    def signed(self) -> Decimal:
        """The line's effect on the net."""
        return self.amount if self.kind is LineKind.EARNING else -self.amount


@dataclass(frozen=True)
class ComputedPayslip:
    """A computed month: `net` = `gross` − `deductions` = the sum of the lines' signed amounts, exactly.

    `contribution_base` is the IBC. `warnings` are stable codes of what a person should look at:
    integral_bajo_minimo, salario_bajo_minimo, neto_negativo.
    """

    year: int
    month: int
    lines: tuple[Line, ...]
    worked_days: int
    contribution_base: Step
    withholding_base: Step
    gross: Decimal
    deductions: Decimal
    net: Decimal
    steps: Step
    warnings: tuple[str, ...] = ()

    def amount(self, concept: str) -> Decimal:
        """The sum of a concept's lines."""
        return sum((line.amount for line in self.lines if line.concept == concept), Decimal(0))
