"""The calculation tree: what computes an amount is the same object that explains it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from enum import Enum
from functools import reduce
from typing import Any

_PRECISION = Context(prec=34, rounding=ROUND_HALF_UP)


class Operation(str, Enum):
    """How a step turns its inputs into an amount; `GIVEN` and `PARAMETER` are leaves."""

    GIVEN = "dato"
    PARAMETER = "parametro"
    SUM = "suma"
    DIFFERENCE = "resta"
    PRODUCT = "producto"
    QUOTIENT = "division"
    MINIMUM = "menor"
    MAXIMUM = "mayor"


class Rounding(str, Enum):
    """How a step's exact result becomes its amount; always half away from zero."""

    NONE = "ninguno"
    CENT = "centavo"
    PESO = "peso"
    HUNDRED = "cien"
    THOUSAND = "mil"


_QUANTUM = {
    Rounding.CENT: Decimal("0.01"),
    Rounding.PESO: Decimal(1),
    Rounding.HUNDRED: Decimal(100),
    Rounding.THOUSAND: Decimal(1000),
}
_SYMBOL = {
    Operation.SUM: " + ",
    Operation.DIFFERENCE: " − ",
    Operation.PRODUCT: " × ",
    Operation.QUOTIENT: " ÷ ",
}
_LEAVES = frozenset({Operation.GIVEN, Operation.PARAMETER})


@dataclass(frozen=True)
class Step:
    """One step of a calculation: an operation over inputs, rounded, giving `amount` in `unit`.

    `code` is stable and machine-readable (`salud.valor`); `label` is a short Spanish name. `norm` and `source` say
    which law and publication the step rests on; `state` is the state of a legal parameter (vigente, transitoria);
    `rounding_reason` says why the amount is rounded as it is.
    """

    code: str
    label: str
    operation: Operation
    amount: Decimal
    unit: str = "COP"
    inputs: tuple[Step, ...] = ()
    rounding: Rounding = Rounding.NONE
    rounding_reason: str = ""
    norm: str = ""
    source: str = ""
    state: str = ""
    note: str = ""

    @property
    def formula(self) -> str:
        """The step in one line, by its inputs' labels: `Salario × Días ÷ 30`; a leaf is its own label."""
        if self.operation in _LEAVES:
            return self.label
        names = [step.label for step in self.inputs]
        if self.operation in _SYMBOL:
            return _SYMBOL[self.operation].join(names)
        return f"{'el menor' if self.operation is Operation.MINIMUM else 'el mayor'} entre {' y '.join(names)}"

    def walk(self) -> Iterator[Step]:
        """This step and every step below it, parents first."""
        yield self
        for step in self.inputs:
            yield from step.walk()

    def find(self, code: str) -> Step | None:
        """The first step with that code, or None."""
        return next((step for step in self.walk() if step.code == code), None)

    def annotated(self, note: str) -> Step:
        """The same step with a note."""
        return replace(self, note=note)

    def to_dict(self) -> dict[str, Any]:
        """The tree as JSON-ready values, decimals as strings; empty fields are left out."""
        content: dict[str, Any] = {
            "code": self.code,
            "label": self.label,
            "operation": self.operation.value,
            "amount": str(self.amount),
            "unit": self.unit,
        }
        if self.rounding is not Rounding.NONE:
            content["rounding"] = self.rounding.value
        for name in ("rounding_reason", "norm", "source", "state", "note"):
            if getattr(self, name):
                content[name] = getattr(self, name)
        if self.inputs:
            content["inputs"] = [step.to_dict() for step in self.inputs]
        return content


def step_from_dict(content: Mapping[str, Any]) -> Step:
    """The tree that `Step.to_dict` wrote; `KeyError` or `ValueError` when it is not one."""
    return Step(
        code=content["code"],
        label=content["label"],
        operation=Operation(content["operation"]),
        amount=Decimal(content["amount"]),
        unit=content["unit"],
        inputs=tuple(step_from_dict(child) for child in content.get("inputs", ())),
        rounding=Rounding(content.get("rounding", Rounding.NONE.value)),
        rounding_reason=content.get("rounding_reason", ""),
        norm=content.get("norm", ""),
        source=content.get("source", ""),
        state=content.get("state", ""),
        note=content.get("note", ""),
    )


def round_amount(amount: Decimal, rounding: Rounding) -> Decimal:
    """`amount` rounded half away from zero to the rounding's unit."""
    if rounding is Rounding.NONE:
        return amount
    quantum = _QUANTUM[rounding]
    with localcontext(_PRECISION):
        return (amount / quantum).quantize(Decimal(1), rounding=ROUND_HALF_UP) * quantum


def _evaluate(operation: Operation, values: Sequence[Decimal]) -> Decimal:
    with localcontext(_PRECISION):
        if operation is Operation.SUM:
            return sum(values, Decimal(0))
        if operation is Operation.DIFFERENCE:
            return reduce(lambda left, right: left - right, values)
        if operation is Operation.PRODUCT:
            return reduce(lambda left, right: left * right, values)
        if operation is Operation.QUOTIENT:
            return reduce(lambda left, right: left / right, values)
        if operation is Operation.MINIMUM:
            return min(values)
        if operation is Operation.MAXIMUM:
            return max(values)
    raise ValueError(f"la operación {operation.value} no tiene entradas que calcular")


def given(code: str, label: str, amount: Decimal | int, unit: str = "COP", *, norm: str = "", note: str = "") -> Step:
    """A leaf: a figure that comes from the person's data or from the calendar."""
    return Step(code, label, Operation.GIVEN, Decimal(amount), unit, norm=norm, note=note)


def combine(
    code: str,
    label: str,
    operation: Operation,
    *inputs: Step,
    unit: str = "COP",
    rounding: Rounding = Rounding.NONE,
    rounding_reason: str = "",
    norm: str = "",
    note: str = "",
) -> Step:
    """A step computed from others; `ValueError` without inputs."""
    if not inputs:
        raise ValueError(f"el paso {code} no tiene entradas")
    amount = round_amount(_evaluate(operation, [step.amount for step in inputs]), rounding)
    return Step(code, label, operation, amount, unit, inputs, rounding, rounding_reason, norm, note=note)


def recompute(step: Step) -> Decimal:
    """The amount calculated again from the leaves, trusting no intermediate amount of the tree."""
    if step.operation in _LEAVES:
        return step.amount
    return round_amount(_evaluate(step.operation, [recompute(child) for child in step.inputs]), step.rounding)


def substitute(step: Step, replacements: Mapping[str, Step]) -> Step:
    """The same calculation with some steps replaced, by code, and everything above them computed again.

    A replaced step is not looked into. This is how one cause of a change, or a supposition, is isolated.
    """
    if step.code in replacements:
        return replacements[step.code]
    if step.operation in _LEAVES:
        return step
    inputs = tuple(substitute(child, replacements) for child in step.inputs)
    amount = round_amount(_evaluate(step.operation, [child.amount for child in inputs]), step.rounding)
    return replace(step, inputs=inputs, amount=amount)
