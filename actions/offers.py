"""«Sí» and «no» to what the assistant offered last."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from actions import formatting
from actions.reply import case_card
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
BOGOTA = ZoneInfo("America/Bogota")


TO_ASK, ASKED = "to_ask", "asked"
"""Whether the person has yet to be asked, or was just asked, to share the conversation."""

SHARED_BEFORE = timedelta(hours=24)


def open_case(payroll: PayrollService, ask: Ask, offer: Offer, kind: str, *, share: bool) -> Reply:
    """Open the case on offer and say its number; `share`: the person agreed to show the conversation."""
    period = None if offer.period is None else offer.period.to_payroll()
    since = datetime.now(timezone.utc) - SHARED_BEFORE if share else None
    case = payroll.open_case(
        ask.principal, kind, offer.message_id, period, transcript_from=since, request_id=ask.request_id(f"case:{kind}")
    )
    reply = ask.reply()
    reply.say(
        "utter_caso_registrado",
        numero=case.number,
        fecha=formatting.day(case.opened_at.astimezone(BOGOTA).date()),
        custom=case_card(case),
    )
    if offer.sharing == ASKED:
        reply.say("utter_conversacion_compartida" if share else "utter_conversacion_no_compartida")
    return reply


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
        if offer.sharing == TO_ASK:
            reply = ask.reply()
            reply.memory = reply.memory.offering(replace(offer, sharing=ASKED))
            reply.say("utter_compartir_conversacion")
            return reply
        if offer.case_kind is not None:
            return open_case(self._payroll, ask, offer, offer.case_kind, share=offer.sharing == ASKED)
        if offer.vacation_id is not None:
            return self._cancel_vacation(ask, offer.vacation_id)
        if offer.data_decision is not None:
            return self._rights.decide(ask, offer)
        return self._topics.answer(ask.about(offer.intent, offer.period, offer.concept))

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

    def __init__(self, topics: Topics, payroll: PayrollService, rights: DataRights) -> None:
        self._topics = topics
        self._payroll = payroll
        self._rights = rights

    def answer(self, ask: Ask) -> Reply:
        """Acknowledge and leave the way open; «no, mejor marzo» goes on with the topic.

        A «no» to sharing the conversation is no «no» to the case.
        """
        offer = ask.memory.offer
        if offer is not None and offer.sharing == ASKED and offer.case_kind is not None:
            return open_case(self._payroll, ask, offer, offer.case_kind, share=False)
        if adds_a_datum(ask):
            return self._topics.answer(continued(ask))
        kept = None if offer is None else self._rights.decline(ask, offer)
        if kept is not None:
            return kept
        reply = ask.reply()
        reply.say("utter_de_acuerdo_no" if offer is not None else "utter_no_a_que")
        return reply
