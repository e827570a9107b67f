"""Cesantías of the running year, up to a day, from the person's own salaries and payslips."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from services.payroll.concepts import CONCEPTS
from services.payroll.rules import benefits
from services.payroll.rules.codes import COMMISSION
from services.payroll.rules.payslip import SalarySpan
from services.payroll.rules.transport_allowance import entitled_to_transport_allowance
from services.payroll.views import ZERO, Severance

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from services.payroll.repository.accounts import Terms
    from services.payroll.rules.parameters import LegalParameters
    from services.payroll.views import Payslip, SalaryChange, SeveranceDeposit

ONE_DAY = timedelta(days=1)


def salary_spans(changes: Sequence[SalaryChange], ends_on: date | None = None) -> tuple[SalarySpan, ...]:
    """The salaries, in order of date, as runs of days; the last one runs to `ends_on` (None: until further notice)."""
    ends = [change.since - ONE_DAY for change in changes[1:]] + [ends_on]
    return tuple(SalarySpan(change.amount, change.since, end) for change, end in zip(changes, ends, strict=True))


def variable_pay(payslips: Iterable[Payslip]) -> Decimal:
    """Extra hours, surcharges, commissions and salary bonuses of some payslips."""
    return sum(
        (
            line.amount
            for payslip in payslips
            for line in payslip.lines
            if CONCEPTS[line.concept].supplement or line.concept == "bonificacion_salarial"
        ),
        ZERO,
    )


def commissions(payslips: Iterable[Payslip]) -> Decimal:
    """Commissions of some payslips, the variable pay that counts for vacations."""
    return sum((line.amount for payslip in payslips for line in payslip.lines if line.concept == COMMISSION), ZERO)


def transport_allowance_on(salary: Decimal, integral: bool, on: date, parameters: LegalParameters) -> Decimal:
    """The monthly transport allowance that goes with a salary on a day, or zero."""
    if not entitled_to_transport_allowance(salary, integral, on, parameters):
        return ZERO
    return parameters.value("auxilio_transporte", on)


def accrued_severance(
    on: date,
    terms: Terms,
    salaries: Sequence[SalaryChange],
    payslips: Sequence[Payslip],
    unpaid_days: int,
    deposits: tuple[SeveranceDeposit, ...],
    parameters: LegalParameters,
) -> Severance:
    """Cesantías and interest of the year of `on`; `payslips` and `unpaid_days` are that year's up to that day.

    A salario integral has none, nor has whoever left before that day: theirs were paid on leaving.
    """
    fund = terms.severance_fund
    left = terms.ends_on is not None and terms.ends_on < on
    if terms.integral or left or terms.starts_on > on:
        return Severance(on, not terms.integral, fund, ZERO, 0, ZERO, ZERO, deposits, ())
    period = benefits.BenefitPeriod(max(date(on.year, 1, 1), terms.starts_on), on, unpaid_days)
    known = [change for change in salaries if change.since <= on]
    base = benefits.severance_salary(salary_spans(known), variable_pay(payslips), period)
    transport = transport_allowance_on(known[-1].amount, False, on, parameters)
    amount = benefits.severance(base, transport, period)
    interest = benefits.severance_interest(amount, period, parameters)
    return Severance(
        on=on,
        applies=True,
        fund=fund,
        base=amount.inputs[0].inputs[0].amount,
        days=period.days,
        accrued=amount.amount,
        accrued_interest=interest.amount,
        deposits=deposits,
        steps=(amount, interest),
    )
