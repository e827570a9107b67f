"""Which period of pay a question is about, and what to say when there is no data for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions import formatting
from actions.memory import Offer
from actions.next_payment import say_next_payment
from actions.periods import AskedPeriod
from actions.reply import payload
from services.payroll.views import Month, NoPayrollRecord, NoPayslip

if TYPE_CHECKING:
    from actions.reply import Reply
    from actions.topic import Ask
    from services.payroll.service import PayrollService
    from services.payroll.views import NextPayment
    from services.users.service import UserService

_PAYSLIP = "consultar_desprendible"


class FuturePeriod(Exception):
    """The question is about a month that has not begun."""

    def __init__(self, period: AskedPeriod) -> None:
        super().__init__("future period")
        self.period = period


def asked_pay_period(ask: Ask, payroll: PayrollService) -> AskedPeriod:
    """The period asked about, cut at the current month, or else the latest month with a payslip.

    FuturePeriod when it lies wholly ahead; NoPayslip when the person was never paid.
    """
    current = Month.of(ask.today)
    period = ask.period
    if period is None:
        latest = payroll.nearest_payslip_month(ask.principal, current)
        if latest is None:
            raise NoPayslip(current, None)
        return AskedPeriod.of_month(latest)
    if period.first > current:
        raise FuturePeriod(period)
    return period.until(current.last_day)


class MissingPay:
    """Says why a period has no pay, and offers the nearest one that has."""

    def __init__(self, payroll: PayrollService, users: UserService) -> None:
        self._payroll = payroll
        self._users = users

    def no_payslip(self, ask: Ask, intent: str, missing: NoPayslip) -> Reply:
        """Nothing was paid in the month: before hiring, after leaving, or simply no payslip."""
        asked = AskedPeriod.of_month(missing.month)
        if ask.period is not None and ask.period.first <= missing.month <= ask.period.last:
            asked = ask.period
        if missing.nearest is None:
            reply = ask.reply()
            reply.say("utter_sin_ningun_desprendible")
            return reply
        profile = self._users.profile(ask.principal)
        if profile.hired_on is not None and missing.month < Month.of(profile.hired_on):
            return self._offer(
                ask, intent, missing.nearest, "utter_antes_del_ingreso", asked, fecha=formatting.day(profile.hired_on)
            )
        if profile.left_on is not None and missing.month > Month.of(profile.left_on):
            return self._offer(
                ask, intent, missing.nearest, "utter_despues_del_retiro", asked, fecha=formatting.day(profile.left_on)
            )
        return self._offer(ask, intent, missing.nearest, "utter_sin_desprendible", asked)

    def no_record(self, ask: Ask, intent: str) -> Reply:
        """There is nothing of this sort: because the person has left, or because it was never registered."""
        left = self._users.profile(ask.principal).left_on
        reply = ask.reply()
        reply.memory = reply.memory.about(intent)
        if left is not None and left < ask.today:
            reply.say("utter_sin_registro_por_retiro", fecha=formatting.day(left))
        else:
            reply.say("utter_sin_registro")
        return reply

    def future(self, ask: Ask, intent: str, period: AskedPeriod) -> Reply:
        """The period has not begun: the next payment is told where it may be meant; the latest month is offered.

        «La próxima quincena» may be the fortnight to come or the payment to come; a month far ahead is neither.
        """
        latest = self._payroll.nearest_payslip_month(ask.principal, Month.of(ask.today))
        reply = ask.reply()
        if latest is None:
            reply.say("utter_sin_ningun_desprendible")
            return reply
        following = self._next_payment(ask) if intent == _PAYSLIP else None
        if following is not None and period.first <= following.month.plus(1):
            say_next_payment(reply, following)
        return self._offer(ask, intent, latest, "utter_periodo_futuro", period, reply=reply)

    def _next_payment(self, ask: Ask) -> NextPayment | None:
        try:
            return self._payroll.next_payment(ask.principal, ask.today)
        except NoPayrollRecord:
            return None

    def _offer(
        self,
        ask: Ask,
        intent: str,
        month: Month,
        response: str,
        asked: AskedPeriod,
        *,
        reply: Reply | None = None,
        **values: str,
    ) -> Reply:
        period = AskedPeriod.of_month(month)
        concept = ask.concept
        reply = reply or ask.reply()
        reply.memory = reply.memory.about(intent, period, concept).offering(Offer(intent, period, concept))
        reply.say(
            response,
            {**formatting.when(asked), **values},
            cercano=formatting.month(month),
            boton_cercano=payload(intent, period, concept),
        )
        return reply
