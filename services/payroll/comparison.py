"""Why two periods pay differently: the rules' causes, gathered by concept, summing exactly to the difference."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from services.payroll.concepts import CONCEPTS, LineKind
from services.payroll.rules import payslip as rules
from services.payroll.rules.changes import Cause, CauseKind, causes_of_change
from services.payroll.rules.steps import given
from services.payroll.views import ZERO, ChangeCause, Comparison, LineChange

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from services.payroll.periods import Period
    from services.payroll.views import PayslipLine, SalaryChange

CODES: dict[CauseKind, tuple[str, str]] = {
    CauseKind.WORKED_DAYS: ("worked_days", "days"),
    CauseKind.SALARY: ("raise", "COP"),
    CauseKind.EXTRA_HOURS: ("quantity", "hours"),
    CauseKind.ABSENCE: ("quantity", "days"),
    CauseKind.LAW: ("law", "COP"),
    CauseKind.CONTRIBUTIONS: ("base", "COP"),
    CauseKind.SOLIDARITY_BRACKET: ("bracket", "ratio"),
    CauseKind.WITHHOLDING_INCOME: ("base", "COP"),
    CauseKind.WITHHOLDING_BRACKET: ("bracket", "ratio"),
}
"""The code and unit of each cause; what is not here is a change of the amount itself."""

LARGEST_RATE, LARGEST_HOURS = 10, 1000
"""Legal figures up to the first are rates, and up to the second hours of a month; amounts in COP are far above."""


def compare_lines(
    before: Period,
    before_lines: Iterable[PayslipLine],
    after: Period,
    after_lines: Iterable[PayslipLine],
    salaries: Sequence[SalaryChange],
) -> Comparison:
    """The comparison of two periods' lines; `salaries` (in order of date) tell a raise from the minimum wage's."""
    old, new = list(before_lines), list(after_lines)
    causes: dict[str, list[Cause]] = defaultdict(list)
    for cause in causes_of_change([_rules_line(line) for line in old], [_rules_line(line) for line in new]):
        causes[cause.concept].append(cause)
    raise_code = _raise_code(before, after, salaries)
    old_amounts, new_amounts = _amounts(old), _amounts(new)
    changes = [
        _change(concept, found, old_amounts.get(concept, ZERO), new_amounts.get(concept, ZERO), raise_code)
        for concept, found in causes.items()
    ]
    changes.sort(key=lambda change: (-abs(change.effect), change.concept))
    gross, deductions = _totals(old)
    new_gross, new_deductions = _totals(new)
    return Comparison(
        before=before,
        after=after,
        before_gross=gross,
        after_gross=new_gross,
        before_deductions=deductions,
        after_deductions=new_deductions,
        before_net=gross - deductions,
        after_net=new_gross - new_deductions,
        difference=(new_gross - new_deductions) - (gross - deductions),
        changes=tuple(changes),
    )


def _rules_line(line: PayslipLine) -> rules.Line:
    """The line as the rules know it; part of a line has no tree of its own, only its value."""
    steps = line.steps[0] if line.steps and line.steps[0].amount == line.amount else None
    return rules.Line(
        concept=line.concept,
        kind=rules.LineKind(line.kind.value),
        amount=line.amount,
        steps=steps or given(line.concept, line.name, line.amount),
        base=line.base,
        rate=line.rate,
        quantity=line.quantity,
        unit=None if line.unit is None else line.unit.value,
        norm=line.norm or "",
        note=line.note or "",
    )


def _change(concept: str, found: list[Cause], before: Decimal, after: Decimal, raise_code: str) -> LineChange:
    registered = CONCEPTS[concept]
    effect = sum((cause.amount for cause in found), ZERO)
    if not before or not after:
        code = "ended" if before else "new"
        causes: tuple[ChangeCause, ...] = (ChangeCause(code, effect, before, after, "COP", registered.norm),)
    else:
        causes = tuple(_cause(cause, registered.norm, raise_code) for cause in found)
    return LineChange(concept, registered.name, registered.kind, registered.family, before, after, effect, causes)


def _cause(cause: Cause, norm: str, raise_code: str) -> ChangeCause:
    code, unit = CODES.get(cause.kind, ("amount", "COP"))
    if cause.kind is CauseKind.SALARY:
        code = raise_code
    if cause.kind is CauseKind.LAW and cause.before is not None and cause.before <= LARGEST_HOURS:
        code, unit = ("law_rate", "ratio") if cause.before <= LARGEST_RATE else ("law_hours", "hours")
    return ChangeCause(code, cause.amount, cause.before, cause.after, unit, norm)


def _raise_code(before: Period, after: Period, salaries: Sequence[SalaryChange]) -> str:
    start, end = sorted((before.end, after.end))
    between = [change for change in salaries if start < change.since <= end]
    if between and all(change.reason == "minimum_wage" for change in between):
        return "minimum_wage"
    return "raise"


def _amounts(lines: Iterable[PayslipLine]) -> dict[str, Decimal]:
    amounts: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for line in lines:
        amounts[line.concept] += line.amount
    return amounts


def _totals(lines: Iterable[PayslipLine]) -> tuple[Decimal, Decimal]:
    gross = deductions = ZERO
    for line in lines:
        if line.kind is LineKind.EARNING:
            gross += line.amount
        else:
            deductions += line.amount
    return gross, deductions
