"""What is deducted from pay, all of it or one concept, with the calculation and the norm behind each amount."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions import formatting
from actions.concept_lines import in_sentence
from actions.memory import Offer
from actions.pay_period import asked_pay_period
from actions.periods import AskedPeriod
from actions.reply import payload
from actions.topic import Ask, Topic
from services.payroll.concepts import CONCEPTS, FAMILY_NAMES, LineKind

if TYPE_CHECKING:
    from actions.concept_lines import ConceptLines
    from actions.payslip_lines import PayslipLines
    from actions.reply import Reply
    from actions.wording import Wording
    from services.payroll.service import PayrollService

DEDUCTION_FAMILIES = frozenset(concept.family for concept in CONCEPTS.values() if concept.kind is LineKind.DEDUCTION)


class DeductionsTopic(Topic):
    """`consultar_deducciones`: how much is deducted in a period, of what, and why."""

    intent = "consultar_deducciones"
    action = "action_consultar_deducciones"

    def __init__(
        self, payroll: PayrollService, concept_lines: ConceptLines, lines: PayslipLines, wording: Wording
    ) -> None:
        self._payroll = payroll
        self._concept_lines = concept_lines
        self._lines = lines
        self._wording = wording

    def answer(self, ask: Ask) -> Reply:
        """One concept when it was named; every deduction of the period otherwise."""
        period = asked_pay_period(ask, self._payroll)
        if ask.concept is not None and ask.concept in DEDUCTION_FAMILIES:
            return self._one(ask, period, ask.concept)
        if period.single_month:
            return self._month(ask, period)
        return self._range(ask, period)

    def _one(self, ask: Ask, period: AskedPeriod, family: str) -> Reply:
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent, period, family)
        lines = self._concept_lines.read(ask, period, (family,))
        if not lines:
            self._say_absent(reply, ask, period, family)
        elif len(lines) == 1:
            self._concept_lines.say_one(reply, period, lines[0][1], "utter_deduccion")
        else:
            self._concept_lines.say_several(reply, period, family, lines, "utter_deduccion_varias")
        self._say_loans(reply, ask, {line.concept for _, line in lines})
        return reply

    def _say_absent(self, reply: Reply, ask: Ask, period: AskedPeriod, family: str) -> None:
        values = {
            **formatting.when(period),
            "nombre": in_sentence(FAMILY_NAMES[family]),
        }
        latest = self._concept_lines.last_month_with(ask, period.last, (family,))
        if latest is None:
            reply.say(
                "utter_sin_deduccion",
                values,
            )
            return
        nearest = AskedPeriod.of_month(latest)
        reply.memory = reply.memory.offering(Offer(self.intent, nearest, family))
        reply.say(
            "utter_sin_deduccion_antes_si",
            values,
            cercano=formatting.month(latest),
            boton_cercano=payload(self.intent, nearest, family),
        )

    def _say_loans(self, reply: Reply, ask: Ask, concepts: set[str]) -> None:
        if not concepts:
            return
        for loan in self._payroll.loans(ask.principal, ask.today):
            if loan.concept in concepts:
                reply.say(
                    "utter_credito_en_curso",
                    entidad=loan.lender,
                    pagadas=formatting.number(loan.paid_instalments),
                    cuotas=formatting.number(loan.instalments),
                    saldo=formatting.money(loan.balance),
                    fin=formatting.day(loan.end),
                )

    def _month(self, ask: Ask, period: AskedPeriod) -> Reply:
        payslip = self._payroll.payslip(ask.principal, period.first)
        part = payslip.part(period.fortnight) if period.fortnight is not None else None
        source = payslip if part is None else part
        if part is None:
            period = AskedPeriod.of_month(period.first)
        deductions = [line for line in source.lines if line.kind is LineKind.DEDUCTION]
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent, period)
        reply.say(
            "utter_deducciones" if deductions else "utter_sin_deducciones",
            formatting.when(period),
            total=formatting.money(source.deductions),
            devengado=formatting.money(source.gross),
            lineas=self._lines.calculated(deductions),
        )
        return reply

    def _range(self, ask: Ask, period: AskedPeriod) -> Reply:
        totals = self._payroll.totals(ask.principal, period.first, period.last)
        period = AskedPeriod.of_months(totals.start, totals.end)
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent, period)
        reply.say(
            "utter_deducciones_rango",
            formatting.when(period),
            total=formatting.money(totals.deductions),
            lineas="\n".join(
                self._wording.render("utter_linea", nombre=family.name, valor=formatting.money(family.amount))
                for family in totals.families
                if family.kind is LineKind.DEDUCTION and family.amount
            ),
        )
        return reply
