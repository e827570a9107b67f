"""What comes on top of the salary: prima, bonuses, commissions, extra hours, surcharges and allowances."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from actions import formatting
from actions.pay_period import asked_pay_period
from actions.payslip_lines import total
from actions.periods import AskedPeriod
from actions.reply import Button, payload
from actions.topic import Ask, Topic
from services.payroll.concepts import BONUS_FAMILIES, FAMILY_NAMES
from services.payroll.views import Month

if TYPE_CHECKING:
    from actions.bases import Bases
    from actions.concept_lines import ConceptLines
    from actions.payslip_lines import PayslipLines
    from actions.reply import Reply
    from actions.wording import Wording
    from services.payroll.service import PayrollService
    from services.payroll.views import PayslipLine

_PRIMA = "prima"
_LATEST = re.compile(r"\b(ultima|mas reciente)\b")
_PRIMA_LOOK_BACK_MONTHS = 36
_MAX_CHOICES = 4
_ABSENT = ("utter_sin_bonificacion", "utter_sin_bonificacion_antes_si")


class BonusesTopic(Topic):
    """`consultar_bonificaciones`: one concept or all of them, in a period."""

    intent = "consultar_bonificaciones"
    action = "action_consultar_bonificaciones"

    def __init__(
        self,
        payroll: PayrollService,
        concept_lines: ConceptLines,
        lines: PayslipLines,
        bases: Bases,
        wording: Wording,
    ) -> None:
        self._payroll = payroll
        self._concept_lines = concept_lines
        self._lines = lines
        self._bases = bases
        self._wording = wording

    def answer(self, ask: Ask) -> Reply:
        """The concepts that were named, asking which prima when that is open; everything of the period otherwise."""
        families = [family for family in ask.concepts if family in BONUS_FAMILIES]
        if families == [_PRIMA] and (ask.period is None or ask.period.grain == "year"):
            return self._which_prima(ask)
        period = asked_pay_period(ask, self._payroll)
        if families:
            return self._named(ask, period, families)
        return self._all(ask, period)

    def _named(self, ask: Ask, period: AskedPeriod, families: list[str]) -> Reply:
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent, period, families[0], other_concepts=families[1:])
        for family in families:
            self._say_family(reply, ask, period, family)
        return reply

    def _say_family(self, reply: Reply, ask: Ask, period: AskedPeriod, family: str) -> None:
        lines = self._concept_lines.read(ask, period, (family,))
        if not lines:
            self._concept_lines.say_absent(reply, ask, self.intent, period, family, _ABSENT)
        elif len(lines) == 1:
            self._concept_lines.say_one(reply, period, lines[0][1], "utter_bonificacion")
            self._bases.say_of_benefit(reply, lines[0][1].steps)
        else:
            self._concept_lines.say_several(reply, period, family, lines, "utter_bonificacion_varias")
            self._say_calculations(reply, [line for _, line in lines])

    def _say_calculations(self, reply: Reply, lines: list[PayslipLine]) -> None:
        explained = [(line.name, self._concept_lines.calculation(line)) for line in lines]
        shown = [
            self._wording.render("utter_linea", nombre=name, valor=calculation)
            for name, calculation in explained
            if calculation
        ]
        if 0 < len(shown) <= _MAX_CHOICES:
            reply.say("utter_detalle_calculo", lineas="\n".join(shown))

    def _which_prima(self, ask: Ask) -> Reply:
        current = Month.of(ask.today)
        span = ask.period or AskedPeriod.of_months(current.plus(1 - _PRIMA_LOOK_BACK_MONTHS), current)
        lines = self._concept_lines.read(ask, span.until(current.last_day), (_PRIMA,))
        months = sorted({month for month, _ in lines}, reverse=True)[:_MAX_CHOICES]
        if len(months) == 1 or (months and _LATEST.search(ask.question.plain_text)):
            return self._named(ask, AskedPeriod.of_month(months[0]), [_PRIMA])
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent, None, _PRIMA)
        if not months:
            reply.say("utter_sin_prima")
            return reply
        reply.say(
            "utter_cual_prima",
            buttons=tuple(
                Button(
                    self._wording.render("utter_boton_prima", mes=formatting.month(month)),
                    payload(self.intent, AskedPeriod.of_month(month), _PRIMA),
                )
                for month in months
            ),
        )
        return reply

    def _all(self, ask: Ask, period: AskedPeriod) -> Reply:
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent, period)
        lines = self._concept_lines.read(ask, period, tuple(sorted(BONUS_FAMILIES)))
        values = formatting.when(period)
        if not lines:
            reply.say(
                "utter_sin_bonificaciones",
                values,
            )
            return reply
        if period.single_month:
            listed = self._lines.listed([line for _, line in lines])
        else:
            families = dict.fromkeys(line.family for _, line in lines)
            listed = "\n".join(
                self._wording.render(
                    "utter_linea",
                    nombre=FAMILY_NAMES[family],
                    valor=formatting.money(total([line for _, line in lines if line.family == family])),
                )
                for family in families
            )
        reply.say(
            "utter_bonificaciones",
            values,
            total=formatting.money(total([line for _, line in lines])),
            lineas=listed,
        )
        return reply
