"""A calculation tree in figures: `$ 1.750.905 × 4 % = $ 70.036,20`."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from actions import formatting
from services.payroll.rules.steps import Operation, Rounding

if TYPE_CHECKING:
    from services.payroll.views import Step

_SYMBOLS = {Operation.SUM: " + ", Operation.DIFFERENCE: " − ", Operation.PRODUCT: " × ", Operation.QUOTIENT: " ÷ "}
_MULTIPLICATIVE = frozenset({Operation.PRODUCT, Operation.QUOTIENT})
_MAX_WORDS = 20
_SHOWN = Decimal("0.01")


def figure(amount: Decimal, unit: str) -> str:
    """An amount with its unit: `$ 1.750.905`, `4 %`, `30 días`, `95 UVT`."""
    if unit == "COP":
        return formatting.money(amount)
    if unit in ("tasa", "factor"):
        return formatting.percent(amount)
    return f"{formatting.number(amount)} {unit}".strip()


def in_figures(step: Step) -> str:
    """The step's calculation and its result; empty when the amount is simply given."""
    calculation = _calculation(step)
    return "" if calculation is None else f"{calculation} = {figure(step.amount, step.unit)}"


def _calculation(step: Step) -> str | None:
    symbol = _SYMBOLS.get(step.operation)
    if symbol is None or len(step.inputs) < 2:
        return None
    first, *others = step.inputs
    if step.operation is Operation.SUM:
        others = [child for child in others if child.amount]
    if step.operation is Operation.SUM and others:
        return symbol.join(map(_addend, [first, *others]))
    figures = [_first_operand(first, step.operation), *(_operand(child) for child in others)]
    return symbol.join(figures) if len(figures) > 1 else _calculation(first)


def _addend(step: Step) -> str:
    """A product that was not rounded is written out: `($ 633.323 × 19 %)`."""
    if step.operation in _MULTIPLICATIVE and step.rounding is Rounding.NONE:
        nested = _calculation(step)
        if nested is not None:
            return f"({nested})"
    return _operand(step)


def _operand(step: Step) -> str:
    """The operand's figure; in full, within parentheses, when its figure alone would not give the result again."""
    if step.rounding is Rounding.NONE and step.amount != step.amount.quantize(_SHOWN, rounding=ROUND_HALF_UP):
        nested = _calculation(step)
        if nested is not None:
            return f"({nested})"
    return figure(step.amount, step.unit)


def _first_operand(step: Step, parent: Operation) -> str:
    """A product that opens a longer one is written out, unless it was rounded on the way."""
    if parent in _MULTIPLICATIVE and step.operation in _MULTIPLICATIVE and step.rounding is Rounding.NONE:
        nested = _calculation(step)
        if nested is not None and nested.count(" ") <= _MAX_WORDS:
            return nested
    return _operand(step)
