"""The form of a vacation request: its answers, what is shown before it is sent, and its end."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from rasa_sdk import Action
from rasa_sdk.events import SlotSet

from actions import formatting
from actions.conversation import Conversation, failure
from actions.guided_form import answers_an_offer
from actions.memory import Memory
from actions.message_identity import message_key, request_id
from actions.question import Question, read_questions
from actions.reply import Reply
from actions.vacation_dates import read_vacation
from services.payroll.views import VacationRefused

if TYPE_CHECKING:
    from rasa_sdk import Tracker
    from rasa_sdk.executor import CollectingDispatcher
    from rasa_sdk.types import DomainDict

    from services.auth.principal import Principal
    from services.payroll.desk.office import RequestOffice
    from services.payroll.service import PayrollService
    from services.users.service import UserService

INTENT = "solicitar_vacaciones"
FORM = "vacaciones_form"
START, DAYS, CONFIRMED = "vacaciones_inicio", "vacaciones_dias", "vacaciones_confirmadas"
REQUESTED_SLOT = "requested_slot"
_ANSWERS = frozenset({"dar_dato", INTENT, "afirmar", "negar", "nlu_fallback"})
"""Intents that answer the form; any other is a digression, after which the form asks again."""
_CANCELS = re.compile(
    r"\b(cancel\w*|anul\w*|olvid\w*|ya no|mejor no|deja(lo|r)? asi|no quiero (las )?vacaciones|no gracias)\b"
)


class ValidateVacationForm(Action):
    """Reads each answer of the form, checks it against the calendar and the balance, and says what is wrong."""

    def __init__(self, conversation: Conversation, payroll: PayrollService) -> None:
        self._conversation = conversation
        self._payroll = payroll

    def name(self) -> str:
        """The name that Rasa gives to the validation of this form."""
        return f"validate_{FORM}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        """The form's slots after this message; none when it was a digression."""
        question = read_questions(tracker.latest_message)[0]
        starting = tracker.slots.get(REQUESTED_SLOT) is None
        if question.intent not in _ANSWERS and not starting:
            return []
        form = _Form.read(tracker.slots)

        def work() -> tuple[Reply, list[dict[str, Any]]]:
            principal = self._conversation.principal(tracker.sender_id)
            reply = Reply(Memory.read(tracker.slots))
            return reply, self._next(reply, principal, question, form, starting=starting)

        try:
            reply, events = await self._conversation.run(work)
        except Exception as error:
            failure(error, question, Memory.read(tracker.slots)).send(dispatcher)
            return _stop()
        reply.send(dispatcher)
        return events

    def _next(
        self, reply: Reply, principal: Principal, question: Question, form: _Form, *, starting: bool
    ) -> list[dict[str, Any]]:
        today = self._conversation.now().date()
        if starting:
            return self._checked(reply, principal, form.start, form.days, today)
        if _CANCELS.search(question.plain_text):
            return _stop()
        said = read_vacation(question, today, self._payroll.business_days, form.start, asks_days=form.asks_days)
        if said.start is not None or said.days is not None:
            days = said.days if said.days is not None else form.days
            return self._checked(reply, principal, said.start or form.start, days, today)
        if form.asks_confirmation and question.intent in ("afirmar", "negar"):
            return [SlotSet(CONFIRMED, question.intent == "afirmar")]
        if answers_an_offer(question, reply.memory):
            return []
        if question.intent == "negar":
            return _stop()
        reply.say("utter_vacaciones_falta_el_dia" if said.vague else "utter_vacaciones_no_entendi")
        return form.unchanged()

    def _checked(
        self, reply: Reply, principal: Principal, start: date | None, days: int | None, today: date
    ) -> list[dict[str, Any]]:
        """The slots once the plan is checked: what cannot be granted is explained and asked again."""
        if start is not None:
            try:
                self._payroll.plan_vacation(principal, start, days or 1, today)
            except VacationRefused as refused:
                say_refusal(reply, refused, start)
                if refused.reason in ("insufficient_balance", "invalid_days"):
                    days = None
                else:
                    start = None
        return [
            SlotSet(START, None if start is None else start.isoformat()),
            SlotSet(DAYS, days),
            SlotSet(CONFIRMED, None),
        ]


class _Form:
    """The form's slots, read defensively."""

    def __init__(self, start: date | None, days: int | None, requested: Any) -> None:
        self.start = start
        self.days = days
        self.asks_confirmation = requested == CONFIRMED
        self.asks_days = requested == DAYS

    @classmethod
    def read(cls, slots: dict[str, Any]) -> _Form:
        """Anything that is not as the form writes it counts as not answered."""
        start, days = slots.get(START), slots.get(DAYS)
        try:
            day = date.fromisoformat(start) if isinstance(start, str) else None
        except ValueError:
            day = None
        valid = isinstance(days, int) and not isinstance(days, bool) and days > 0
        return cls(day, days if valid else None, slots.get(REQUESTED_SLOT))

    def unchanged(self) -> list[dict[str, Any]]:
        """Slot events that keep the answers, so that the form asks again instead of giving up."""
        return [SlotSet(START, None if self.start is None else self.start.isoformat()), SlotSet(DAYS, self.days)]


def _stop() -> list[dict[str, Any]]:
    """End the form without a request."""
    return [SlotSet(CONFIRMED, False), SlotSet(REQUESTED_SLOT, None)]


def say_refusal(reply: Reply, refused: VacationRefused, start: date) -> None:
    """Why the plan cannot be, and what could."""
    values = {"inicio": formatting.day(start)}
    if refused.available is not None:
        values["disponibles"] = formatting.number(refused.available)
    if refused.next_business_day is not None:
        values["siguiente"] = formatting.weekday(refused.next_business_day)
    if refused.overlap_start is not None and refused.overlap_end is not None:
        values["cruce_inicio"] = formatting.day(refused.overlap_start)
        values["cruce_fin"] = formatting.day(refused.overlap_end)
    reply.say(f"utter_vacaciones_rechazo_{refused.reason}", values)


class AskVacationConfirmation(Action):
    """Shows the whole plan before anything is sent."""

    def __init__(self, conversation: Conversation, payroll: PayrollService) -> None:
        self._conversation = conversation
        self._payroll = payroll

    def name(self) -> str:
        """The name by which Rasa asks for this slot of the form."""
        return f"action_ask_{FORM}_{CONFIRMED}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        """The plan: first and last day, day of return, holidays in between, balance afterwards."""
        form = _Form.read(tracker.slots)

        def work() -> Reply:
            reply = Reply(Memory.read(tracker.slots))
            principal = self._conversation.principal(tracker.sender_id)
            if form.start is None or form.days is None:
                raise VacationRefused("invalid_days")
            plan = self._payroll.plan_vacation(principal, form.start, form.days, self._conversation.now().date())
            reply.say(
                "utter_vacaciones_confirmar_un_dia" if plan.business_days == 1 else "utter_vacaciones_confirmar",
                inicio=formatting.weekday(plan.start),
                fin=formatting.weekday(plan.end),
                regreso=formatting.weekday(plan.returns),
                dias=formatting.number(plan.business_days),
                calendario=formatting.number(plan.calendar_days),
                saldo=formatting.number(plan.available_after),
            )
            return reply

        try:
            (await self._conversation.run(work)).send(dispatcher)
        except Exception as error:
            question = Question("", INTENT)
            failure(error, question, Memory.read(tracker.slots)).send(dispatcher)
        return []


class SubmitVacationRequest(Action):
    """The end of the form: persists the request, or says that nothing was sent."""

    def __init__(self, conversation: Conversation, office: RequestOffice, users: UserService) -> None:
        self._conversation = conversation
        self._office = office
        self._users = users

    def name(self) -> str:
        """The action that the rule runs when the form is complete."""
        return "action_enviar_solicitud_vacaciones"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        """Ask for the vacation, which tells the manager, and clear the form; once for a message, however often."""
        form = _Form.read(tracker.slots)
        cleared = [SlotSet(START, None), SlotSet(DAYS, None), SlotSet(CONFIRMED, None)]
        if tracker.slots.get(CONFIRMED) is not True or form.start is None or form.days is None:
            dispatcher.utter_message(response="utter_vacaciones_no_enviada")
            return cleared
        start, days = form.start, form.days
        asked = request_id(tracker.sender_id, message_key(tracker), INTENT)

        def work() -> Reply:
            reply = Reply(Memory.read(tracker.slots))
            principal = self._conversation.principal(tracker.sender_id)
            today = self._conversation.now().date()
            try:
                request = self._office.request_vacation(principal, start, days, today, request_id=asked)
            except VacationRefused as refused:
                say_refusal(reply, refused, start)
                return reply
            manager = self._users.profile(principal).manager_name
            reply.say(
                "utter_vacaciones_solicitadas" if manager else "utter_vacaciones_solicitadas_sin_jefe",
                inicio=formatting.day(request.start),
                fin=formatting.day(request.end),
                regreso=formatting.weekday(request.returns),
                dias=formatting.number(request.business_days),
                jefe=manager or "",
            )
            return reply

        try:
            reply = await self._conversation.run(work)
        except Exception as error:
            reply = failure(error, Question("", INTENT), Memory.read(tracker.slots), writes=True)
        reply.send(dispatcher)
        return cleared
