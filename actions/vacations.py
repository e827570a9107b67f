"""Vacations: the balance explained, and the history of days taken and asked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from actions import formatting
from actions.topic import Ask, Topic
from services.payroll.views import VacationStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actions.reply import Reply
    from actions.wording import Wording
    from services.payroll.service import PayrollService
    from services.payroll.views import VacationBalance, VacationRequest

_ASKS_HISTORY = re.compile(
    r"\b(historial|tomad[oa]s|tome|disfrut\w+|he tomado|aprobad[oa]s?|solicitud\w*|ultimas?|sali)\b"
)
_SHOWN = 6


class VacationsTopic(Topic):
    """`consultar_vacaciones`: how many business days are left and why, what is coming and what was taken."""

    intent = "consultar_vacaciones"
    action = "action_consultar_vacaciones"

    def __init__(self, payroll: PayrollService, wording: Wording) -> None:
        self._payroll = payroll
        self._wording = wording

    def answer(self, ask: Ask) -> Reply:
        """The balance today (or on a future day that was said), and the history when the words ask for it."""
        reply = ask.reply()
        period = ask.question.period
        on = period.end if period is not None and period.end > ask.today else ask.today
        reply.memory = reply.memory.about(self.intent, period)
        past = period is not None and period.end < ask.today
        if past or _ASKS_HISTORY.search(ask.question.plain_text):
            self._say_history(reply, ask)
        balance = self._payroll.vacation_balance(ask.principal, on)
        values = {
            "fecha": formatting.day(on),
            "disponibles": formatting.number(balance.available),
            "desde": formatting.day(balance.since),
            "causados": formatting.number(balance.accrued),
            "por_anio": formatting.number(balance.days_per_year),
            "restas": self._spent(balance),
        }
        reply.say(
            "utter_vacaciones_saldo" if on == ask.today else "utter_vacaciones_saldo_futuro",
            values,
        )
        if balance.upcoming:
            reply.say("utter_vacaciones_proximas", lineas=self._lines(balance.upcoming))
        return reply

    def _spent(self, balance: VacationBalance) -> str:
        parts = [
            self._wording.render(f"utter_vacaciones_resta_{name}", dias=formatting.number(days))
            for name, days in (
                ("taken", balance.taken),
                ("compensated", balance.compensated),
                ("reserved", balance.reserved),
            )
            if days
        ]
        return self._wording.render("utter_vacaciones_restas", restas=formatting.listing(parts)) if parts else ""

    def _say_history(self, reply: Reply, ask: Ask) -> None:
        period = ask.question.period
        history = [
            request
            for request in self._payroll.vacation_history(ask.principal)
            if period is None or (request.start <= period.end and request.end >= period.start)
        ]
        if history:
            reply.say("utter_vacaciones_historial", lineas=self._lines(history[:_SHOWN]))
        elif period is not None:
            reply.say("utter_vacaciones_sin_historial_periodo", en_periodo=formatting.within(period))
        else:
            reply.say("utter_vacaciones_sin_historial")

    def _lines(self, requests: Sequence[VacationRequest]) -> str:
        return "\n".join(self.line(request) for request in requests)

    def line(self, request: VacationRequest) -> str:
        """One vacation: its days, their number and its state."""
        if request.status is VacationStatus.COMPENSATED:
            return self._wording.render(
                "utter_linea_vacaciones_dinero",
                dias=formatting.number(request.business_days),
                fecha=formatting.day(request.start),
            )
        return self._wording.render(
            "utter_linea_vacaciones",
            inicio=formatting.day(request.start),
            fin=formatting.day(request.end),
            dias=formatting.number(request.business_days),
            estado=self._wording.render(f"utter_estado_vacaciones_{request.status.value}"),
        )
