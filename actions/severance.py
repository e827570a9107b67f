"""Cesantías: what is accrued this year with its interest, and what was deposited before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions import formatting
from actions.topic import Ask, Topic
from services.payroll.rules.benefits import severance_deposit_date

if TYPE_CHECKING:
    from actions.bases import Bases
    from actions.reply import Reply
    from actions.wording import Wording
    from services.payroll.service import PayrollService
    from services.payroll.views import Severance

_INTEREST = "intereses_cesantias"


class SeveranceTopic(Topic):
    """`consultar_cesantias`: accrued to a day, deposited by year, and interest."""

    intent = "consultar_cesantias"
    action = "action_consultar_cesantias"

    def __init__(self, payroll: PayrollService, bases: Bases, wording: Wording) -> None:
        self._payroll = payroll
        self._bases = bases
        self._wording = wording

    def answer(self, ask: Ask) -> Reply:
        """The deposit of a past year when one was said; the running year and the deposits otherwise."""
        period = ask.period
        severance = self._payroll.severance(ask.principal, ask.today)
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent, period, ask.concept)
        if not severance.applies:
            reply.say("utter_cesantias_salario_integral")
        elif period is not None and period.start.year < ask.today.year:
            self._say_year(reply, severance, period.start.year)
        else:
            self._say_running_year(reply, severance, interest=ask.concept == _INTEREST)
        return reply

    def _say_running_year(self, reply: Reply, severance: Severance, *, interest: bool) -> None:
        reply.say(
            "utter_cesantias_intereses" if interest else "utter_cesantias",
            fecha=formatting.day(severance.on),
            causado=formatting.money(severance.accrued),
            intereses=formatting.money(severance.accrued_interest),
            base=formatting.money(severance.base),
            dias=formatting.number(severance.days),
            anio=str(severance.on.year),
            consignacion=formatting.day(severance_deposit_date(severance.on.year)),
        )
        if not interest:
            self._bases.say_of_benefit(reply, severance.steps)
        if severance.deposits:
            reply.say(
                "utter_cesantias_consignadas" if severance.fund is None else "utter_cesantias_consignadas_fondo",
                fondo=severance.fund or "",
                lineas="\n".join(
                    self._wording.render(
                        "utter_linea_cesantias",
                        anio=str(deposit.year),
                        valor=formatting.money(deposit.amount),
                        fecha=formatting.day(deposit.deposited_on),
                        intereses=formatting.money(deposit.interest),
                    )
                    for deposit in sorted(severance.deposits, key=lambda each: each.year, reverse=True)
                ),
            )
        else:
            reply.say("utter_cesantias_sin_consignar")

    @staticmethod
    def _say_year(reply: Reply, severance: Severance, year: int) -> None:
        deposit = next((each for each in severance.deposits if each.year == year), None)
        if deposit is None:
            reply.say("utter_cesantias_sin_anio", anio=str(year))
            return
        reply.say(
            "utter_cesantias_de_anio",
            anio=str(year),
            valor=formatting.money(deposit.amount),
            fecha=formatting.day(deposit.deposited_on),
            fondo=deposit.fund,
            base=formatting.money(deposit.base),
            dias=formatting.number(deposit.days),
            intereses=formatting.money(deposit.interest),
            fecha_intereses=formatting.day(deposit.interest_paid_on),
        )
