"""How pay has moved over several months: each with its change and what weighed most in it."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from actions import formatting
from actions.periods import AskedPeriod
from actions.reply import bar_chart
from services.payroll.views import Month

if TYPE_CHECKING:
    from actions.reply import Reply
    from actions.topic import Ask
    from actions.wording import Wording
    from services.payroll.service import PayrollService
    from services.payroll.views import MonthTotal

_MONTHS = 6
_MOST_MONTHS = 13


class Trend:
    """Tells the months of a range, or the last six, one against the one before."""

    def __init__(self, payroll: PayrollService, wording: Wording) -> None:
        self._payroll = payroll
        self._wording = wording

    def answer(self, ask: Ask) -> Reply:
        """The first net and the last, the highest and the lowest, and each month's change; NoPayslip without pay."""
        current = Month.of(ask.today)
        said = ask.question.periods
        period = AskedPeriod.of_months(current.plus(1 - _MONTHS), current)
        if said:
            period = AskedPeriod.of_months(said[0].first, max(said[0].last, said[-1].last))
        period = period.until(current.last_day)
        last = period.last
        first = max(period.first, last.plus(1 - _MOST_MONTHS))
        totals = self._payroll.totals(ask.principal, first, last)
        months = totals.months
        covered = AskedPeriod.of_months(totals.start, totals.end)
        highest, lowest = max(months, key=lambda each: each.net), min(months, key=lambda each: each.net)
        difference = months[-1].net - months[0].net
        reply = ask.reply()
        reply.memory = reply.memory.about("comparar_pagos", covered)
        reply.say(
            "utter_tendencia",
            formatting.when(covered),
            custom=bar_chart(
                self._wording.render("utter_titulo_historial"),
                [(formatting.short_month(each.month), each.net) for each in months],
            ),
            primero=formatting.money(months[0].net),
            ultimo=formatting.money(months[-1].net),
            diferencia=formatting.signed(difference),
            promedio=formatting.money(totals.average_net.quantize(Decimal(1))),
            mes_alto=formatting.month(highest.month),
            alto=formatting.money(highest.net),
            mes_bajo=formatting.month(lowest.month),
            bajo=formatting.money(lowest.net),
        )
        if len(months) > 1:
            reply.say(
                "utter_tendencia_meses",
                lineas="\n".join(self._line(ask, before, after) for before, after in pairwise(months)),
            )
        return reply

    def _line(self, ask: Ask, before: MonthTotal, after: MonthTotal) -> str:
        comparison = self._payroll.compare(ask.principal, before.month, after.month)
        values = {
            "mes": formatting.capitalized(formatting.month(after.month)),
            "neto": formatting.money(after.net),
            "cambio": formatting.signed(comparison.difference),
        }
        if not comparison.changes:
            return self._wording.render("utter_linea_tendencia_igual", **values)
        change, cause = comparison.causes[0]
        return self._wording.render(
            "utter_linea_tendencia", **values, causa=change.name, efecto=formatting.signed(cause.effect)
        )
