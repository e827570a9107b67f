"""Why pay changed between two periods: the difference, and the lines that make it in order of weight."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from actions import formatting
from actions.explanation import figure
from actions.pay_period import asked_pay_period
from actions.periods import AskedPeriod
from actions.reply import table
from actions.topic import Ask, Topic
from services.payroll.views import Month, NoPayslip

if TYPE_CHECKING:
    from typing import Any

    from actions.reply import Reply
    from actions.wording import Wording
    from services.payroll.service import PayrollService
    from services.payroll.views import ChangeCause, Comparison, LineChange

_SHOWN_CHANGES = 6
_LESS = re.compile(r"\b(menos|bajo|bajaron|disminuy\w*|rebaj\w*|menor)\b")
_MORE = re.compile(r"\b(mas|subio|subieron|aument\w*|mayor)\b")
_AGAINST = re.compile(r"\b((?<!por )que (en|el|la|lo de)|con|contra|frente|respecto|versus|vs)\b")
_IT = re.compile(r"\bcompara(r)?lo\b")
_ARRIVED = re.compile(r"\b(llego|llegaron|pagaron|consignaron|cayo|entro|recibi)\b")
_UNITS = {"COP": "COP", "ratio": "tasa", "days": "días", "hours": "horas"}


class ComparisonTopic(Topic):
    """`comparar_pagos`: two periods, or one against the one before it."""

    intent = "comparar_pagos"
    action = "action_comparar_pagos"

    def __init__(self, payroll: PayrollService, wording: Wording) -> None:
        self._payroll = payroll
        self._wording = wording

    def answer(self, ask: Ask) -> Reply:
        """The two periods of the question; what is missing comes from the conversation or from the calendar."""
        before, after = self._periods(ask)
        comparison = self._payroll.compare(ask.principal, before.to_payroll(), after.to_payroll())
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent, after, None, before)
        self._say_result(reply, comparison, ask.question.plain_text)
        if comparison.changes:
            self._say_changes(reply, comparison)
        return reply

    def _periods(self, ask: Ask) -> tuple[AskedPeriod, AskedPeriod]:
        said = ask.question.periods
        remembered = ask.memory.period if ask.memory.topic is not None else None
        if len(said) >= 2 and said[0].to_payroll() != said[1].to_payroll():
            first, second = said[0], said[1]
        elif said and said[0].grain == "year" and remembered is not None and remembered.single_month:
            first, second = _same_month_in(said[0].start.year, remembered), remembered
        elif said and ask.inherits and ask.memory.topic == self.intent and remembered is not None:
            first, second = said[0], remembered
        elif said and _AGAINST.search(ask.question.plain_text):
            first, second = said[0], self._other_side(ask, remembered)
        else:
            after = asked_pay_period(ask, self._payroll)
            if after.fortnight is not None and after.end >= ask.today and _ARRIVED.search(ask.question.plain_text):
                after = after.shifted(-1)  # «me llegó menos esta quincena» speaks of the one that has arrived
            return self._previous(ask, after), after
        if first.to_payroll() == second.to_payroll():
            return self._previous(ask, second), second
        return (first, second) if first.start <= second.start else (second, first)

    def _other_side(self, ask: Ask, remembered: AskedPeriod | None) -> AskedPeriod:
        """«compáralo con abril», «menos que en febrero»: against what was just talked about, or else the latest pay."""
        if remembered is not None and (ask.inherits or _IT.search(ask.question.plain_text)):
            return remembered
        latest = self._payroll.nearest_payslip_month(ask.principal, Month.of(ask.today))
        if latest is None:
            raise NoPayslip(Month.of(ask.today), None)
        return AskedPeriod.of_month(latest)

    def _previous(self, ask: Ask, period: AskedPeriod) -> AskedPeriod:
        """The period of the same length just before; NoPayslip when there was no pay yet."""
        if period.fortnight is not None:
            return period.shifted(-1)
        if period.single_month:
            month = period.first.plus(-1)
            nearest = self._payroll.nearest_payslip_month(ask.principal, month)
            if nearest is None or nearest > month:
                raise NoPayslip(month, period.first)
            return AskedPeriod.of_month(nearest)
        return period.shifted(-1)

    def _say_result(self, reply: Reply, comparison: Comparison, text: str) -> None:
        difference = comparison.difference
        response = "utter_comparacion_igual"
        if difference:
            response = "utter_comparacion_mas" if difference > 0 else "utter_comparacion_menos"
            if difference > 0 and _LESS.search(text) and not _MORE.search(text):
                response = "utter_comparacion_mas_y_no_menos"
            elif difference < 0 and _MORE.search(text) and not _LESS.search(text):
                response = "utter_comparacion_menos_y_no_mas"
        reply.say(
            response,
            custom=self._table(comparison) if comparison.changes else None,
            antes=formatting.period(comparison.before),
            despues=formatting.period(comparison.after),
            en_despues=formatting.within(comparison.after),
            En_despues=formatting.capitalized(formatting.within(comparison.after)),
            en_antes=formatting.within(comparison.before),
            diferencia=formatting.money(abs(difference)),
            neto_antes=formatting.money(comparison.before_net),
            neto_despues=formatting.money(comparison.after_net),
        )

    def _say_changes(self, reply: Reply, comparison: Comparison) -> None:
        shown = comparison.changes[:_SHOWN_CHANGES]
        lines = [self._change(change, comparison) for change in shown]
        others = sum((change.effect for change in comparison.changes[_SHOWN_CHANGES:]), Decimal(0))
        if others:
            lines.append(self._wording.render("utter_cambio_otros", efecto=formatting.signed(others)))
        reply.say("utter_comparacion_causas", lineas="\n".join(lines))

    def _change(self, change: LineChange, comparison: Comparison) -> str:
        causes = [text for cause in change.causes if (text := self._cause(cause, comparison))]
        return self._wording.render(
            "utter_cambio_con_causa" if causes else "utter_cambio",
            nombre=change.name,
            efecto=formatting.signed(change.effect),
            causas=formatting.listing(causes),
        )

    def _cause(self, cause: ChangeCause, comparison: Comparison) -> str:
        unit = _UNITS.get(cause.unit or "", cause.unit or "")
        phrase = f"utter_causa_{cause.code}"
        if phrase not in self._wording or cause.before is None or cause.after is None:
            return ""
        counted = unit in ("días", "horas")
        return self._wording.render(
            phrase,
            antes=formatting.number(cause.before) if counted else figure(cause.before, unit),
            despues=figure(cause.after, unit),
            en_antes=formatting.within(comparison.before),
            en_despues=formatting.within(comparison.after),
        )

    def _table(self, comparison: Comparison) -> dict[str, Any]:
        columns = [
            self._wording.render("utter_columna_concepto"),
            formatting.capitalized(formatting.period(comparison.before)),
            formatting.capitalized(formatting.period(comparison.after)),
            self._wording.render("utter_columna_efecto"),
        ]
        rows = [
            [
                change.name,
                formatting.money(change.before),
                formatting.money(change.after),
                formatting.signed(change.effect),
            ]
            for change in comparison.changes
        ]
        total = [
            self._wording.render("utter_columna_neto_mes"),
            formatting.money(comparison.before_net),
            formatting.money(comparison.after_net),
            formatting.signed(comparison.difference),
        ]
        return table(self._wording.render("utter_titulo_comparacion"), columns, rows, total)


def _same_month_in(year: int, period: AskedPeriod) -> AskedPeriod:
    return AskedPeriod.of_month(Month(year, period.first.month))
