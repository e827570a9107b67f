"""What was paid over a range of months: the total, the average and each month."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from actions import formatting
from actions.downloads import asks_for_file
from actions.pay_period import FuturePeriod
from actions.periods import AskedPeriod
from actions.reply import bar_chart, payload, table
from actions.topic import Ask, Topic
from services.payroll.views import Month, PayslipStatus

if TYPE_CHECKING:
    from actions.concept_lines import ConceptLines
    from actions.downloads import Downloads
    from actions.reply import Reply
    from actions.wording import Wording
    from services.payroll.service import PayrollService
    from services.payroll.views import Totals

_MAX_LISTED_MONTHS = 12


class HistoryTopic(Topic):
    """`historial_pagos`: the pay of a range; the running year when none was said."""

    intent = "historial_pagos"
    action = "action_historial_pagos"

    def __init__(
        self, payroll: PayrollService, concept_lines: ConceptLines, downloads: Downloads, wording: Wording
    ) -> None:
        self._payroll = payroll
        self._concept_lines = concept_lines
        self._downloads = downloads
        self._wording = wording

    def answer(self, ask: Ask) -> Reply:
        """Totals of the range, of one concept when it was named."""
        current = Month.of(ask.today)
        period = ask.period or AskedPeriod.of_months(Month(current.year, 1), current)
        if period.first > current:
            raise FuturePeriod(period)
        period = period.until(current.last_day)
        if ask.concept is not None:
            return self._concept(ask, period, ask.concept)
        totals = self._payroll.totals(ask.principal, period.first, period.last)
        covered = AskedPeriod.of_months(totals.start, totals.end)
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent, period)
        if asks_for_file(ask.question.plain_text):
            self._downloads.say_payslips(reply, totals.start, totals.end)
            return reply
        reply.say(
            "utter_historial" if len(totals.months) > 1 else "utter_historial_un_mes",
            formatting.when(covered),
            custom=self._table(totals),
            neto=formatting.money(totals.net),
            devengado=formatting.money(totals.gross),
            deducido=formatting.money(totals.deductions),
            meses=formatting.number(len(totals.months)),
            promedio=formatting.money(totals.average_net.quantize(Decimal(1))),
            boton_mes=payload("consultar_desprendible", AskedPeriod.of_month(totals.months[-1].month)),
            ultimo=formatting.month(totals.months[-1].month),
        )
        if len(totals.months) > 1:
            self._say_months(reply, totals)
        self._say_in_progress(reply, totals)
        return reply

    def _table(self, totals: Totals) -> dict[str, Any]:
        names = ("mes", "devengado", "deducido", "neto_mes")
        rows = [
            [
                formatting.capitalized(formatting.month(each.month)),
                formatting.money(each.gross),
                formatting.money(each.deductions),
                formatting.money(each.net),
            ]
            for each in totals.months
        ]
        return table(
            self._wording.render("utter_titulo_historial"),
            [self._wording.render(f"utter_columna_{name}") for name in names],
            rows,
        )

    @staticmethod
    def _say_in_progress(reply: Reply, totals: Totals) -> None:
        last = totals.months[-1]
        if last.status is not PayslipStatus.PAID:
            reply.say("utter_historial_en_curso", ultimo=formatting.month(last.month))

    def _say_months(self, reply: Reply, totals: Totals) -> None:
        title = self._wording.render("utter_titulo_historial")
        shown = totals.months[-_MAX_LISTED_MONTHS:]
        reply.say(
            "utter_historial_meses" if len(shown) == len(totals.months) else "utter_historial_ultimos_meses",
            custom=bar_chart(title, [(formatting.short_month(each.month), each.net) for each in totals.months]),
            lineas="\n".join(
                self._wording.render(
                    "utter_linea",
                    nombre=formatting.capitalized(formatting.month(each.month)),
                    valor=formatting.money(each.net),
                )
                for each in shown
            ),
            meses=formatting.number(len(shown)),
        )

    def _concept(self, ask: Ask, period: AskedPeriod, family: str) -> Reply:
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent, period, family)
        lines = self._concept_lines.read(ask, period, (family,))
        if lines:
            self._concept_lines.say_several(reply, period, family, lines, "utter_historial_concepto")
        else:
            self._concept_lines.say_none(reply, period, family, "utter_historial_sin_concepto")
        return reply
