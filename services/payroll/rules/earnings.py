"""The earnings of a month: salary by days worked, hours, absences, transport allowance and other payments."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.payroll.rules.calendar_days import MONTH_DAYS, days_360, each_day, month_bounds, overlap
from services.payroll.rules.codes import INTEGRAL_SALARY, SALARY, SALARY_PAYMENTS, TRANSPORT_ALLOWANCE, UNPAID_LEAVE
from services.payroll.rules.parameters import LegalParameters
from services.payroll.rules.payslip import AbsenceKind, AbsenceSpan, Line, LineKind, PayslipInputs, SalarySpan
from services.payroll.rules.sick_leave import SickLeavePart, common_sick_leave, work_accident_leave
from services.payroll.rules.steps import Operation, Rounding, Step, combine, given
from services.payroll.rules.surcharges import HourKind, hour_factor, hours_pay
from services.payroll.rules.transport_allowance import entitled_to_transport_allowance, transport_allowance
from services.payroll.rules.working_time import hour_value

_CENTS = "Al centavo (práctica)"
_ABSENCE_LABELS = {
    AbsenceKind.MATERNITY: ("Licencia de maternidad", "CST art. 236 (Ley 1822 de 2017)"),
    AbsenceKind.PATERNITY: ("Licencia de paternidad", "CST art. 236 (Ley 2114 de 2021)"),
    AbsenceKind.BEREAVEMENT: ("Licencia por luto", "CST art. 57, num. 10 (Ley 1280 de 2009)"),
    AbsenceKind.VACATION: ("Vacaciones disfrutadas", "CST arts. 186 y 192"),
    AbsenceKind.UNPAID: ("Licencia no remunerada", "CST arts. 51 y 53"),
}


@dataclass(frozen=True)
class WorkedRun:
    """Days worked (thirtieths) under one salary and one value of the transport allowance."""

    start: date
    end: date
    monthly: Decimal
    days: int


@dataclass(frozen=True)
class MonthEarnings:
    """The earning lines of a month, the days worked and the days that count for contributions."""

    lines: tuple[Line, ...]
    worked_days: int
    contributed_days: int


def salary_on(salaries: tuple[SalarySpan, ...], on: date) -> Decimal:
    """The monthly salary in force on a day; `ValueError` when no span covers it."""
    for span in salaries:
        if span.start <= on and (span.end is None or on <= span.end):
            return span.monthly
    raise ValueError(f"no hay salario para el {on.isoformat()}")


def employment_span(inputs: PayslipInputs) -> tuple[date, date]:
    """The days of the month under contract; `ValueError` when there are none."""
    first, last = month_bounds(inputs.year, inputs.month)
    span = overlap(inputs.hired or first, inputs.left or last, first, last)
    if span is None:
        raise ValueError("la persona no estuvo vinculada en el mes")
    return span


def worked_runs(inputs: PayslipInputs, parameters: LegalParameters) -> tuple[WorkedRun, ...]:
    """Days worked cut where the salary or the transport allowance changes.

    Payroll months have thirty days: an absence takes its calendar days, and what remains up to thirty is worked; a
    month away from its first to its last day of contract has no worked day.
    """
    start, end = employment_span(inputs)
    away = absence_days(inputs)
    pieces: list[tuple[date, date, Decimal]] = []
    for day in each_day(start, end):
        salary = salary_on(inputs.salaries, day)
        allowance = parameters.value(TRANSPORT_ALLOWANCE, day)
        if pieces and pieces[-1][2] == salary and parameters.value(TRANSPORT_ALLOWANCE, pieces[-1][0]) == allowance:
            pieces[-1] = (pieces[-1][0], day, salary)
        else:
            pieces.append((day, day, salary))
    runs: list[WorkedRun] = []
    counted = 0
    for first, last, salary in pieces:
        calendar_days = (last - first).days + 1
        absent = sum(1 for day in each_day(first, last) if day in away)
        thirtieths = days_360(start, last) - counted
        counted += thirtieths
        runs.append(WorkedRun(first, last, salary, 0 if absent == calendar_days else max(thirtieths - absent, 0)))
    return tuple(runs)


def absence_days(inputs: PayslipInputs) -> frozenset[date]:
    """Every day of the month, under contract, that some absence covers; `ValueError` when two cover the same day."""
    start, end = employment_span(inputs)
    days: list[date] = []
    for absence in inputs.absences:
        span = overlap(absence.start, absence.end, start, end)
        if span:
            days.extend(each_day(*span))
    if len(days) != len(set(days)):
        raise ValueError("dos ausencias cubren el mismo día")
    return frozenset(days)


def month_earnings(inputs: PayslipInputs, parameters: LegalParameters) -> MonthEarnings:
    """All the earning lines of the month, in the order of a payslip."""
    runs = worked_runs(inputs, parameters)
    salary = [_salary_line(inputs, run) for run in runs if run.days]
    hours = _hour_lines(inputs, parameters)
    absences = [line for absence in inputs.absences for line in _absence_lines(inputs, absence, parameters)]
    others = [_other_line(item.concept, item.amount, item.steps, item.note) for item in inputs.earnings]
    variable = sum((line.amount for line in (*hours, *others) if line.concept in SALARY_PAYMENTS), Decimal(0))
    allowance = [
        line
        for run in runs
        if run.days and entitled_to_transport_allowance(run.monthly + variable, inputs.integral, run.end, parameters)
        for line in (_allowance_line(run, parameters),)
    ]
    worked = sum(run.days for run in runs)
    start, end = employment_span(inputs)
    unpaid = sum(
        (span[1] - span[0]).days + 1
        for absence in inputs.absences
        if absence.kind is AbsenceKind.UNPAID and (span := overlap(absence.start, absence.end, start, end))
    )
    everyday_unpaid = unpaid == (end - start).days + 1
    contributed = 0 if everyday_unpaid else max(days_360(start, end) - unpaid, 0)
    return MonthEarnings((*salary, *hours, *absences, *allowance, *others), worked, contributed)


def _salary_line(inputs: PayslipInputs, run: WorkedRun) -> Line:
    concept, label, norm = (
        (INTEGRAL_SALARY, "Salario integral", "CST art. 132") if inputs.integral else (SALARY, "Sueldo", "CST art. 127")
    )
    step = _by_days(concept, label, run.monthly, run.days, norm)
    return _earning(concept, step, base=run.monthly, quantity=Decimal(run.days), unit="days")


def _by_days(concept: str, label: str, monthly: Decimal, days: int, norm: str) -> Step:
    return combine(
        concept,
        label,
        Operation.QUOTIENT,
        combine(
            f"{concept}.dias",
            "Valor del mes por los días",
            Operation.PRODUCT,
            given("salario_mensual", "Salario mensual", monthly),
            given("dias", "Días", days, "días"),
        ),
        given("dias_mes", "Días del mes", MONTH_DAYS, "días"),
        rounding=Rounding.CENT,
        rounding_reason=_CENTS,
        norm=norm,
    )


def _hour_lines(inputs: PayslipInputs, parameters: LegalParameters) -> list[Line]:
    groups: dict[tuple[HourKind, Decimal, Decimal], list[tuple[date, Decimal]]] = defaultdict(list)
    for worked in sorted(inputs.hours, key=lambda item: (item.day, item.kind.value)):
        hour = hour_value(salary_on(inputs.salaries, worked.day), worked.day, parameters).amount
        factor = hour_factor(worked.kind, worked.day, parameters).amount
        groups[worked.kind, hour, factor].append((worked.day, worked.hours))
    lines: list[Line] = []
    order = list(HourKind)
    for (kind, hour, factor), records in sorted(groups.items(), key=lambda item: (order.index(item[0][0]), item[1][0])):
        hours = sum((count for _, count in records), Decimal(0))
        day = records[0][0]
        step = hours_pay(kind, hours, salary_on(inputs.salaries, day), day, parameters)
        lines.append(_earning(kind.value, step, base=hour, rate=factor, quantity=hours, unit="hours"))
    return lines


def _absence_lines(inputs: PayslipInputs, absence: AbsenceSpan, parameters: LegalParameters) -> list[Line]:
    start, end = employment_span(inputs)
    span = overlap(absence.start, absence.end, start, end)
    if span is None:
        return []
    base = absence.base if absence.base is not None else salary_on(inputs.salaries, span[0])
    if absence.kind is AbsenceKind.SICK_LEAVE:
        leave_start = absence.leave_start or absence.start
        parts = common_sick_leave(leave_start, *span, base, parameters, inputs.sick_first_days_rate)
        return [_sick_line(part, base) for part in parts]
    if absence.kind is AbsenceKind.WORK_ACCIDENT:
        return [_sick_line(part, base) for part in work_accident_leave(*span, base, parameters)]
    label, norm = _ABSENCE_LABELS[absence.kind]
    calendar_days = (span[1] - span[0]).days + 1
    concept = absence.kind.value
    if absence.kind is AbsenceKind.UNPAID:
        step = given(UNPAID_LEAVE, label, Decimal("0.00"), norm=norm)
        return [_earning(concept, step, base=base, quantity=Decimal(calendar_days), unit="days")]
    days = min(calendar_days, MONTH_DAYS)
    if span == month_bounds(inputs.year, inputs.month):
        days = MONTH_DAYS
    step = _by_days(concept, label, base, days, norm)
    return [_earning(concept, step, base=base, quantity=Decimal(days), unit="days")]


def _sick_line(part: SickLeavePart, base: Decimal) -> Line:
    return _earning(
        part.concept,
        part.step,
        base=base,
        rate=part.rate.amount,
        quantity=Decimal(part.days),
        unit="days",
        note=f"A cargo de {part.payer}",
    )


def _allowance_line(run: WorkedRun, parameters: LegalParameters) -> Line:
    step = transport_allowance(run.days, run.end, parameters)
    monthly = parameters.value(TRANSPORT_ALLOWANCE, run.end)
    return _earning(TRANSPORT_ALLOWANCE, step, base=monthly, quantity=Decimal(run.days), unit="days")


def _other_line(concept: str, amount: Decimal, steps: Step | None, note: str) -> Line:
    step = steps or given(concept, "Valor del mes", amount)
    if step.amount != amount:
        raise ValueError(f"el valor de «{concept}» no coincide con su explicación")
    return _earning(concept, step, note=note)


def _earning(
    concept: str,
    step: Step,
    *,
    base: Decimal | None = None,
    rate: Decimal | None = None,
    quantity: Decimal | None = None,
    unit: str | None = None,
    note: str = "",
) -> Line:
    return Line(concept, LineKind.EARNING, step.amount, step, base, rate, quantity, unit, step.norm, note)
