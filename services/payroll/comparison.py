"""Why two periods pay differently: each concept's change, split into causes that sum exactly to the difference.

A line is amount = quantity × unit value; the unit value comes from a base and a rate. The change of the quantity is
valued at the old unit value, the change of the rate at the old base, and what remains is the base's: so the causes of
a line sum to its change to the cent, whatever was rounded.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from services.payroll.concepts import LineKind, Unit
from services.payroll.views import ZERO, ChangeCause, Comparison, LineChange

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from services.payroll.periods import Period
    from services.payroll.views import PayslipLine, SalaryChange

CENT = Decimal("0.01")
BY_DECREE = frozenset({"auxilio_transporte"})
BY_BRACKET = frozenset({"retencion_fuente", "fondo_solidaridad"})


@dataclass(frozen=True)
class _Sum:
    """A concept's lines of a period as one: what it amounts to and what drives it."""

    line: PayslipLine
    amount: Decimal
    quantity: Decimal | None
    base: Decimal | None
    rate: Decimal | None

    @property
    def unit_value(self) -> Decimal:
        """What one day or hour is worth."""
        return self.amount / self.quantity if self.quantity else ZERO


def compare_lines(
    before: Period,
    before_lines: Iterable[PayslipLine],
    after: Period,
    after_lines: Iterable[PayslipLine],
    salaries: Sequence[SalaryChange],
) -> Comparison:
    """The comparison of two periods' lines; `salaries` (in order of date) tell a raise from the minimum wage's."""
    old, new = _sums(before_lines), _sums(after_lines)
    raise_code = _raise_code(before, after, salaries)
    changes = [
        change
        for concept in dict.fromkeys((*old, *new))
        if (change := _change(old.get(concept), new.get(concept), raise_code)) is not None
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


def _sums(lines: Iterable[PayslipLine]) -> dict[str, _Sum]:
    grouped: dict[str, list[PayslipLine]] = defaultdict(list)
    for line in lines:
        grouped[line.concept].append(line)
    return {concept: _sum(group) for concept, group in grouped.items()}


def _sum(lines: list[PayslipLine]) -> _Sum:
    first = lines[0]
    amount = sum((line.amount for line in lines), ZERO)
    quantities = [line.quantity for line in lines if line.quantity is not None]
    quantity = sum(quantities, ZERO) if len(quantities) == len(lines) else None
    bases = [line.base for line in lines if line.base is not None]
    rates = {line.rate for line in lines}
    rate = rates.pop() if len(rates) == 1 else None
    base: Decimal | None = None
    if len(bases) == len(lines):
        weights = [line.quantity or Decimal(0) for line in lines]
        if quantity:
            base = sum((each * weight for each, weight in zip(bases, weights, strict=True)), ZERO) / quantity
        else:
            base = sum(bases, ZERO)
    return _Sum(first, amount, quantity, base, rate)


def _change(old: _Sum | None, new: _Sum | None, raise_code: str) -> LineChange | None:
    line = (new or old).line  # type: ignore[union-attr] # a concept comes from one of the two
    before = ZERO if old is None else old.amount
    after = ZERO if new is None else new.amount
    sign = 1 if line.kind is LineKind.EARNING else -1
    effect = sign * (after - before)
    if not effect:
        return None
    if old is None or new is None:
        code = "new" if old is None else "ended"
        causes = [ChangeCause(code, effect, before, after, "COP", line.norm)]
    else:
        causes = _causes(old, new, sign, effect, raise_code)
    return LineChange(line.concept, line.name, line.kind, line.family, before, after, effect, tuple(causes))


def _causes(old: _Sum, new: _Sum, sign: int, effect: Decimal, raise_code: str) -> list[ChangeCause]:
    causes: list[ChangeCause] = []
    norm = new.line.norm

    def add(code: str, value: Decimal, before: Decimal | None, after: Decimal | None, unit: str) -> None:
        rounded = (sign * value).quantize(CENT, rounding=ROUND_HALF_UP)
        if rounded:
            causes.append(ChangeCause(code, rounded, before, after, unit, norm))

    counted = bool(old.quantity and new.quantity)
    if counted and old.quantity is not None and new.quantity is not None and old.quantity != new.quantity:
        days = new.line.unit is Unit.DAYS
        code = "worked_days" if days and new.line.family in ("salario", "auxilio_transporte") else "quantity"
        unit = "days" if days else "hours"
        add(code, (new.quantity - old.quantity) * old.unit_value, old.quantity, new.quantity, unit)
    weight = new.quantity if counted and new.quantity is not None else Decimal(1)
    if old.rate is not None and new.rate is not None and old.rate != new.rate and old.base is not None:
        if new.line.concept in BY_BRACKET and new.base is not None:
            add("base", (new.base - old.base) * old.rate, old.base, new.base, "COP")
        else:
            add("rate", weight * _unit_base(old) * (new.rate - old.rate), old.rate, new.rate, "ratio")
    remainder = effect - sum((cause.effect for cause in causes), ZERO)
    if remainder:
        causes.append(_remaining_cause(old, new, remainder, causes, raise_code))
    causes.sort(key=lambda cause: -abs(cause.effect))
    return causes


def _unit_base(part: _Sum) -> Decimal:
    """What a rate of 1 would pay for one unit (a day's or an hour's value, or the whole base)."""
    if part.quantity and part.rate:
        return part.unit_value / part.rate
    return part.base or ZERO


def _remaining_cause(
    old: _Sum, new: _Sum, remainder: Decimal, found: list[ChangeCause], raise_code: str
) -> ChangeCause:
    """The cause of what days, hours and rates do not explain."""
    line, norm = new.line, new.line.norm
    if line.concept in BY_BRACKET and old.rate != new.rate:
        return ChangeCause("bracket", remainder, old.rate, new.rate, "ratio", norm)
    if old.base is None or new.base is None or old.base == new.base:
        # Only cents of rounding can be left when something else was found; they belong to it, not to a cause of theirs.
        if found and abs(remainder) < 1:
            largest = found.pop()
            return ChangeCause(
                largest.code, largest.effect + remainder, largest.before, largest.after, largest.unit, largest.norm
            )
        return ChangeCause("amount", remainder, old.amount, new.amount, "COP", norm)
    base_before, base_after = old.base.quantize(CENT), new.base.quantize(CENT)
    if line.concept in BY_DECREE:
        code = "law"
    elif line.family == "salario":
        code = raise_code
    elif line.unit is Unit.HOURS:
        code = "unit_value"
    else:
        code = "base"
    return ChangeCause(code, remainder, base_before, base_after, "COP", norm)


def _raise_code(before: Period, after: Period, salaries: Sequence[SalaryChange]) -> str:
    start, end = sorted((before.end, after.end))
    between = [change for change in salaries if start < change.since <= end]
    if between and all(change.reason == "minimum_wage" for change in between):
        return "minimum_wage"
    return "raise"


def _totals(sums: dict[str, _Sum]) -> tuple[Decimal, Decimal]:
    gross = sum((part.amount for part in sums.values() if part.line.kind is LineKind.EARNING), ZERO)
    deductions = sum((part.amount for part in sums.values() if part.line.kind is LineKind.DEDUCTION), ZERO)
    return gross, deductions
