"""«Sí» and «no» to what the assistant offered last."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from actions import formatting
from actions.topic import Ask, Topic
from services.payroll.views import VacationRefused

if TYPE_CHECKING:
    from uuid import UUID

    from actions.data_rights import DataRights
    from actions.memory import Offer
    from actions.reply import Reply
    from actions.topics import Topics
    from services.payroll.service import PayrollService

ACCEPT = "afirmar"
DECLINE = "negar"
CONTINUE = "dar_dato"


def adds_a_datum(ask: Ask) -> bool:
    """Whether the answer also brings a period or a concept to go on with: «no, mejor marzo»."""
    return ask.memory.topic is not None and bool(ask.question.periods or ask.question.concept)


def continued(ask: Ask) -> Ask:
    """The same message as one that only adds a datum."""
    return replace(ask, question=replace(ask.question, intent=CONTINUE))


class AcceptTopic(Topic):
    """`afirmar`: does what was offered."""

    intent = ACCEPT
    action = "action_afirmar"

    def __init__(self, topics: Topics, payroll: PayrollService, rights: DataRights) -> None:
        self._topics = topics
        self._payroll = payroll
        self._rights = rights

    def answer(self, ask: Ask) -> Reply:
        """Open the case, cancel the vacation, decide on one's data or answer the question that was offered."""
        offer = ask.memory.offer
        if offer is None and adds_a_datum(ask):
            return self._topics.answer(continued(ask))
        if offer is None or offer.intent in (ACCEPT, DECLINE):
            reply = ask.reply()
            reply.say("utter_si_a_que")
            return reply
        if offer.case_kind is not None:
            return self._open_case(ask, offer, offer.case_kind)
        if offer.vacation_id is not None:
            return self._cancel_vacation(ask, offer.vacation_id)
        if offer.data_decision is not None:
            return self._rights.decide(ask, offer)
        return self._topics.answer(ask.about(offer.intent, offer.period, offer.concept))

    def _open_case(self, ask: Ask, offer: Offer, kind: str) -> Reply:
        period = None if offer.period is None else offer.period.to_payroll()
        case = self._payroll.open_case(ask.principal, kind, offer.message_id, period)
        reply = ask.reply()
        reply.say("utter_caso_registrado", numero=case.number, fecha=formatting.day(case.opened_at.astimezone().date()))
        return reply

    def _cancel_vacation(self, ask: Ask, vacation_id: UUID) -> Reply:
        reply = ask.reply()
        try:
            cancelled = self._payroll.cancel_vacation(ask.principal, vacation_id, ask.today)
        except VacationRefused:
            reply.say("utter_vacaciones_no_cancelables")
            return reply
        reply.say(
            "utter_vacaciones_canceladas",
            inicio=formatting.day(cancelled.start),
            fin=formatting.day(cancelled.end),
            dias=formatting.number(cancelled.business_days),
        )
        return reply


class DeclineTopic(Topic):
    """`negar`: drops what was offered."""

    intent = DECLINE
    action = "action_negar"

    def __init__(self, topics: Topics) -> None:
        self._topics = topics

    def answer(self, ask: Ask) -> Reply:
        """Acknowledge and leave the way open; «no, mejor marzo» goes on with the topic."""
        if adds_a_datum(ask):
            return self._topics.answer(continued(ask))
        reply = ask.reply()
        reply.say("utter_de_acuerdo_no" if ask.memory.offer is not None else "utter_no_a_que")
        return reply
