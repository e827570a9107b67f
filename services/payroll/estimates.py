"""«What if»: pay under a supposition, from the person's own data through the pure rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from services.auth.access import Permission
from services.payroll.comparison import compare_lines
from services.payroll.errors import NoPayrollRecord
from services.payroll.periods import Month, Period
from services.payroll.records import unpaid_days
from services.payroll.regular_month import (
    BY_RECORDED_BASE,
    RegularMonth,
    regular_month,
    view_lines,
    with_recorded,
)
from services.payroll.rules import benefits
from services.payroll.rules.estimates import estimate, with_absence, with_hours, with_salary
from services.payroll.rules.payslip import AbsenceKind, AbsenceSpan
from services.payroll.rules.settlement import ContractKind, LeavingCause, SettlementInputs, settlement
from services.payroll.rules.withholding import TaxReliefs, withholding
from services.payroll.severance import commissions, salary_spans, transport_allowance_on, variable_pay
from services.payroll.supposed_hours import spread_hours
from services.payroll.views import ZERO, DepositStatus
from services.payroll.views.estimates import BonusEstimate, Indemnity, MonthEstimate, SettlementEstimate

if TYPE_CHECKING:
    from uuid import UUID

    from services.auth.principal import Principal
    from services.payroll.access import PayrollAccess
    from services.payroll.leave_desk import LeaveDesk
    from services.payroll.records import PayrollRecords
    from services.payroll.repository.accounts import Terms
    from services.payroll.rules.parameters import LegalParameters
    from services.payroll.rules.payslip import PayslipInputs
    from services.payroll.rules.steps import Step
    from services.payroll.rules.surcharges import HourKind

_ONE_DAY = timedelta(days=1)


class TooManyDays(ValueError):
    """More days away than the month has; `most` is how many it has."""

    def __init__(self, most: int) -> None:
        super().__init__("more days than the month has")
        self.most = most


class AlreadyLeft(Exception):
    """The supposed last day is not within the contract: before its start, or after its end."""


class PayEstimates:
    """Estimates of one person's pay. Every method takes who asks first and `today`; nothing is written."""

    def __init__(
        self, access: PayrollAccess, records: PayrollRecords, leaves: LeaveDesk, parameters: LegalParameters
    ) -> None:
        self._access = access
        self._records = records
        self._leaves = leaves
        self._parameters = parameters

    def hours(
        self,
        principal: Principal,
        month: Month,
        kind: HourKind,
        hours: Decimal,
        today: date,
        *,
        user_id: UUID | None = None,
    ) -> MonthEstimate:
        """A month with more hours of one kind; TooManyHours, NoPayrollRecord."""
        regular = self._regular(principal, month, today, user_id)
        worked = spread_hours(kind, hours, month)
        return self._month(regular, with_hours(regular.inputs, worked), month)

    def salary(
        self, principal: Principal, month: Month, monthly: Decimal, today: date, *, user_id: UUID | None = None
    ) -> MonthEstimate:
        """A month with another salary from its first day; NoPayrollRecord."""
        regular = self._regular(principal, month, today, user_id)
        return self._month(regular, with_salary(regular.inputs, monthly, month.first_day), month)

    def absence(
        self,
        principal: Principal,
        month: Month,
        kind: AbsenceKind,
        days: int,
        today: date,
        *,
        user_id: UUID | None = None,
    ) -> MonthEstimate:
        """A month with that many calendar days away from its first one; TooManyDays, NoPayrollRecord."""
        regular = self._regular(principal, month, today, user_id)
        if days > month.last_day.day:
            raise TooManyDays(month.last_day.day)
        base = None if regular.latest is None else regular.latest.contribution_base
        end = month.first_day + timedelta(days=days - 1)
        away = AbsenceSpan(kind, month.first_day, end, base=base if kind in BY_RECORDED_BASE else None)
        return self._month(regular, with_absence(regular.inputs, away), month)

    def service_bonus(self, principal: Principal, today: date, *, user_id: UUID | None = None) -> BonusEstimate | None:
        """The next prima that has not been paid; None for a salario integral; NoPayrollRecord("salary")."""
        subject = self._access.subject(principal, user_id, Permission.PAY_READ, "estimate.read")
        terms = self._employed(subject, today)
        if terms.integral:
            return None
        start, end = benefits.semester(today)
        if self._bonus_paid(subject, today):
            start, end = benefits.semester(end + _ONE_DAY)
        variable = self._variable(subject, start, today) if start <= today else ZERO
        whole = self._bonus(subject, terms, start, end, variable)
        accrued = self._bonus(subject, terms, start, today, variable).amount if start <= today else ZERO
        due = benefits.bonus_due_date(start)
        withheld = withholding(whole.amount, Decimal(0), TaxReliefs(), due, self._parameters)
        return BonusEstimate(
            on=today,
            start=max(start, terms.starts_on),
            end=end,
            due=due,
            days=int(whole.inputs[0].inputs[1].amount),
            amount=whole.amount,
            variable=variable,
            accrued=accrued,
            withheld=withheld.amount,
            steps=(whole, withheld) if withheld.amount else (whole,),
        )

    def settlement(
        self,
        principal: Principal,
        last_day: date,
        cause: LeavingCause,
        contract: ContractKind,
        today: date,
        *,
        agreed_end: date | None = None,
        user_id: UUID | None = None,
    ) -> SettlementEstimate:
        """What would be paid if the contract ended on a day; AlreadyLeft, NoPayrollRecord.

        `agreed_end`: the last day of a fixed term, or the one on which a piece of work is expected to be finished.
        """
        subject = self._access.subject(principal, user_id, Permission.PAY_READ, "estimate.read")
        terms = self._employed(subject, today)
        if last_day < terms.starts_on or (terms.ends_on is not None and last_day > terms.ends_on):
            raise AlreadyLeft
        month = Month.of(last_day)
        regular = regular_month(self._records, subject, month, today)
        payslip = with_recorded(regular, self._records.absences(subject, month.first_day, last_day), until=last_day)
        year_start = max(date(last_day.year, 1, 1), terms.starts_on)
        half_start = max(benefits.semester(last_day)[0], terms.starts_on)
        away = self._records.absences(subject, year_start, last_day)
        last_year = self._records.payslips(subject, month.plus(-11), month)
        indemnity = (
            indemnity_known(contract, last_day, agreed_end) if cause is LeavingCause.WITHOUT_JUST_CAUSE else None
        )
        unpaid = indemnity in (Indemnity.NO_DATE, Indemnity.TERM_OVER)
        vacation_days = self._pending_vacation(subject, last_day)
        bonus_paid = self._bonus_paid(subject, last_day)
        final = settlement(
            SettlementInputs(
                payslip=replace(payslip, left=last_day),
                cause=LeavingCause.END_OF_TERM if unpaid else cause,
                contract=contract,
                contract_start=terms.starts_on,
                salaries=regular.inputs.salaries,
                pending_vacation_days=vacation_days,
                variable_in_year=self._variable(subject, year_start, last_day),
                variable_in_semester=self._variable(subject, half_start, last_day),
                variable_in_last_year=variable_pay(last_year),
                commissions_in_last_year=commissions(last_year),
                unpaid_days_in_year=unpaid_days(away, year_start, last_day),
                unpaid_days_in_semester=unpaid_days(away, half_start, last_day),
                agreed_end=last_day if indemnity is Indemnity.AT_LEAST else agreed_end,
                bonus_paid=bonus_paid,
            ),
            self._parameters,
        )
        paid = [
            deposit.amount
            for deposit in self._records.deposits(subject, month.first_day, last_day)
            if deposit.month == month and deposit.status is DepositStatus.PAID and deposit.pay_date <= today
        ]
        return SettlementEstimate(
            last_day=last_day,
            cause=cause,
            salary=regular.salary,
            vacation_days=vacation_days,
            fixed_from=_fixed_from(regular),
            lines=view_lines(final.lines),
            gross=final.gross,
            deductions=final.deductions,
            net=final.net,
            already_paid=sum(paid, ZERO),
            bonus_already_paid=bonus_paid,
            indemnity=indemnity,
        )

    def _regular(self, principal: Principal, month: Month, today: date, user_id: UUID | None) -> RegularMonth:
        subject = self._access.subject(principal, user_id, Permission.PAY_READ, "estimate.read")
        return regular_month(self._records, subject, month, today)

    def _month(self, regular: RegularMonth, supposed: PayslipInputs, month: Month) -> MonthEstimate:
        found = estimate(regular.inputs, supposed, self._parameters)
        before, after = view_lines(found.actual.lines), view_lines(found.supposed.lines)
        period = Period.of_month(month)
        return MonthEstimate(
            month=month,
            salary=regular.salary,
            minimum_wage=self._parameters.value("smmlv", month.last_day),
            fixed_from=_fixed_from(regular),
            comparison=compare_lines(period, before, period, after, ()),
            lines=after,
        )

    def _employed(self, subject: UUID, on: date) -> Terms:
        terms = self._records.terms_on(subject, on)
        if terms is None or (terms.ends_on is not None and terms.ends_on < on):
            raise NoPayrollRecord("salary")
        return terms

    def _bonus(self, subject: UUID, terms: Terms, start: date, end: date, variable: Decimal) -> Step:
        """The prima earned from `start` to `end` with the salaries known."""
        begun = max(start, terms.starts_on)
        absences = self._records.absences(subject, begun, end)
        period = benefits.BenefitPeriod(begun, end, unpaid_days(absences, begun, end))
        spans = tuple(span for span in salary_spans(self._records.salaries(subject)) if span.start <= end)
        transport = transport_allowance_on(spans[-1].monthly, terms.integral, end, self._parameters)
        return benefits.service_bonus(benefits.average_salary(spans, variable, period), transport, period)

    def _variable(self, subject: UUID, start: date, end: date) -> Decimal:
        return variable_pay(self._records.payslips(subject, Month.of(start), Month.of(end)))

    def _bonus_paid(self, subject: UUID, on: date) -> bool:
        """Whether the prima of the half year of a day is in a payslip already paid, in whole or in its part."""
        month = Month.of(benefits.semester(on)[1])
        payslip = self._records.payslip(subject, month)
        if payslip is None or not payslip.family("prima"):
            return False
        first = payslip.deposits[0] if payslip.deposits else None
        return first is not None and first.status is DepositStatus.PAID and first.pay_date <= on

    def _pending_vacation(self, subject: UUID, last_day: date) -> Decimal:
        """Days earned by then and not taken; those reserved for later would be paid, not taken."""
        balance = self._leaves.balance(subject, last_day)
        later = sum((each.business_days for each in balance.upcoming if each.start > last_day), ZERO)
        return max(balance.available + later, ZERO)


def indemnity_known(contract: ContractKind, last_day: date, agreed_end: date | None) -> Indemnity:
    """What can be told of the indemnity for a dismissal on a day, by the kind of contract and its agreed end."""
    if contract is ContractKind.INDEFINITE:
        return Indemnity.KNOWN
    if contract is ContractKind.PIECE_OF_WORK:
        return Indemnity.AT_LEAST if agreed_end is None or agreed_end < last_day else Indemnity.KNOWN
    if agreed_end is None:
        return Indemnity.NO_DATE
    return Indemnity.TERM_OVER if agreed_end <= last_day else Indemnity.KNOWN


def _fixed_from(regular: RegularMonth) -> Month | None:
    return None if regular.latest is None else regular.latest.month
