"""A month's payslip from its inputs: earnings, contributions, withholding and other deductions."""

from __future__ import annotations

from decimal import Decimal

from services.payroll.rules.codes import (
    CONTRIBUTORY_ABSENCES,
    EXEMPT_FROM_WITHHOLDING,
    INDEMNITY,
    NON_SALARY_PAYMENTS,
    SALARY_PAYMENTS,
    SERVICE_BONUS,
    VACATION,
    WITHHOLDING,
)
from services.payroll.rules.contributions import (
    contribution_base,
    health_contribution,
    pension_contribution,
    solidarity_fund,
)
from services.payroll.rules.earnings import MonthEarnings, month_earnings, salary_on
from services.payroll.rules.indemnity import indemnity_withholding
from services.payroll.rules.parameters import LegalParameters
from services.payroll.rules.payslip import ComputedPayslip, Line, LineKind, OtherDeduction, PayslipInputs
from services.payroll.rules.steps import Operation, Step, combine, given
from services.payroll.rules.withholding import TaxReliefs, withholding, withholding_base


def month_payslip(inputs: PayslipInputs, parameters: LegalParameters) -> ComputedPayslip:
    """The payslip of a month: the same inputs and parameters always give the same lines.

    Hours, days and sick leave follow the law of each day; contributions and withholding that of the month's last day.
    Raises `ValueError` (Spanish) on inconsistent inputs and `ParameterNotFound` when the law of a day is unknown.
    """
    earnings = month_earnings(inputs, parameters)
    base = _contribution_base(inputs, earnings, parameters)
    contributions = _contributions(inputs, base, parameters)
    paid_in = sum((line.amount for line in contributions), Decimal(0))
    taxable = sum(
        (
            line.amount
            for line in earnings.lines
            if line.concept not in EXEMPT_FROM_WITHHOLDING and line.concept != SERVICE_BONUS
        ),
        Decimal(0),
    )
    retention_base = withholding_base(taxable, paid_in, inputs.reliefs, inputs.last_day, parameters)
    taxes = _withholdings(inputs, earnings, taxable, paid_in, parameters)
    others = [_other_deduction(item) for item in inputs.deductions]
    lines = (*earnings.lines, *contributions, *taxes, *others)
    gross = _total("devengado", "Total devengado", lines, LineKind.EARNING)
    taken = _total("deducido", "Total deducido", lines, LineKind.DEDUCTION)
    net = combine("neto", "Neto a pagar", Operation.DIFFERENCE, gross, taken)
    return ComputedPayslip(
        year=inputs.year,
        month=inputs.month,
        lines=lines,
        worked_days=earnings.worked_days,
        contribution_base=base,
        withholding_base=retention_base,
        gross=gross.amount,
        deductions=taken.amount,
        net=net.amount,
        steps=net,
        warnings=_warnings(inputs, net.amount, parameters),
    )


def _withholdings(
    inputs: PayslipInputs, earnings: MonthEarnings, taxable: Decimal, paid_in: Decimal, parameters: LegalParameters
) -> list[Line]:
    on = inputs.last_day
    found: list[Line] = []
    ordinary = withholding(taxable, paid_in, inputs.reliefs, on, parameters)
    found.append(_withholding_line(ordinary, withholding_base(taxable, paid_in, inputs.reliefs, on, parameters), ""))
    bonus = _paid(earnings, frozenset({SERVICE_BONUS}))
    if bonus:
        apart = withholding(bonus, Decimal(0), TaxReliefs(), on, parameters, "Retención en la fuente de la prima")
        base = withholding_base(bonus, Decimal(0), TaxReliefs(), on, parameters)
        found.append(_withholding_line(apart, base, "Prima de servicios"))
    indemnity = _paid(earnings, frozenset({INDEMNITY}))
    if indemnity:
        taxed = indemnity_withholding(indemnity, _indemnified_salary(inputs, earnings), on, parameters)
        if taxed:
            found.append(_withholding_line(taxed, taxed.inputs[0], "Indemnización"))
    return [line for line in found if line.amount]


def _indemnified_salary(inputs: PayslipInputs, earnings: MonthEarnings) -> Decimal:
    """The monthly salary that the indemnity was paid on, with its variable part; the last one when it does not say."""
    for line in earnings.lines:
        if line.concept == INDEMNITY:
            found = line.steps.find("salario_con_variable") or line.steps.find("salario_mensual")
            if found is not None:
                return found.amount
    return salary_on(inputs.salaries, min(inputs.left or inputs.last_day, inputs.last_day))


def _paid(earnings: MonthEarnings, concepts: frozenset[str]) -> Decimal:
    return sum((line.amount for line in earnings.lines if line.concept in concepts), Decimal(0))


def _contribution_base(inputs: PayslipInputs, earnings: MonthEarnings, parameters: LegalParameters) -> Step:
    # A salario integral contributes on 70 % of its vacations too, so they count with its salary.
    with_salary = frozenset({VACATION}) if inputs.integral else frozenset()
    return contribution_base(
        _paid(earnings, SALARY_PAYMENTS | with_salary),
        _paid(earnings, CONTRIBUTORY_ABSENCES - with_salary),
        _paid(earnings, NON_SALARY_PAYMENTS),
        earnings.contributed_days,
        inputs.integral,
        inputs.last_day,
        parameters,
    )


def _contributions(inputs: PayslipInputs, base: Step, parameters: LegalParameters) -> list[Line]:
    on = inputs.last_day
    steps = [health_contribution(base, on, parameters)]
    if not inputs.pension_exempt:
        steps += [pension_contribution(base, on, parameters), solidarity_fund(base, on, parameters)]
    return [
        Line(
            step.code,
            LineKind.DEDUCTION,
            step.amount,
            step,
            base=base.amount,
            rate=step.inputs[1].amount,
            norm=step.norm,
            note=step.note,
        )
        for step in steps
        if step.amount
    ]


def _withholding_line(step: Step, base: Step, note: str) -> Line:
    rate = step.find("retencion.tarifa")
    return Line(
        WITHHOLDING,
        LineKind.DEDUCTION,
        step.amount,
        step,
        base=base.amount,
        rate=rate.amount if rate else None,
        norm=step.norm,
        note=note,
    )


def _other_deduction(item: OtherDeduction) -> Line:
    step = given(item.concept, "Valor del mes", item.amount)
    return Line(item.concept, LineKind.DEDUCTION, item.amount, step, note=item.note)


def _total(code: str, label: str, lines: tuple[Line, ...], kind: LineKind) -> Step:
    parts = [line.steps for line in lines if line.kind is kind]
    return combine(code, label, Operation.SUM, *(parts or [given("cero", "Cero", Decimal("0.00"))]))


def _warnings(inputs: PayslipInputs, net: Decimal, parameters: LegalParameters) -> tuple[str, ...]:
    on = min(inputs.left or inputs.last_day, inputs.last_day)
    salary, minimum_wage = salary_on(inputs.salaries, on), parameters.value("smmlv", on)
    found: list[str] = []
    if inputs.integral and salary < minimum_wage * parameters.value("salario_integral_minimo_smmlv", on):
        found.append("integral_bajo_minimo")
    if not inputs.integral and salary < minimum_wage:
        found.append("salario_bajo_minimo")
    if net < 0:
        found.append("neto_negativo")
    return tuple(found)
