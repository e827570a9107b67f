"""Payroll as the rest of the product sees it: one method a question, answered for whoever may ask it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.auth.access import Permission
from services.payroll.access import PayrollAccess
from services.payroll.comparison import compare_lines
from services.payroll.desk.kinds import CASE_KINDS
from services.payroll.errors import NoPayrollRecord, NoPayslip
from services.payroll.estimates import PayEstimates
from services.payroll.leave_desk import LeaveDesk
from services.payroll.pay_dates import ONE_DAY, next_due, pay_date
from services.payroll.periods import Month, Period, nearest_month
from services.payroll.records import PayrollRecords, unpaid_days
from services.payroll.repository.cases import add_case, case_asked_before
from services.payroll.repository.held import held
from services.payroll.rules.vacations import count_business_days
from services.payroll.salary import salary_in_force
from services.payroll.severance import accrued_severance
from services.payroll.totals import add_up
from services.payroll.views import NextPayment

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime
    from uuid import UUID

    from services.auth.principal import Principal
    from services.cache import Cache
    from services.database import Database
    from services.payroll.access import Directory
    from services.payroll.rules.parameters import LegalParameters
    from services.payroll.views import (
        Absence,
        BankAccount,
        Case,
        Comparison,
        Deposit,
        Loan,
        Payslip,
        PayslipLine,
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

    def __init__(
        self,
        database: Database,
        cache: Cache,
        parameters: LegalParameters,
        *,
        directory: Directory | None = None,
    ) -> None:
        """`parameters`: the dated legal parameters; `directory` tells managers' teams (nobody is one without it)."""
        self._database = database
        self._parameters = parameters
        self._access = PayrollAccess(database, directory)
        self._records = PayrollRecords(database, cache)
        self._leaves = LeaveDesk(database, self._records, parameters)
        self.estimates = PayEstimates(self._access, self._records, self._leaves, parameters)

    def current_salary(self, principal: Principal, on: date, *, user_id: UUID | None = None) -> Salary:
        """The salary in force on a day, with the value of its hour; NoPayrollRecord("salary") before hiring."""
        subject = self._access.subject(principal, user_id, Permission.PAY_READ, "salary.read")
        terms = self._records.terms_on(subject, on)
        known = [change for change in self._records.salaries(subject) if change.since <= on]
        if terms is None or not known:
            raise NoPayrollRecord("salary")
        return salary_in_force(on, terms, known, self._parameters)

    def payslip(self, principal: Principal, month: Month, *, user_id: UUID | None = None) -> Payslip:
        """The payslip of a month, line by line (`.part(1)` is its first fortnight); NoPayslip when there is none."""
        subject = self._access.subject(principal, user_id, Permission.PAY_READ, "payslip.read")
        found = self._records.payslip(subject, month)
        if found is None:
            raise NoPayslip(month, nearest_month(self._records.months(subject), month))
        return found

    def payslips(
        self, principal: Principal, first: Month, last: Month, *, user_id: UUID | None = None
    ) -> tuple[Payslip, ...]:
        """The payslips from `first` to `last`, in order, without their lines' steps; empty when there are none."""
        subject = self._access.subject(principal, user_id, Permission.PAY_READ, "payslip.read")
        return self._records.payslips(subject, first, last)

    def nearest_payslip_month(self, principal: Principal, month: Month, *, user_id: UUID | None = None) -> Month | None:
        """The month with a payslip closest to `month` (the earlier of two as close); None when never paid."""
        subject = self._access.subject(principal, user_id, Permission.PAY_READ, "payslip.read")
        return nearest_month(self._records.months(subject), month)

    def lines(
        self, principal: Principal, period: Period, families: Collection[str], *, user_id: UUID | None = None
    ) -> tuple[tuple[Month, PayslipLine], ...]:
        """The lines of these families in a period, in order; NoPayslip when the period has no payslip at all."""
        subject = self._access.subject(principal, user_id, Permission.PAY_READ, "payslip.read")
        return tuple((month, line) for month, line in self._period_lines(subject, period) if line.family in families)

    def last_deposit(self, principal: Principal, on: date, *, user_id: UUID | None = None) -> Deposit:
        """The latest deposit made on or before a day; NoPayrollRecord("deposit") when never paid."""
        subject = self._access.subject(principal, user_id, Permission.PAY_READ, "deposit.read")
        deposit = self._records.last_deposit(subject, on)
        if deposit is None:
            raise NoPayrollRecord("deposit")
        return deposit

    def next_payment(self, principal: Principal, on: date, *, user_id: UUID | None = None) -> NextPayment:
        """The next pay date after a day; NoPayrollRecord("deposit") for whoever has left."""
        subject = self._access.subject(principal, user_id, Permission.PAY_READ, "deposit.read")
        deposit = self._records.next_deposit(subject, on)
        if deposit is not None:
            return NextPayment(deposit.pay_date, deposit.due, deposit.month, deposit.fortnight, deposit.amount)
        terms = self._records.terms_on(subject, on)
        if terms is None or (terms.ends_on is not None and terms.ends_on < on):
            raise NoPayrollRecord("deposit")
        last = self._records.last_deposit(subject, on)
        start = on if last is None else max(on, last.pay_date + ONE_DAY)
        month, fortnight, due = next_due(start, Month.of(on), fortnightly=terms.fortnightly)
        return NextPayment(pay_date(due), due, month, fortnight or None, None)

    def deposits(
        self, principal: Principal, start: date, end: date, *, user_id: UUID | None = None
    ) -> tuple[Deposit, ...]:
        """The deposits made or due from `start` to `end` (both included), in order."""
        subject = self._access.subject(principal, user_id, Permission.PAY_READ, "deposit.read")
        return self._records.deposits(subject, start, end)

    def compare(
        self, principal: Principal, before: Month | Period, after: Month | Period, *, user_id: UUID | None = None
    ) -> Comparison:
        """Why the pay of two months, ranges or fortnights differs; NoPayslip when either has none."""
        subject = self._access.subject(principal, user_id, Permission.PAY_READ, "payslip.read")
        old = Period.of_month(before) if isinstance(before, Month) else before
        new = Period.of_month(after) if isinstance(after, Month) else after
        return compare_lines(
            old,
            [line for _, line in self._period_lines(subject, old)],
            new,
            [line for _, line in self._period_lines(subject, new)],
            self._records.salaries(subject),
        )

    def totals(self, principal: Principal, start: Month, end: Month, *, user_id: UUID | None = None) -> Totals:
        """What was paid from `start` to `end`: month by month, by family, averages; NoPayslip when nothing was."""
        subject = self._access.subject(principal, user_id, Permission.PAY_READ, "payslip.read")
        found = self._records.payslips(subject, start, end)
        if not found:
            raise NoPayslip(end, nearest_month(self._records.months(subject), end))
        return add_up(found)

    def vacation_balance(self, principal: Principal, on: date, *, user_id: UUID | None = None) -> VacationBalance:
        """Business days of vacation on a day, explained; NoPayrollRecord("vacation") when not employed."""
        subject = self._access.subject(principal, user_id, Permission.LEAVE_READ, "vacation.read")
        return self._leaves.balance(subject, on)

    def vacation_history(self, principal: Principal, *, user_id: UUID | None = None) -> tuple[VacationRequest, ...]:
        """Every vacation request and enjoyment, latest first."""
        subject = self._access.subject(principal, user_id, Permission.LEAVE_READ, "vacation.read")
        return self._records.vacations(subject)

    def plan_vacation(
        self, principal: Principal, start: date, days: int, on: date, *, user_id: UUID | None = None
    ) -> VacationPlan:
        """What asking for `days` business days from `start` would be, checked but not made; VacationRefused."""
        subject = self._access.subject(principal, user_id, Permission.LEAVE_READ, "vacation.read")
        return self._leaves.plan(subject, start, days, on)

    def request_vacation(
        self,
        principal: Principal,
        start: date,
        days: int,
        on: date,
        *,
        user_id: UUID | None = None,
        request_id: UUID | None = None,
    ) -> VacationRequest:
        """Ask for `days` business days from `start`; VacationRefused says why not. Persisted as `requested`.

        With a `request_id` of the caller's making, asking again gives the request that is there already.
        """
        subject = self._access.subject(principal, user_id, Permission.LEAVE_REQUEST, "vacation.request")
        return self._leaves.request(subject, start, days, on, request_id)

    def cancel_vacation(
        self, principal: Principal, request_id: UUID, on: date, *, user_id: UUID | None = None
    ) -> VacationRequest:
        """Withdraw a request, or an approved vacation that has not begun; VacationRefused otherwise."""
        subject = self._access.subject(principal, user_id, Permission.LEAVE_REQUEST, "vacation.cancel")
        return self._leaves.cancel(subject, request_id, on)

    def business_days(self, start: date, end: date) -> int:
        """Colombian business days (Monday to Friday, no holidays) from `start` to `end`, both included."""
        return count_business_days(start, end, works_saturdays=False)

    def severance(self, principal: Principal, on: date, *, user_id: UUID | None = None) -> Severance:
        """Cesantías accrued up to a day and deposited each year, with their interest."""
        subject = self._access.subject(principal, user_id, Permission.PAY_READ, "severance.read")
        terms = self._records.terms_on(subject, on)
        if terms is None:
            raise NoPayrollRecord("severance")
        first_day = on.replace(month=1, day=1)
        payslips = self._records.payslips(subject, Month.of(max(first_day, terms.starts_on)), Month.of(on))
        return accrued_severance(
            on,
            terms,
            self._records.salaries(subject),
            payslips,
            unpaid_days(self._records.absences(subject, first_day, on), first_day, on),
            self._records.severance_deposits(subject),
            self._parameters,
        )

    def absences(
        self, principal: Principal, start: date, end: date, *, user_id: UUID | None = None
    ) -> tuple[Absence, ...]:
        """Sick leaves, accidents and other leaves that touch a range of days, latest first."""
        subject = self._access.subject(principal, user_id, Permission.PAY_READ, "absence.read")
        return self._records.absences(subject, start, end)

    def bank_account(self, principal: Principal, *, user_id: UUID | None = None) -> BankAccount:
        """The account where pay goes, masked; NoPayrollRecord("bank_account") when none is registered."""
        subject = self._access.subject(principal, user_id, Permission.PAY_READ, "bank_account.read")
        account = self._records.account(subject)
        if account is None:
            raise NoPayrollRecord("bank_account")
        return account

    def loans(self, principal: Principal, on: date, *, user_id: UUID | None = None) -> tuple[Loan, ...]:
        """Loans deducted from pay that are running on a day, with instalments paid and balance."""
        subject = self._access.subject(principal, user_id, Permission.PAY_READ, "loan.read")
        return self._records.loans(subject, on)

    def open_case(
        self,
        principal: Principal,
        kind: str,
        text_ref: str | None,
        period: Period | None,
        *,
        user_id: UUID | None = None,
        transcript_from: datetime | None = None,
        request_id: UUID | None = None,
    ) -> Case:
        """Report a payroll error or ask for something: `kind` is a concept family, `pago` or one of `REQUEST_KINDS`.

        `text_ref` is the id of the message's turn, never its text. `transcript_from`: the person agrees that whoever
        takes the case reads the conversation from that moment on, until the case is closed. With a `request_id` of the
        caller's making, asking again gives the case that is there already.
        """
        if kind not in CASE_KINDS:
            raise ValueError("unknown kind of case")
        subject = self._access.subject(principal, user_id, Permission.PAY_READ, "case.open")
        with self._database.session() as session:
            case = case_asked_before(session, subject, request_id) or add_case(
                session,
                subject,
                principal.user_id,
                kind,
                text_ref,
                period,
                transcript_from=transcript_from,
                case_id=request_id,
            )
            session.commit()
        self._records.forget(subject)
        return case

    def cases(self, principal: Principal, *, user_id: UUID | None = None) -> tuple[Case, ...]:
        """The person's reported errors, latest first."""
        subject = self._access.subject(principal, user_id, Permission.PAY_READ, "case.read")
        return self._records.cases(subject)

    def held(self, principal: Principal) -> dict[str, list[dict[str, Any]]]:
        """The principal's own terms, salaries, accounts and loans, past and to come."""
        with self._database.session() as session:
            return held(session, principal.user_id)

    def forget_cached(self, user_id: UUID) -> None:
        """Drop everything cached about a person's payroll, after a write made elsewhere (import, payroll run)."""
        self._records.forget(user_id)

    def _period_lines(self, subject: UUID, period: Period) -> list[tuple[Month, PayslipLine]]:
        """The lines of a period with their months; NoPayslip when it has none (a fortnight: when paid at once)."""
        lines: list[tuple[Month, PayslipLine]] = []
        found = False
        single = self._records.payslip(subject, period.first) if period.months == 1 else None
        payslips = self._records.payslips(subject, period.first, period.last) if single is None else (single,)
        for payslip in payslips:
            part = payslip if period.fortnight is None else payslip.part(period.fortnight)
            if part is not None:
                found = True
                lines += [(payslip.month, line) for line in part.lines]
        if not found:
            raise NoPayslip(period.last, nearest_month(self._records.months(subject), period.last))
        return lines
