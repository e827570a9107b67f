"""Forms that take a request one answer at a time; each step says how it reads an answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rasa_sdk import Action
from rasa_sdk.events import SlotSet

from actions.conversation import failure
from actions.memory import Memory
from actions.message_identity import message_key, request_id
from actions.question import Question, read_questions
from actions.reply import Reply

if TYPE_CHECKING:
    from uuid import UUID

    from rasa_sdk import Tracker
    from rasa_sdk.executor import CollectingDispatcher
    from rasa_sdk.types import DomainDict

    from actions.conversation import Conversation
    from services.auth.principal import Principal

REQUESTED_SLOT = "requested_slot"
CANCELS = re.compile(r"\b(cancel\w*|anul\w*|olvid\w*|ya no|mejor no|deja(lo|r)? asi|no gracias|no quiero)\b")
_UNCLEAR = frozenset({"dar_dato", "afirmar", "nlu_fallback", "fuera_de_alcance", "agradecer", "saludar"})
"""Intents that, unread by the step, are a poor answer and not a digression after which the form asks again."""


def answers_an_offer(question: Question, memory: Memory) -> bool:
    """Whether a «sí» or a «no» is for what was offered in a digression: the form asks nothing to be affirmed.

    A form opens with nothing on offer. Its own button to leave says «no» too, and is not for the offer.
    """
    if memory.offer is None:
        return False
    return question.intent == "afirmar" or (question.intent == "negar" and not question.payload)


class Unacceptable(Exception):
    """An answer that was understood and cannot be; `response` says why."""

    def __init__(self, response: str, **values: str) -> None:
        super().__init__(response)
        self.response = response
        self.values_said = values


@dataclass(frozen=True)
class Answering:
    """What a step has to read an answer with: who answers, what they said, what they answered before."""

    principal: Principal
    question: Question
    slots: Mapping[str, Any]
    reply: Reply
    today: Any


@dataclass(frozen=True)
class Step:
    """One slot of a form; `read` returns its value, or None when the message does not answer it.

    `read` may raise Unacceptable, and may say something in the reply. `early`: it also reads the answer to the step
    before, for whoever says both at once.
    """

    slot: str
    read: Callable[[Answering], Any]
    early: bool = False


@dataclass(frozen=True)
class GuidedForm:
    """A form of the domain. The last step's slot is True once all is confirmed and False when the person leaves it.

    `not_understood`: what is said of an answer that no step reads; `intent`: the one that opens the form.
    """

    name: str
    intent: str
    steps: tuple[Step, ...]
    not_understood: str

    def leave(self) -> list[dict[str, Any]]:
        """End the form without a request."""
        return [SlotSet(self.steps[-1].slot, False), SlotSet(REQUESTED_SLOT, None)]

    def cleared(self) -> list[dict[str, Any]]:
        """Forget every answer."""
        return [SlotSet(step.slot, None) for step in self.steps]

    def events(self, slots: Mapping[str, Any], **changed: Any) -> list[dict[str, Any]]:
        """The form's slots as they are, with these changes."""
        return [SlotSet(step.slot, changed.get(step.slot, slots.get(step.slot))) for step in self.steps]


class ValidateGuidedForm(Action):
    """Reads the answer to the step that was asked."""

    def __init__(self, conversation: Conversation, form: GuidedForm) -> None:
        self._conversation = conversation
        self._form = form

    def name(self) -> str:
        """The name that Rasa gives to the validation of this form."""
        return f"validate_{self._form.name}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        """The form's slots after this message; none when it was a digression."""
        question = read_questions(tracker.latest_message)[0]
        form, slots = self._form, tracker.slots
        requested = slots.get(REQUESTED_SLOT)
        step = next((each for each in form.steps if each.slot == requested), None)
        if step is None:
            return form.events(slots)
        memory = Memory.read(slots)

        def work() -> tuple[Reply, list[dict[str, Any]]]:
            reply = Reply(memory)
            principal = self._conversation.principal(tracker.sender_id)
            answering = Answering(principal, question, slots, reply, self._conversation.now().date())
            return reply, self._answered(step, answering)

        try:
            reply, events = await self._conversation.run(work)
        except Exception as error:
            failure(error, question, memory).send(dispatcher)
            return form.leave()
        reply.send(dispatcher)
        return events

    def _answered(self, step: Step, answering: Answering) -> list[dict[str, Any]]:
        form, question = self._form, answering.question
        if CANCELS.search(question.plain_text):
            return form.leave()
        try:
            value = step.read(answering)
        except Unacceptable as refused:
            answering.reply.say(refused.response, refused.values_said)
            return form.events(answering.slots)
        if value is not None:
            return form.events(answering.slots, **{step.slot: value, **self._early(step, answering)})
        if answers_an_offer(question, answering.reply.memory):
            return []
        if question.intent == "negar":
            return form.leave()
        if question.intent in _UNCLEAR or question.intent == form.intent:
            answering.reply.say(form.not_understood)
            return form.events(answering.slots)
        return []

    def _early(self, step: Step, answering: Answering) -> dict[str, Any]:
        following = self._form.steps[self._form.steps.index(step) + 1 :][:1]
        return {each.slot: value for each in following if each.early and (value := each.read(answering)) is not None}


class SubmitGuidedForm(Action):
    """The end of a form: sends the request, or says that nothing was sent."""

    def __init__(
        self,
        name: str,
        conversation: Conversation,
        form: GuidedForm,
        not_sent: str,
        submit: Callable[[Principal, Mapping[str, Any], Reply, Any, UUID | None], None],
    ) -> None:
        self._name = name
        self._conversation = conversation
        self._form = form
        self._not_sent = not_sent
        self._submit = submit

    def name(self) -> str:
        """The action that the rule runs when the form is complete."""
        return self._name

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        """Send the request and clear the form; the same message handled again sends no second one."""
        slots, memory = tracker.slots, Memory.read(tracker.slots)
        if slots.get(self._form.steps[-1].slot) is not True:
            dispatcher.utter_message(response=self._not_sent)
            return self._form.cleared()

        def work() -> Reply:
            reply = Reply(memory)
            principal = self._conversation.principal(tracker.sender_id)
            asked = request_id(tracker.sender_id, message_key(tracker), self._name)
            self._submit(principal, slots, reply, self._conversation.now().date(), asked)
            return reply

        try:
            reply = await self._conversation.run(work)
        except Exception as error:
            reply = failure(error, Question("", self._form.intent), memory, writes=True)
        reply.send(dispatcher)
        return self._form.cleared()
