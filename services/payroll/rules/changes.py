"""Why two payslips differ: causes that sum exactly to the difference between their nets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from services.payroll.rules.codes import (
    BEREAVEMENT_LEAVE,
    CONTRIBUTORY_ABSENCES,
    HEALTH,
    INTEGRAL_SALARY,
    PENSION,
    SALARY,
    SOLIDARITY_FUND,
    TRANSPORT_ALLOWANCE,
    UNPAID_LEAVE,
    WITHHOLDING,
)
from services.payroll.rules.line_totals import LineTotal, line_totals, movement
from services.payroll.rules.payslip import Line, LineKind
from services.payroll.rules.steps import Operation, Rounding, Step, round_amount, substitute
from services.payroll.rules.surcharges import HourKind


class CauseKind(str, Enum):
    """Why the net moved."""

    WORKED_DAYS = "dias_trabajados"
    SALARY = "salario"
    EXTRA_HOURS = "horas"
    ABSENCE = "ausencia"
    LAW = "cambio_de_ley"
    ALLOWANCE = "derecho_al_auxilio"
    NEW_EARNING = "pago_nuevo"
    ENDED_EARNING = "pago_que_ya_no_esta"
    CHANGED_EARNING = "pago_distinto"
    CONTRIBUTIONS = "aportes_por_el_ingreso"
    SOLIDARITY_BRACKET = "tramo_del_fondo"
    WITHHOLDING_INCOME = "retencion_por_el_ingreso"
    WITHHOLDING_BRACKET = "tramo_de_retencion"
    NEW_DEDUCTION = "deduccion_nueva"
    ENDED_DEDUCTION = "deduccion_que_ya_no_esta"
    CHANGED_DEDUCTION = "deduccion_distinta"


@dataclass(frozen=True)
class Cause:
    """One cause through one concept: `amount` is its effect on the net in COP (positive raises it).

    `before` and `after` are the figure that moved (days, hours, salary, rate, amount), when there is a single one.
    """

    kind: CauseKind
    concept: str
    amount: Decimal
    before: Decimal | None = None
    after: Decimal | None = None


_Explain = Callable[[LineTotal, LineTotal], list[Cause]]
_HOURS = frozenset(kind.value for kind in HourKind)
_ABSENCES = CONTRIBUTORY_ABSENCES | {UNPAID_LEAVE, BEREAVEMENT_LEAVE}
_BRACKET_LEAVES = frozenset({"retencion.tarifa", "retencion.tramo_desde", "retencion.suma_uvt"})


def causes_of_change(before: Sequence[Line], after: Sequence[Line]) -> tuple[Cause, ...]:
    """The causes of the difference between two payslips' nets, the weightiest first; their sum is the difference.

    A line's change is split in order into quantity (days, hours), base (salary, income) and rate (law, bracket); the
    last one takes what rounding leaves. Lines without steps (imported ones) are told whole, never guessed.
    """
    old, new = line_totals(before), line_totals(after)
    causes: list[Cause] = []
    for key in dict.fromkeys((*old, *new)):
        first = old.get(key) or LineTotal.absent(new[key])
        second = new.get(key) or LineTotal.absent(first)
        if first.amount != second.amount:
            sign = 1 if first.kind is LineKind.EARNING else -1
            causes += [
                replace(cause, amount=sign * cause.amount)
                for cause in _explain(first.concept)(first, second)
                if cause.amount
            ]
    return tuple(sorted(causes, key=lambda cause: (-abs(cause.amount), cause.kind.value, cause.concept)))


def weight_by_kind(causes: Sequence[Cause]) -> tuple[tuple[CauseKind, Decimal], ...]:
    """Causes added up by kind, the weightiest first; the sum stays the same."""
    totals: dict[CauseKind, Decimal] = defaultdict(Decimal)
    for cause in causes:
        totals[cause.kind] += cause.amount
    return tuple(sorted(totals.items(), key=lambda item: (-abs(item[1]), item[0].value)))


def _explain(concept: str) -> _Explain:
    if concept in {SALARY, INTEGRAL_SALARY}:
        return _salary
    if concept in _HOURS:
        return _hours
    if concept in _ABSENCES:
        return lambda first, second: [_whole(CauseKind.ABSENCE, first, second, by_quantity=True)]
    explained: dict[str, _Explain] = {
        TRANSPORT_ALLOWANCE: _allowance,
        HEALTH: _contribution,
        PENSION: _contribution,
        SOLIDARITY_FUND: _solidarity,
        WITHHOLDING: _withholding,
    }
    return explained.get(concept, _other)


def _whole(kind: CauseKind, first: LineTotal, second: LineTotal, *, by_quantity: bool = False) -> Cause:
    figures = (first.quantity, second.quantity) if by_quantity else (first.amount, second.amount)
    return Cause(kind, first.concept, second.amount - first.amount, *figures)


def _salary(first: LineTotal, second: LineTotal) -> list[Cause]:
    quantity, base, rate = movement(first, second)
    return [
        Cause(CauseKind.WORKED_DAYS, first.concept, quantity, first.quantity, second.quantity),
        Cause(CauseKind.SALARY, first.concept, base + rate, first.base, second.base),
    ]


def _hours(first: LineTotal, second: LineTotal) -> list[Cause]:
    if first.quantity is None or second.quantity is None:
        return [_whole(CauseKind.EXTRA_HOURS, first, second)]
    quantity, base, rate = movement(first, second)
    old_salary, new_salary = first.leaf_average("salario_mensual"), second.leaf_average("salario_mensual")
    raised = base
    if old_salary and new_salary:
        # The hour moved with the salary and with the law's divisor: the salary's part first, the rest is the law's.
        at_old_hours = first.amount + quantity
        raised = round_amount(at_old_hours * (new_salary / old_salary - 1), Rounding.CENT)
    return [
        Cause(CauseKind.EXTRA_HOURS, first.concept, quantity, first.quantity, second.quantity),
        Cause(CauseKind.SALARY, first.concept, raised, old_salary, new_salary),
        Cause(
            CauseKind.LAW,
            first.concept,
            base - raised,
            *(each.leaf_average("divisor_hora") for each in (first, second)),
        ),
        Cause(CauseKind.LAW, first.concept, rate, first.rate, second.rate),
    ]


def _allowance(first: LineTotal, second: LineTotal) -> list[Cause]:
    if not first.amount or not second.amount or first.base is None or second.base is None:
        return [_whole(CauseKind.ALLOWANCE, first, second)]
    quantity, base, rate = movement(first, second)
    return [
        Cause(CauseKind.WORKED_DAYS, first.concept, quantity, first.quantity, second.quantity),
        Cause(CauseKind.LAW, first.concept, base + rate, first.base, second.base),
    ]


def _contribution(first: LineTotal, second: LineTotal) -> list[Cause]:
    if not first.amount or not second.amount:
        return [_whole(CauseKind.CONTRIBUTIONS, first, second)]
    return _by_income_and_rate(first, second, CauseKind.LAW)


def _solidarity(first: LineTotal, second: LineTotal) -> list[Cause]:
    if not first.amount or not second.amount:
        difference = second.amount - first.amount
        return [Cause(CauseKind.SOLIDARITY_BRACKET, first.concept, difference, first.rate, second.rate)]
    same_law = first.norms == second.norms
    return _by_income_and_rate(first, second, CauseKind.SOLIDARITY_BRACKET if same_law else CauseKind.LAW)


def _by_income_and_rate(first: LineTotal, second: LineTotal, by_rate: CauseKind) -> list[Cause]:
    quantity, base, rate = movement(first, second)
    limit = _moved_by_limit(first, second)
    return [
        Cause(CauseKind.LAW, first.concept, limit, first.base, second.base),
        Cause(CauseKind.CONTRIBUTIONS, first.concept, quantity + base - limit, first.base, second.base),
        Cause(by_rate, first.concept, rate, first.rate, second.rate),
    ]


def _moved_by_limit(first: LineTotal, second: LineTotal) -> Decimal:
    """How much of a contribution moved because the law moved the least or the most that one contributes on."""
    old, new = first.single_step(), second.single_step()
    old_base, new_base = old and old.find("ibc"), new and new.find("ibc")
    if not (old_base and new_base and _at_limit(old_base) and _at_limit(new_base)):
        return Decimal(0)
    limited = substitute(old_base, _legal_leaves(new_base)).amount
    return round_amount(first.amount * (limited / old_base.amount - 1), Rounding.CENT)


def _at_limit(base: Step) -> bool:
    income = base.find("ingreso_cotizable")
    return bool(base.amount) and income is not None and round_amount(income.amount, Rounding.CENT) != base.amount


def _withholding(first: LineTotal, second: LineTotal) -> list[Cause]:
    old, new = first.single_step(), second.single_step()
    if not first.amount or not second.amount:
        # The salary's withholding appears by reaching a taxed bracket; the prima's, because there is a prima.
        kind = CauseKind.WITHHOLDING_INCOME if first.variant else CauseKind.WITHHOLDING_BRACKET
        return [Cause(kind, first.concept, second.amount - first.amount, first.rate, second.rate)]
    old_base, new_base = old and old.find("retencion.base"), new and new.find("retencion.base")
    if old is None or new is None or old_base is None or new_base is None:
        return [_whole(CauseKind.WITHHOLDING_INCOME, first, second)]
    law = substitute(old, _legal_leaves(new))
    moved = substitute(law, {"retencion.base": new_base})
    return [
        Cause(CauseKind.LAW, first.concept, law.amount - old.amount, *_unit(old, new)),
        Cause(CauseKind.WITHHOLDING_INCOME, first.concept, moved.amount - law.amount, old_base.amount, new_base.amount),
        Cause(CauseKind.WITHHOLDING_BRACKET, first.concept, new.amount - moved.amount, first.rate, second.rate),
    ]


def _legal_leaves(step: Step) -> dict[str, Step]:
    return {
        leaf.code: leaf
        for leaf in step.walk()
        if leaf.operation is Operation.PARAMETER and leaf.code not in _BRACKET_LEAVES
    }


def _unit(old: Step, new: Step) -> tuple[Decimal | None, Decimal | None]:
    before, after = old.find("uvt"), new.find("uvt")
    return (before.amount if before else None, after.amount if after else None)


def _other(first: LineTotal, second: LineTotal) -> list[Cause]:
    earning = first.kind is LineKind.EARNING
    if not first.amount:
        kind = CauseKind.NEW_EARNING if earning else CauseKind.NEW_DEDUCTION
    elif not second.amount:
        kind = CauseKind.ENDED_EARNING if earning else CauseKind.ENDED_DEDUCTION
    else:
        kind = CauseKind.CHANGED_EARNING if earning else CauseKind.CHANGED_DEDUCTION
    return [_whole(kind, first, second)]
