"""Asking for, moving or cancelling vacations: the topic that opens the form, or offers to cancel."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from actions import formatting
from actions.memory import Offer
from actions.topic import Ask, Topic
from actions.vacation_dates import read_vacation
from actions.vacation_form import CONFIRMED, DAYS, FORM, INTENT, START

if TYPE_CHECKING:
    from actions.question import Question
    from actions.reply import Reply
    from services.payroll.service import PayrollService
    from services.payroll.views import VacationRequest

_CANCELS_GRANTED = re.compile(r"\b(cancel\w*|anul\w*|ya no (voy|quiero)|retir\w*|desist\w*)\b")
_MOVES = re.compile(r"\b(mov\w*|muev\w*|aplaz\w*|correr|reprogram\w*|pospon\w*|cambi\w*|modific\w*)\b")


class VacationRequestTopic(Topic):
    """`solicitar_vacaciones`: opens the form with what was already said, or offers to cancel a vacation."""

    intent = INTENT
    action = "action_solicitar_vacaciones"

    def __init__(self, payroll: PayrollService) -> None:
        self._payroll = payroll

    def answer(self, ask: Ask) -> Reply:
        """The form, or the question whether to cancel."""
        text = ask.question.plain_text
        if _CANCELS_GRANTED.search(text) or _MOVES.search(text):
            return self._offer_cancelling(ask, moving=not _CANCELS_GRANTED.search(text))
        balance = self._payroll.vacation_balance(ask.principal, ask.today)
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent)
        if balance.available < 1:
            reply.say(
                "utter_vacaciones_sin_saldo",
                disponibles=formatting.number(balance.available),
                por_anio=formatting.number(balance.days_per_year),
            )
            return reply
        said = read_vacation(ask.question, ask.today, self._payroll.business_days)
        reply.say("utter_vacaciones_empezar", disponibles=formatting.number(balance.available))
        reply.form = FORM
        reply.slots = {
            START: None if said.start is None else said.start.isoformat(),
            DAYS: said.days,
            CONFIRMED: None,
        }
        return reply

    def _offer_cancelling(self, ask: Ask, *, moving: bool) -> Reply:
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent)
        upcoming = self._payroll.vacation_balance(ask.principal, ask.today).upcoming
        if not upcoming:
            reply.say("utter_vacaciones_nada_por_cancelar")
            return reply
        chosen = _chosen(upcoming, ask.question)
        reply.memory = reply.memory.offering(Offer(self.intent, vacation_id=chosen.id))
        reply.say(
            "utter_vacaciones_mover" if moving else "utter_vacaciones_confirmar_cancelacion",
            inicio=formatting.day(chosen.start),
            fin=formatting.day(chosen.end),
            dias=formatting.number(chosen.business_days),
        )
        return reply


def _chosen(upcoming: tuple[VacationRequest, ...], question: Question) -> VacationRequest:
    """The vacation that a date of the message falls in; the next one otherwise."""
    for period in question.periods:
        for request in upcoming:
            if request.start <= period.end and period.start <= request.end:
                return request
    return upcoming[0]
