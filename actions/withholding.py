"""Income-tax withholding: how much, and the purged base and rate of which it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions import formatting
from actions.explanation import figure
from actions.pay_period import asked_pay_period
from actions.payslip_lines import total
from actions.topic import Ask, Topic

if TYPE_CHECKING:
    from actions.concept_lines import ConceptLines
    from actions.reply import Reply
    from actions.wording import Wording
    from services.payroll.service import PayrollService
    from services.payroll.views import PayslipLine

FAMILY = "retencion_fuente"
_EXPLAINED = (
    "ingreso_gravable",
    "aportes_obligatorios",
    "dependientes",
    "medicina_prepagada",
    "intereses_vivienda",
    "aportes_voluntarios",
    "renta_exenta",
    "retencion.base",
    "retencion.exceso",
    "retencion.tarifa",
    "retencion.fija",
)


class WithholdingTopic(Topic):
    """`consultar_retencion`: what was withheld in a period, and how it was worked out."""

    intent = "consultar_retencion"
    action = "action_consultar_retencion"

    def __init__(self, payroll: PayrollService, concept_lines: ConceptLines, wording: Wording) -> None:
        self._payroll = payroll
        self._concept_lines = concept_lines
        self._wording = wording

    def answer(self, ask: Ask) -> Reply:
        """The withholding of the period; of the latest payslip when none was said."""
        period = asked_pay_period(ask, self._payroll)
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent, period, FAMILY)
        lines = self._concept_lines.read(ask, period, (FAMILY,))
        if not lines:
            reply.say("utter_sin_retencion", formatting.when(period))
            return reply
        reply.say(
            "utter_retencion",
            formatting.when(period),
            valor=formatting.money(total([line for _, line in lines])),
        )
        if period.single_month:
            for _, line in lines:
                self._say_explanation(reply, line)
        else:
            self._concept_lines.say_several(reply, period, FAMILY, lines, "utter_lista_por_mes")
        return reply

    def _say_explanation(self, reply: Reply, line: PayslipLine) -> None:
        found = [step.find(code) for step in line.steps for code in _EXPLAINED]
        steps = [step for step in found if step is not None and step.amount]
        if steps:
            reply.say(
                "utter_retencion_explicada",
                lineas="\n".join(
                    self._wording.render("utter_linea", nombre=step.label, valor=figure(step.amount, step.unit))
                    for step in steps
                ),
                norma=line.norm or "",
            )
            self._concept_lines.say_worked_out(reply, line)
