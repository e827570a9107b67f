"""A whole ordinary month of a person: the inputs that a supposition is added to.

The salary, the terms, and what the latest payslip shows to be fixed: allowances, deductions and certified tax reliefs.
Extra hours, commissions and absences are left out, because nobody knows those of a month to come.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from services.payroll.concepts import CONCEPTS, LineKind
from services.payroll.errors import NoPayrollRecord
from services.payroll.periods import Month
from services.payroll.rules import codes
from services.payroll.rules.earnings import salary_on
from services.payroll.rules.payslip import AbsenceKind, AbsenceSpan, OtherDeduction, OtherEarning, PayslipInputs
from services.payroll.rules.withholding import TaxReliefs
from services.payroll.severance import salary_spans
from services.payroll.views import Absence, PayslipLine, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from services.payroll.records import PayrollRecords
    from services.payroll.rules.payslip import Line
    from services.payroll.rules.steps import Step
    from services.payroll.views import Loan, Payslip

_LEGAL_DEDUCTIONS = frozenset({codes.HEALTH, codes.PENSION, codes.SOLIDARITY_FUND, codes.WITHHOLDING})
_FIXED_EARNINGS = frozenset({"rodamiento"})
BY_RECORDED_BASE = frozenset(
    {AbsenceKind.SICK_LEAVE, AbsenceKind.WORK_ACCIDENT, AbsenceKind.MATERNITY, AbsenceKind.PATERNITY}
)
"""The absences paid on what was contributed on before, not on the salary."""


@dataclass(frozen=True)
class RegularMonth:
    """The inputs of an ordinary month, the salary in them, and the payslip that lent what is fixed."""

    inputs: PayslipInputs
    salary: Decimal
    latest: Payslip | None


def regular_month(records: PayrollRecords, subject: UUID, month: Month, today: date) -> RegularMonth:
    """The ordinary month of a person; NoPayrollRecord("salary") when they are not employed in it.

    `today` bounds the payslips that count as known.
    """
    terms = records.terms_on(subject, month.last_day)
    changes = records.salaries(subject)
    ended = terms is not None and terms.ends_on is not None and terms.ends_on < month.first_day
    if terms is None or ended or not changes:
        raise NoPayrollRecord("salary")
    latest = _latest_payslip(records, subject, min(month, Month.of(today)))
    lines = () if latest is None else latest.lines
    running = records.loans(subject, max(month.first_day, today))
    inputs = PayslipInputs(
        year=month.year,
        month=month.month,
        salaries=salary_spans(changes),
        integral=terms.integral,
        hired=terms.starts_on,
        left=terms.ends_on,
        earnings=tuple(OtherEarning(line.concept, line.amount) for line in lines if line.concept in _FIXED_EARNINGS),
        deductions=tuple(_fixed_deductions(lines, running)),
        reliefs=_reliefs(lines),
        pension_exempt=_without_pension(lines),
    )
    last = month.last_day if terms.ends_on is None else min(terms.ends_on, month.last_day)
    return RegularMonth(inputs, salary_on(inputs.salaries, last), latest)


def with_recorded(regular: RegularMonth, absences: Iterable[Absence], until: date) -> PayslipInputs:
    """The month with what is registered in it up to a day: its absences, and the variable pay of its payslip."""
    inputs, latest = regular.inputs, regular.latest
    base = None if latest is None else latest.contribution_base
    spans = [
        AbsenceSpan(kind, absence.start, min(absence.end, until), base=base if kind in BY_RECORDED_BASE else None)
        for absence in absences
        for kind in (AbsenceKind[absence.kind.name],)
        if absence.start <= until
    ]
    variable: list[OtherEarning] = []
    if latest is not None and latest.month == Month(inputs.year, inputs.month):
        variable = [
            OtherEarning(line.concept, line.amount, _own_tree(line))
            for line in latest.earning_lines
            if CONCEPTS[line.concept].supplement or line.family == "bonificacion"
        ]
    return replace(inputs, absences=tuple(spans), earnings=(*inputs.earnings, *variable))


def view_lines(lines: Iterable[Line]) -> tuple[PayslipLine, ...]:
    """Computed lines as payroll answers them, each with its calculation tree."""
    return tuple(
        PayslipLine(
            concept=line.concept,
            name=CONCEPTS[line.concept].name,
            kind=LineKind(line.kind.value),
            family=CONCEPTS[line.concept].family,
            base=line.base,
            rate=line.rate,
            quantity=line.quantity,
            unit=None if line.unit is None else Unit(line.unit),
            amount=line.amount,
            norm=line.norm or None,
            note=line.note or None,
            steps=(line.steps,),
        )
        for line in lines
    )


def _own_tree(line: PayslipLine) -> Step | None:
    return line.steps[0] if line.steps and line.steps[0].amount == line.amount else None


def _latest_payslip(records: PayrollRecords, subject: UUID, month: Month) -> Payslip | None:
    known = [each for each in records.months(subject) if each <= month]
    return records.payslip(subject, known[-1]) if known else None


def _fixed_deductions(lines: Iterable[PayslipLine], loans: Iterable[Loan]) -> list[OtherDeduction]:
    """The deductions agreed or ordered; an instalment only while its loan runs."""
    running = {loan.concept for loan in loans}
    of_loans = {"libranza", "credito_fondo_empleados"}
    return [
        OtherDeduction(line.concept, line.amount, line.note or "")
        for line in lines
        if line.kind is LineKind.DEDUCTION
        and line.concept not in _LEGAL_DEDUCTIONS
        and (line.concept not in of_loans or line.concept in running)
    ]


def _reliefs(lines: Iterable[PayslipLine]) -> TaxReliefs:
    """What the latest withholding accepted as certified: its tree says so."""
    trees = [step for line in lines if line.concept == codes.WITHHOLDING and not line.note for step in line.steps]
    return TaxReliefs(
        dependants=any(step.find("dependientes") for step in trees),
        prepaid_health=_certified(trees, "medicina_prepagada"),
        housing_interest=_certified(trees, "intereses_vivienda"),
        voluntary_contributions=_certified(trees, "aportes_voluntarios"),
    )


def _certified(trees: Iterable[Step], code: str) -> Decimal:
    found = [step for tree in trees for step in (tree.find(f"{code}.certificado"),) if step is not None]
    return found[0].amount if found else Decimal(0)


def _without_pension(lines: Iterable[PayslipLine]) -> bool:
    concepts = {line.concept for line in lines}
    return codes.HEALTH in concepts and codes.PENSION not in concepts
