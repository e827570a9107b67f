"""What a month would pay under a supposition: the same rules with changed inputs, and the causes of the difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from services.payroll.rules.changes import Cause, causes_of_change
from services.payroll.rules.month import month_payslip
from services.payroll.rules.parameters import LegalParameters
from services.payroll.rules.payslip import (
    AbsenceSpan,
    ComputedPayslip,
    OtherDeduction,
    OtherEarning,
    PayslipInputs,
    SalarySpan,
)
from services.payroll.rules.surcharges import WorkedHours

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Estimate:
    """A month as it is and as it would be; `difference` of nets = the sum of the causes' amounts."""

    actual: ComputedPayslip
    supposed: ComputedPayslip
    causes: tuple[Cause, ...]

    @property
    def difference(self) -> Decimal:
        """How much more (or less) would be paid, in COP."""
        return self.supposed.net - self.actual.net


def estimate(actual: PayslipInputs, supposed: PayslipInputs, parameters: LegalParameters) -> Estimate:
    """Both payslips computed by the same rules, and why they differ."""
    before, after = month_payslip(actual, parameters), month_payslip(supposed, parameters)
    return Estimate(before, after, causes_of_change(before.lines, after.lines))


def estimate_under_law(inputs: PayslipInputs, current: LegalParameters, proposed: LegalParameters) -> Estimate:
    """The same month under the law in force and under a proposed one: what a new legal row would do to a person."""
    before, after = month_payslip(inputs, current), month_payslip(inputs, proposed)
    return Estimate(before, after, causes_of_change(before.lines, after.lines))


def with_hours(inputs: PayslipInputs, hours: Sequence[WorkedHours]) -> PayslipInputs:
    """The month with more hours worked."""
    return replace(inputs, hours=(*inputs.hours, *hours))


def with_earning(inputs: PayslipInputs, earning: OtherEarning) -> PayslipInputs:
    """The month with one more payment."""
    return replace(inputs, earnings=(*inputs.earnings, earning))


def with_deduction(inputs: PayslipInputs, deduction: OtherDeduction) -> PayslipInputs:
    """The month with one more deduction (a loan)."""
    return replace(inputs, deductions=(*inputs.deductions, deduction))


def with_absence(inputs: PayslipInputs, absence: AbsenceSpan) -> PayslipInputs:
    """The month with one more absence."""
    return replace(inputs, absences=(*inputs.absences, absence))


def with_salary(inputs: PayslipInputs, monthly: Decimal, since: date) -> PayslipInputs:
    """The month with another salary from a day on."""
    kept = [
        replace(span, end=since - _ONE_DAY if span.end is None else min(span.end, since - _ONE_DAY))
        for span in inputs.salaries
        if span.start < since
    ]
    return replace(inputs, salaries=(*kept, SalarySpan(monthly, since)))
