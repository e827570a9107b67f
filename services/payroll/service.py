"""Payroll as the rest of the product sees it: one method a question, answered for whoever may ask it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from services.auth.principal import Principal
    from services.cache import Cache
    from services.database import Database
    from services.payroll.views import (
        Absence,
        BankAccount,
        Case,
        Comparison,
        Deposit,
        Loan,
        Month,
        NextPayment,
        Payslip,
        PayslipLine,
        Period,
        Salary,
        Severance,
        Totals,
        VacationBalance,
        VacationPlan,
        VacationRequest,
    )


class PayrollService:
    """Answers about one person's pay from real rows, through the cache.

    Every method takes who asks first; `user_id` is whose data (the principal's own by default). Another person's pay is
    for payroll, hr and auditor roles only and leaves an audit row; everybody else gets `AccessDenied`.
    """

    def __init__(self, database: Database, cache: Cache, parameters: Any) -> None:
        """`parameters`: the dated legal parameters (`services.payroll.legal_parameters`)."""

    def current_salary(self, principal: Principal, on: date, *, user_id: UUID | None = None) -> Salary:
        """The salary in force on a day, with the value of its hour; NoPayrollRecord("salary") before hiring."""
        raise NotImplementedError

    def payslip(self, principal: Principal, month: Month, *, user_id: UUID | None = None) -> Payslip:
        """The payslip of a month, line by line (`.part(1)` is its first fortnight); NoPayslip when there is none."""
        raise NotImplementedError

    def payslips(
        self, principal: Principal, first: Month, last: Month, *, user_id: UUID | None = None
    ) -> tuple[Payslip, ...]:
        """The payslips from `first` to `last`, in order; empty when there are none."""
        raise NotImplementedError

    def nearest_payslip_month(self, principal: Principal, month: Month, *, user_id: UUID | None = None) -> Month | None:
        """The month with a payslip closest to `month` (the earlier of two as close); None when never paid."""
        raise NotImplementedError

    def lines(
        self, principal: Principal, period: Period, families: Sequence[str], *, user_id: UUID | None = None
    ) -> tuple[tuple[Month, PayslipLine], ...]:
        """The lines of these families in a period, in order; NoPayslip when the period has no payslip at all."""
        raise NotImplementedError

    def last_deposit(self, principal: Principal, on: date, *, user_id: UUID | None = None) -> Deposit:
        """The latest deposit made on or before a day; NoPayrollRecord("deposit") when never paid."""
        raise NotImplementedError

    def next_payment(self, principal: Principal, on: date, *, user_id: UUID | None = None) -> NextPayment:
        """The next pay date after a day; NoPayrollRecord("deposit") for whoever has left."""
        raise NotImplementedError

    def deposits(
        self, principal: Principal, start: date, end: date, *, user_id: UUID | None = None
    ) -> tuple[Deposit, ...]:
        """The deposits made or due from `start` to `end` (both included), in order."""
        raise NotImplementedError

    def compare(
        self, principal: Principal, before: Month | Period, after: Month | Period, *, user_id: UUID | None = None
    ) -> Comparison:
        """Why the pay of two months, ranges or fortnights differs; NoPayslip when either has none."""
        raise NotImplementedError

    def totals(self, principal: Principal, start: Month, end: Month, *, user_id: UUID | None = None) -> Totals:
        """What was paid from `start` to `end`: month by month, by family, averages; NoPayslip when nothing was."""
        raise NotImplementedError

    def vacation_balance(self, principal: Principal, on: date, *, user_id: UUID | None = None) -> VacationBalance:
        """Business days of vacation on a day, explained; NoPayrollRecord("vacation") when not employed."""
        raise NotImplementedError

    def vacation_history(self, principal: Principal, *, user_id: UUID | None = None) -> tuple[VacationRequest, ...]:
        """Every vacation request and enjoyment, latest first."""
        raise NotImplementedError

    def plan_vacation(
        self, principal: Principal, start: date, days: int, on: date, *, user_id: UUID | None = None
    ) -> VacationPlan:
        """What asking for `days` business days from `start` would be, checked but not made; VacationRefused."""
        raise NotImplementedError

    def request_vacation(
        self, principal: Principal, start: date, days: int, on: date, *, user_id: UUID | None = None
    ) -> VacationRequest:
        """Ask for `days` business days from `start`; VacationRefused says why not. Persisted as `requested`."""
        raise NotImplementedError

    def cancel_vacation(
        self, principal: Principal, request_id: UUID, on: date, *, user_id: UUID | None = None
    ) -> VacationRequest:
        """Withdraw a request, or an approved vacation that has not begun; VacationRefused otherwise."""
        raise NotImplementedError

    def business_days(self, start: date, end: date) -> int:
        """Colombian business days (Monday to Friday, no holidays) from `start` to `end`, both included."""
        raise NotImplementedError

    def severance(self, principal: Principal, on: date, *, user_id: UUID | None = None) -> Severance:
        """Cesantías accrued up to a day and deposited each year, with their interest."""
        raise NotImplementedError

    def absences(
        self, principal: Principal, start: date, end: date, *, user_id: UUID | None = None
    ) -> tuple[Absence, ...]:
        """Sick leaves, accidents and other leaves that touch a range of days, latest first."""
        raise NotImplementedError

    def bank_account(self, principal: Principal, *, user_id: UUID | None = None) -> BankAccount:
        """The account where pay goes, masked; NoPayrollRecord("bank_account") when none is registered."""
        raise NotImplementedError

    def loans(self, principal: Principal, on: date, *, user_id: UUID | None = None) -> tuple[Loan, ...]:
        """Loans deducted from pay that are running on a day, with instalments paid and balance."""
        raise NotImplementedError

    def open_case(
        self,
        principal: Principal,
        kind: str,
        text_ref: str | None,
        period: Period | None,
        *,
        user_id: UUID | None = None,
    ) -> Case:
        """Report a payroll error. `kind`: a concept family or `pago`; `text_ref` the message's id, never its text."""
        raise NotImplementedError

    def cases(self, principal: Principal, *, user_id: UUID | None = None) -> tuple[Case, ...]:
        """The person's reported errors, latest first."""
        raise NotImplementedError
