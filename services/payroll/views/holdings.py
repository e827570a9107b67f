"""Salary, cesantías, bank account and loans of a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from services.payroll.rules.steps import Step


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
