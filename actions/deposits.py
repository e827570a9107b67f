"""When pay arrives: the last deposit, those of a period, and the next pay date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions import formatting
from actions.memory import Offer
from actions.next_payment import say_next_payment
from actions.reply import payload
from actions.topic import Ask, Topic
from services.payroll.views import DepositStatus, NoPayrollRecord

if TYPE_CHECKING:
    from actions.periods import AskedPeriod
    from actions.reply import Reply
    from actions.wording import Wording
    from services.payroll.service import PayrollService
    from services.payroll.views import Deposit

_LEGAL_DATES = {
    "prima": ("consultar_bonificaciones", "utter_fechas_prima"),
    "cesantias": ("consultar_cesantias", "utter_fechas_cesantias"),
    "intereses_cesantias": ("consultar_cesantias", "utter_fechas_cesantias"),
}
"""Concepts whose pay date is the law's, not that of the payroll."""


class DepositsTopic(Topic):
    """`consultar_consignacion`: whether, when and how much was or will be deposited."""

    intent = "consultar_consignacion"
    action = "action_consultar_consignacion"

    def __init__(self, payroll: PayrollService, wording: Wording) -> None:
        self._payroll = payroll
        self._wording = wording

    def answer(self, ask: Ask) -> Reply:
        """The deposits of the period that was said; the last and the next one otherwise."""
        period = ask.period
        if ask.concept in _LEGAL_DATES and period is None:
            return self._legal_dates(ask, ask.concept)
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent, period)
        if period is None or (period.direction == "future" and period.start > ask.today):
            self._say_last(reply, ask)
            self._say_next(reply, ask)
        else:
            self._say_period(reply, ask, period)
        return reply

    def _legal_dates(self, ask: Ask, concept: str) -> Reply:
        intent, response = _LEGAL_DATES[concept]
        reply = ask.reply()
        reply.memory = reply.memory.about(intent, None, concept).offering(Offer(intent, None, concept))
        reply.say(response, boton_ver=payload(intent, None, concept))
        return reply

    def _say_last(self, reply: Reply, ask: Ask) -> None:
        deposit = self._payroll.last_deposit(ask.principal, ask.today)
        reply.say(
            "utter_ultima_consignacion_hoy" if deposit.pay_date == ask.today else "utter_ultima_consignacion",
            valor=formatting.money(deposit.amount),
            fecha=formatting.weekday(deposit.pay_date),
            banco=deposit.bank,
            cuenta=deposit.masked_account,
            pago=formatting.payment(deposit.month, deposit.fortnight),
        )

    def _say_next(self, reply: Reply, ask: Ask) -> None:
        try:
            following = self._payroll.next_payment(ask.principal, ask.today)
        except NoPayrollRecord:
            reply.say("utter_sin_proximo_pago")
            return
        say_next_payment(reply, following)

    def _say_period(self, reply: Reply, ask: Ask, period: AskedPeriod) -> None:
        deposits = self._payroll.deposits(ask.principal, period.start, period.end)
        within = formatting.within_days(period)
        values = {"en_periodo": within, "En_periodo": formatting.capitalized(within)}
        if not deposits:
            reply.say(
                "utter_sin_consignaciones",
                values,
            )
            self._say_last(reply, ask)
            if period.end >= ask.today:
                self._say_next(reply, ask)
            return
        reply.say(
            "utter_consignaciones",
            values,
            lineas="\n".join(self._line(deposit) for deposit in deposits),
        )

    def _line(self, deposit: Deposit) -> str:
        paid = deposit.status is DepositStatus.PAID
        return self._wording.render(
            "utter_linea_consignacion" if paid else "utter_linea_consignacion_programada",
            fecha=formatting.day(deposit.pay_date),
            valor=formatting.money(deposit.amount),
            pago=formatting.payment(deposit.month, deposit.fortnight),
        )
