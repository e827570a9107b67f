"""What is deducted from pay, all of it or one concept, with the calculation and the norm behind each amount."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

from actions import formatting
from actions.bases import CONTRIBUTIONS
from actions.concept_lines import in_sentence
from actions.pay_period import asked_pay_period
from actions.periods import AskedPeriod
from actions.topic import Ask, Topic
from services.payroll.concepts import CONCEPTS, LineKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actions.bases import Bases
    from actions.concept_lines import ConceptLines
    from actions.payslip_lines import PayslipLines
    from actions.reply import Reply
    from actions.wording import Wording
    from services.payroll.service import PayrollService
    from services.payroll.views import Loan, Payslip, PayslipLine, PayslipPart

DEDUCTION_FAMILIES = frozenset(concept.family for concept in CONCEPTS.values() if concept.kind is LineKind.DEDUCTION)
_BALANCE = re.compile(r"\b(?:falta\w*|saldo|debo|termin\w+|acab\w+|cuantas cuotas|(?:que|cual) cuota)\b")
_ABSENT = ("utter_sin_deduccion", "utter_sin_deduccion_antes_si")


class DeductionsTopic(Topic):
    """`consultar_deducciones`: how much is deducted in a period, of what, and why."""

    intent = "consultar_deducciones"
    action = "action_consultar_deducciones"

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
        """The concepts that were named, what is left of the loans, or every deduction of the period."""
        period = asked_pay_period(ask, self._payroll)
        if ask.question.concept is None and _BALANCE.search(ask.question.plain_text) and (loans := self._loans(ask)):
            return self._balances(ask, period, loans)
        families = [family for family in ask.concepts if family in DEDUCTION_FAMILIES]
        if families:
            return self._named(ask, period, families)
        if period.single_month and ask.question.amounts:
            return self._of_amount(ask, period, ask.question.amounts[0])
        if period.single_month:
            return self._month(ask, period)
        return self._range(ask, period)

    def _of_amount(self, ask: Ask, period: AskedPeriod, said: Decimal) -> Reply:
        """«¿Por qué me descontaron 400.000?»: the deductions that make that amount, as people round it."""
        source, period = self._source(ask, period)
        deductions = [line for line in source.lines if line.kind is LineKind.DEDUCTION and line.amount]
        found = deductions_of_amount(deductions, said)
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent, period)
        values = {
            **formatting.when(period),
            "dicho": formatting.money(said),
            "total": formatting.money(source.deductions),
            "lineas": self._lines.explained(found or deductions),
        }
        if not deductions:
            reply.say("utter_sin_deducciones", values)
        elif len(found) == 1:
            line = found[0]
            reply.memory = reply.memory.about(self.intent, period, line.family)
            reply.say(
                "utter_descuento_de_valor",
                values,
                nombre=in_sentence(line.name),
                valor=formatting.money(line.amount),
                que_es=self._lines.what_it_is(line.concept),
            )
            self._concept_lines.say_calculation(reply, line)
        elif len(found) == len(deductions):
            reply.say("utter_descuento_de_valor_total", values)
        else:
            reply.say("utter_descuento_de_valor_varios" if found else "utter_descuento_de_valor_sin", values)
        return reply

    def _source(self, ask: Ask, period: AskedPeriod) -> tuple[Payslip | PayslipPart, AskedPeriod]:
        """The payslip of a month, or its fortnight when it was paid so, and the period that it covers."""
        payslip = self._payroll.payslip(ask.principal, period.first)
        part = payslip.part(period.fortnight) if period.fortnight is not None else None
        return (payslip, AskedPeriod.of_month(period.first)) if part is None else (part, period)

    def _named(self, ask: Ask, period: AskedPeriod, families: Sequence[str]) -> Reply:
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent, period, families[0], other_concepts=families[1:])
        for family in families:
            self._say_family(reply, ask, period, family)
        contributions = CONTRIBUTIONS.intersection(families)
        if contributions and period.single_month and period.fortnight is None:
            payslip = self._payroll.payslip(ask.principal, period.first)
            if any(payslip.family(family) for family in contributions):
                self._bases.say_of_contributions(reply, payslip)
        return reply

    def _say_family(self, reply: Reply, ask: Ask, period: AskedPeriod, family: str) -> None:
        lines = self._concept_lines.read(ask, period, (family,))
        if not lines:
            self._concept_lines.say_absent(reply, ask, self.intent, period, family, _ABSENT)
        elif len(lines) == 1:
            self._concept_lines.say_one(reply, period, lines[0][1], "utter_deduccion")
        else:
            self._concept_lines.say_several(reply, period, family, lines, "utter_deduccion_varias")
        self._say_loans(reply, ask, {line.concept for _, line in lines})

    def _say_loans(self, reply: Reply, ask: Ask, concepts: set[str]) -> None:
        if not concepts:
            return
        for loan in self._payroll.loans(ask.principal, ask.today):
            if loan.concept in concepts:
                _say_balance(reply, loan)

    def _loans(self, ask: Ask) -> list[Loan]:
        """The loans of the concept that was talked about; all of them when it has none."""
        loans = list(self._payroll.loans(ask.principal, ask.today))
        return [loan for loan in loans if CONCEPTS[loan.concept].family == ask.memory.concept] or loans

    def _balances(self, ask: Ask, period: AskedPeriod, loans: Sequence[Loan]) -> Reply:
        """«¿Cuánto me falta por pagar?», «¿y cuándo termino?»."""
        families = list(dict.fromkeys(CONCEPTS[loan.concept].family for loan in loans))
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent, period, families[0], other_concepts=families[1:])
        for loan in loans:
            _say_balance(reply, loan)
        return reply

    def _month(self, ask: Ask, period: AskedPeriod) -> Reply:
        source, period = self._source(ask, period)
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


def _say_balance(reply: Reply, loan: Loan) -> None:
    reply.say(
        "utter_credito_en_curso",
        entidad=loan.lender,
        pagadas=formatting.number(loan.paid_instalments),
        cuotas=formatting.number(loan.instalments),
        saldo=formatting.money(loan.balance),
        fin=formatting.day(loan.end),
    )


def deductions_of_amount(deductions: Sequence[PayslipLine], said: Decimal) -> list[PayslipLine]:
    """The deductions that add up to an amount as said: one, all of them, or the fewest that do; none otherwise.

    People say 400.000 for 400.312: the sum may be off by a hundredth part, or by a thousand pesos.
    """
    slack = max(said / 100, Decimal(1000))
    sizes = dict.fromkeys((1, len(deductions), 2, 3))
    for size in sizes:
        near = [
            (abs(sum((line.amount for line in group), Decimal(0)) - said), position, list(group))
            for position, group in enumerate(combinations(deductions, size))
        ]
        off, _, group = min(near, key=lambda each: each[:2], default=(slack + 1, 0, []))
        if off <= slack:
            return group
    return []
