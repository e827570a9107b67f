"""The lines of one family (salud, prima, horas extras…) in a period, as deductions and bonuses both tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions import formatting
from actions.explanation import in_figures
from actions.memory import Offer
from actions.payslip_lines import total
from actions.periods import AskedPeriod
from actions.reply import payload
from services.payroll.concepts import FAMILY_NAMES
from services.payroll.views import Month

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actions.payslip_lines import PayslipLines
    from actions.reply import Reply
    from actions.topic import Ask
    from actions.wording import Wording
    from services.payroll.service import PayrollService
    from services.payroll.views import PayslipLine

LOOK_BACK_MONTHS = 12
"""How far back a concept that is missing from a period is looked for."""


class ConceptLines:
    """Finds and tells the lines of a family."""

    def __init__(self, payroll: PayrollService, lines: PayslipLines, wording: Wording) -> None:
        self._payroll = payroll
        self._lines = lines
        self._wording = wording

    def read(self, ask: Ask, period: AskedPeriod, families: Sequence[str]) -> tuple[tuple[Month, PayslipLine], ...]:
        """The lines of the families in the period; NoPayslip when it has no payslip at all."""
        found = self._payroll.lines(ask.principal, period.to_payroll(), families)
        return tuple((month, line) for month, line in found if line.amount)

    def last_month_with(self, ask: Ask, before: Month, families: Sequence[str]) -> Month | None:
        """The latest month up to `before`, within a year, in which one of the families was paid or deducted."""
        period = AskedPeriod.of_months(before.plus(1 - LOOK_BACK_MONTHS), before)
        lines = self.read(ask, period, families)
        return lines[-1][0] if lines else None

    def say_one(self, reply: Reply, period: AskedPeriod, line: PayslipLine, response: str) -> None:
        """A single line: its amount, what it is, the calculation behind it and the norm it rests on."""
        reply.say(
            response,
            formatting.when(period),
            nombre=in_sentence(line.name),
            valor=formatting.money(line.amount),
        )
        reply.say(f"utter_que_es_{line.concept}")
        self.say_calculation(reply, line)

    def say_absent(
        self, reply: Reply, ask: Ask, topic: str, period: AskedPeriod, family: str, responses: tuple[str, str]
    ) -> None:
        """That the period has no line of the family: within a year neither, or with an offer of the last month.

        `responses` are the two ways to say it, `topic` the intent that the offer asks for.
        """
        none_within_a_year, earlier_one = responses
        values = {**formatting.when(period), "nombre": in_sentence(FAMILY_NAMES[family])}
        latest = self.last_month_with(ask, period.last, (family,))
        if latest is None:
            reply.say(none_within_a_year, values, meses=formatting.number(LOOK_BACK_MONTHS))
            return
        nearest = AskedPeriod.of_month(latest)
        reply.memory = reply.memory.offering(Offer(topic, nearest, family))
        reply.say(
            earlier_one,
            values,
            cercano=formatting.month(latest),
            boton_cercano=payload(topic, nearest, family),
        )

    def say_calculation(self, reply: Reply, line: PayslipLine) -> None:
        """How the line's amount comes about, when it is more than a given amount."""
        calculation = self.calculation(line)
        if calculation and line.norm:
            reply.say("utter_calculo_con_norma", calculo=calculation, norma=line.norm)
        elif calculation:
            reply.say("utter_calculo", calculo=calculation)
        elif line.norm:
            reply.say("utter_norma", norma=line.norm)

    def say_worked_out(self, reply: Reply, line: PayslipLine) -> None:
        """The calculation alone, when there is one."""
        calculation = self.calculation(line)
        if calculation:
            reply.say("utter_calculo", calculo=calculation)

    @staticmethod
    def calculation(line: PayslipLine) -> str:
        """The line's calculation in figures; empty when it has none."""
        return next((text for text in map(in_figures, line.steps) if text), "")

    @staticmethod
    def say_none(reply: Reply, period: AskedPeriod, family: str, response: str) -> None:
        """The period has pay, but nothing of this family."""
        reply.say(
            response,
            formatting.when(period),
            nombre=in_sentence(FAMILY_NAMES[family]),
        )

    def say_several(
        self,
        reply: Reply,
        period: AskedPeriod,
        family: str,
        lines: Sequence[tuple[Month, PayslipLine]],
        response: str,
    ) -> None:
        """Several lines of a family: their sum and each one, with its month when the period has more than one."""
        reply.say(
            response,
            formatting.when(period),
            nombre=in_sentence(FAMILY_NAMES[family]),
            valor=formatting.money(total([line for _, line in lines])),
            lineas="\n".join(self._several(lines)),
        )

    def _several(self, lines: Sequence[tuple[Month, PayslipLine]]) -> list[str]:
        if len({month for month, _ in lines}) == 1:
            return [self._lines.listed([line]) for _, line in lines]
        phrase = "utter_linea" if len({line.concept for _, line in lines}) == 1 else "utter_linea_de_mes"
        return [
            self._wording.render(
                phrase,
                **{
                    "mes" if phrase == "utter_linea_de_mes" else "nombre": formatting.capitalized(
                        formatting.month(month)
                    )
                },
                **({"nombre": line.name} if phrase == "utter_linea_de_mes" else {}),
                valor=formatting.money(line.amount),
            )
            for month, line in lines
        ]


def in_sentence(name: str) -> str:
    """A concept's name in the middle of a sentence: `aporte a salud`; proper names keep their capitals."""
    if name.startswith("Fondo de Solidaridad"):
        return f"el {name}"
    return name[:1].lower() + name[1:]
