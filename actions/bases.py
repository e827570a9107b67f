"""Where the base of a calculation comes from: the sum under a benefit, and what counts for contributions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions import formatting
from actions.concept_lines import in_sentence
from actions.explanation import in_figures
from actions.payslip_lines import total
from services.payroll.rules.codes import CONTRIBUTORY_ABSENCES, SALARY_PAYMENTS
from services.payroll.rules.steps import Operation

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from actions.reply import Reply
    from actions.wording import Wording
    from services.payroll.views import Payslip, PayslipLine, Step

CONTRIBUTIONS = frozenset({"salud", "pension", "fondo_solidaridad"})
_COUNTED = SALARY_PAYMENTS | CONTRIBUTORY_ABSENCES
_LIMITED_BY = ("pagos_salariales.integral", "ibc.minimo.dias", "ibc.maximo")


class Bases:
    """Says, in figures that can be added up, what the base of an amount is made of."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def say_of_benefit(self, reply: Reply, steps: Iterable[Step]) -> None:
        """Salary, transport allowance and variable pay under a prima or cesantías; nothing for one figure alone."""
        for step in steps:
            base = _base_of(step)
            if base is not None:
                reply.say(
                    "utter_base_de_prestacion", base=formatting.money(base.amount), partes=self._parts(_addends(base))
                )

    def say_of_settlement(self, reply: Reply, lines: Iterable[PayslipLine]) -> None:
        """The same for each benefit of a settlement, by its name."""
        found = [(line.name, base) for line in lines for step in line.steps if (base := _base_of(step)) is not None]
        if found:
            reply.say(
                "utter_bases_de_liquidacion",
                lineas="\n".join(
                    self._wording.render(
                        "utter_linea_base",
                        nombre=name,
                        base=formatting.money(base.amount),
                        partes=self._parts(_addends(base)),
                    )
                    for name, base in found
                ),
            )

    def say_of_contributions(self, reply: Reply, payslip: Payslip) -> None:
        """What the month's contribution base (IBC) adds up, or the limit that it is; nothing when it is neither."""
        base = payslip.contribution_base
        counted = [line for line in payslip.lines if line.concept in _COUNTED and line.amount]
        parts = (
            self._parts((line.name, line.amount) for line in counted)
            if total(counted) == base
            else _limit(payslip, base)
        )
        if parts:
            reply.say("utter_base_de_cotizacion", base=formatting.money(base), partes=parts)

    def _parts(self, parts: Iterable[tuple[str, Decimal]]) -> str:
        return formatting.listing(
            [
                self._wording.render("utter_parte_de_base", valor=formatting.money(amount), nombre=in_sentence(name))
                for name, amount in parts
            ]
        )


def _base_of(step: Step) -> Step | None:
    base = step.find(f"{step.code}.base")
    return base if base is not None and len(_addends(base)) > 1 else None


def _addends(step: Step) -> list[tuple[str, Decimal]]:
    """The names and amounts that a sum adds, those of sums within it included; a figure alone is its own."""
    if step.operation is not Operation.SUM:
        return [(step.label, step.amount)] if step.amount else []
    return [part for child in step.inputs for part in _addends(child)]


def _limit(payslip: Payslip, base: Decimal) -> str:
    """The part of a salario integral that contributes, or the least or the most that the law lets anyone."""
    trees = [step for line in payslip.family("salud") for step in line.steps]
    limits = [found for tree in trees for code in _LIMITED_BY if (found := tree.find(code)) is not None]
    return next((in_figures(limit) for limit in limits if limit.amount == base), "")
