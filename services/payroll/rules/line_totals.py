"""The lines of one concept added up, and how a total moved by quantity, base and rate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from services.payroll.rules.codes import WITHHOLDING
from services.payroll.rules.payslip import Line, LineKind
from services.payroll.rules.steps import Rounding, Step, round_amount

_ZERO = Decimal(0)


@dataclass(frozen=True)
class LineTotal:
    """All lines of one concept in one payslip: `base` and `rate` are averages weighted by quantity."""

    concept: str
    kind: LineKind
    lines: tuple[Line, ...]
    variant: str = ""

    @classmethod
    def absent(cls, like: LineTotal) -> LineTotal:
        """The total of a concept that a payslip does not have."""
        return cls(like.concept, like.kind, (), like.variant)

    @property
    def amount(self) -> Decimal:
        """Sum of the amounts, without sign."""
        return sum((line.amount for line in self.lines), _ZERO)

    @property
    def quantity(self) -> Decimal | None:
        """Sum of the quantities, or None when some line has none."""
        quantities = [line.quantity for line in self.lines if line.quantity is not None]
        return sum(quantities, _ZERO) if len(quantities) == len(self.lines) else None

    @property
    def base(self) -> Decimal | None:
        """Average base, or None when some line has none."""
        return self._average([line.base for line in self.lines])

    @property
    def rate(self) -> Decimal | None:
        """Average rate, or None when some line has none."""
        return self._average([line.rate for line in self.lines])

    @property
    def norms(self) -> frozenset[str]:
        """The norms that the lines rest on."""
        return frozenset(line.norm for line in self.lines)

    def leaf_average(self, code: str) -> Decimal | None:
        """Average of a figure of the lines' trees, or None when some tree lacks it."""
        found = [line.steps.find(code) for line in self.lines]
        return self._average([step.amount if step else None for step in found])

    def single_step(self) -> Step | None:
        """The tree of the only line, or None when there are more or none."""
        return self.lines[0].steps if len(self.lines) == 1 else None

    def _average(self, figures: Sequence[Decimal | None]) -> Decimal | None:
        known = [figure for figure in figures if figure is not None]
        if not known or len(known) != len(self.lines):
            return None
        if len(set(known)) == 1:
            return known[0]
        weights = [line.quantity or Decimal(1) for line in self.lines]
        total = sum(weights, _ZERO)
        return sum((figure * weight for figure, weight in zip(known, weights, strict=True)), _ZERO) / total


def line_totals(lines: Sequence[Line]) -> dict[tuple[str, str], LineTotal]:
    """The totals by concept and variant, in the order of the lines.

    The variant is empty but for withholding, whose parts (salary, prima, indemnity) are separate calculations.
    """
    grouped: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        grouped[line.concept, line.note if line.concept == WITHHOLDING else ""].append(line)
    return {key: LineTotal(key[0], group[0].kind, tuple(group), key[1]) for key, group in grouped.items()}


def movement(first: LineTotal, second: LineTotal) -> tuple[Decimal, Decimal, Decimal]:
    """How an amount moved by quantity, then base, then rate, in COP; the three sum exactly to the difference.

    What rounding leaves goes to the last figure that moved; a concept that appears or disappears moved by quantity
    alone, and one whose figures are unknown by its base.
    """
    difference = second.amount - first.amount
    if not first.amount or not second.amount:
        return difference, _ZERO, _ZERO
    by_quantity = _proportional(first.amount, first.quantity, second.quantity)
    if first.rate is not None and second.rate is not None and first.rate != second.rate:
        by_base = _proportional(first.amount + by_quantity, first.base, second.base)
        return by_quantity, by_base, difference - by_quantity - by_base
    if by_quantity and first.base == second.base:
        return difference, _ZERO, _ZERO
    return by_quantity, difference - by_quantity, _ZERO


def _proportional(amount: Decimal, before: Decimal | None, after: Decimal | None) -> Decimal:
    if not before or after is None or before == after:
        return _ZERO
    return round_amount(amount * after / before, Rounding.CENT) - amount
