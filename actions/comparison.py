"""Why pay changed between two periods: the difference, and the lines that make it in order of weight."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from actions import formatting
from actions.explanation import figure
from actions.pay_period import asked_pay_period
from actions.periods import AskedPeriod
from actions.reply import table, waterfall_chart
from actions.topic import Ask, Topic
from services.payroll.rules.codes import TRANSPORT_ALLOWANCE
from services.payroll.views import Month, NoPayslip

if TYPE_CHECKING:
    from typing import Any

    from actions.reply import Reply
    from actions.trend import Trend
    from actions.wording import Wording
    from services.payroll.service import PayrollService
    from services.payroll.views import ChangeCause, Comparison, LineChange

_SHOWN_CAUSES = 8
_LESS = re.compile(r"\b(menos|bajo|bajaron|disminuy\w*|rebaj\w*|menor)\b")
_MORE = re.compile(r"\b(mas|subio|subieron|aument\w*|mayor)\b")
_AGAINST = re.compile(r"\b((?<!por )que (en|el|la|lo de)|con|contra|frente|respecto|versus|vs)\b")
_IT = re.compile(r"\bcompara(r)?lo\b")
_SAME_MONTH = re.compile(r"\bmismo (?:mes|periodo) (?:de|del|de el) (?:el )?ano (?:pasado|anterior)\b|\bhace un ano\b")
_TREND = re.compile(
    r"\b(?:tendencia|evolucion\w*|mes a mes|mes por mes|cada mes"
    r"|(?:ha|han) (?:cambiado|variado|venido|ido|subido|bajado|evolucionado|comportado)"
    r"|variacion|variado|comportamiento)\b"
)
_BETWEEN = re.compile(r"\bentre\b")
_FROM_TO = re.compile(r"\b(?:entre|desde|hasta)\b")
_FEWEST_MONTHS_OF_A_TREND = 3
_ARRIVED = re.compile(r"\b(llego|llegaron|pagaron|consignaron|cayo|entro|recibi)\b")
_UNITS = {"COP": "COP", "ratio": "tasa", "days": "días", "hours": "horas"}


class ComparisonTopic(Topic):
    """`comparar_pagos`: two periods, or one against the one before it."""

    intent = "comparar_pagos"
    action = "action_comparar_pagos"

    def __init__(self, payroll: PayrollService, trend: Trend, wording: Wording) -> None:
        self._payroll = payroll
        self._trend = trend
        self._wording = wording

    def answer(self, ask: Ask) -> Reply:
        """The two periods of the question; what is missing comes from the conversation or from the calendar."""
        if _asks_trend(ask):
            return self._trend.answer(ask)
        before, after = self._periods(ask)
        comparison = self._payroll.compare(ask.principal, before.to_payroll(), after.to_payroll())
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent, after, None, before)
        self._say_result(reply, comparison, ask.question.plain_text)
        if comparison.changes:
            self._say_causes(reply, comparison)
        return reply

    def _periods(self, ask: Ask) -> tuple[AskedPeriod, AskedPeriod]:
        said = ask.question.periods
        remembered = ask.memory.period if ask.memory.topic is not None else None
        if _SAME_MONTH.search(ask.question.plain_text):
            return self._a_year_before(ask, remembered)
        if len(said) == 1 and _months(said[0]) == 2 and _BETWEEN.search(ask.question.plain_text):
            return AskedPeriod.of_month(said[0].first), AskedPeriod.of_month(said[0].last)
        if len(said) >= 2 and said[0].to_payroll() != said[1].to_payroll():
            first, second = said[0], said[1]
        elif said and said[0].grain == "year" and remembered is not None and remembered.single_month:
            first, second = _same_month_in(said[0].start.year, remembered), remembered
        elif said and ask.inherits and ask.memory.topic == self.intent and remembered is not None:
            first, second = said[0], remembered
            if ask.memory.base is not None and first.to_payroll() == ask.memory.base.to_payroll():
                second = first  # «¿y el anterior?»: these two have just been compared, so the older is now asked about
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

    def _a_year_before(self, ask: Ask, remembered: AskedPeriod | None) -> tuple[AskedPeriod, AskedPeriod]:
        """«Contra el mismo mes del año pasado»: the month said, talked about or latest, and twelve months before."""
        current = Month.of(ask.today)
        said = [period for period in ask.question.periods if period.single_month and period.first.plus(12) > current]
        after = said[-1] if said else remembered
        if after is None or not after.single_month or after.first > current:
            latest = self._payroll.nearest_payslip_month(ask.principal, current)
            if latest is None:
                raise NoPayslip(current, None)
            after = AskedPeriod.of_month(latest)
        month = after.first
        return AskedPeriod.of_month(month.plus(-12)), AskedPeriod.of_month(month)

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

    def _say_causes(self, reply: Reply, comparison: Comparison) -> None:
        shown = comparison.causes[:_SHOWN_CAUSES]
        lines = [self._line(change, cause, comparison) for change, cause in shown]
        others = sum((cause.effect for _, cause in comparison.causes[_SHOWN_CAUSES:]), Decimal(0))
        if others:
            lines.append(self._wording.render("utter_cambio_otros", efecto=formatting.signed(others)))
        reply.say(
            "utter_comparacion_causas",
            custom=self._chart(comparison),
            lineas="\n".join(lines),
            diferencia=formatting.signed(comparison.difference),
        )

    def _line(self, change: LineChange, cause: ChangeCause, comparison: Comparison) -> str:
        causes = self._cause(cause, comparison)
        if change.concept == TRANSPORT_ALLOWANCE and cause.code in ("new", "ended"):
            causes = self._wording.render("utter_causa_derecho_al_auxilio", sin=causes)
        return self._wording.render(
            "utter_cambio_con_causa" if causes else "utter_cambio",
            nombre=change.name,
            efecto=formatting.signed(cause.effect),
            causas=causes,
        )

    def _chart(self, comparison: Comparison) -> dict[str, Any]:
        """From one net to the other, one step a concept; small ones together, so that it can be read."""
        steps = [(change.name, change.effect) for change in comparison.changes[:_SHOWN_CAUSES]]
        others = sum((change.effect for change in comparison.changes[_SHOWN_CAUSES:]), Decimal(0))
        if others:
            steps.append((self._wording.render("utter_otros_cambios"), others))
        return waterfall_chart(
            self._wording.render("utter_titulo_comparacion"),
            (formatting.capitalized(formatting.period(comparison.before)), comparison.before_net),
            steps,
            (formatting.capitalized(formatting.period(comparison.after)), comparison.after_net),
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


def _months(period: AskedPeriod) -> int:
    return period.last.index - period.first.index + 1


def _same_month_in(year: int, period: AskedPeriod) -> AskedPeriod:
    return AskedPeriod.of_month(Month(year, period.first.month))


def _asks_trend(ask: Ask) -> bool:
    """Whether several months are asked about as a line and not as two sides."""
    said, text = ask.question.periods, ask.question.plain_text
    if len(said) == 1 and _months(said[0]) >= _FEWEST_MONTHS_OF_A_TREND and _FROM_TO.search(text):
        return not _AGAINST.search(text)
    if not _TREND.search(text):
        return False
    if len(said) == 2 and not _FROM_TO.search(text):
        return False
    return not said or said[-1].last.index - said[0].first.index + 1 >= _FEWEST_MONTHS_OF_A_TREND
