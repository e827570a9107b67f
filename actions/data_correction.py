"""The form that asks for the correction of a personal datum: which one, what it should say, and a last look at it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rasa_sdk import Action
from rasa_sdk.events import SlotSet

from actions import formatting
from actions.conversation import Conversation, failure
from actions.data_requests import named_datum
from actions.data_rights import CLAIM, CONFIRMED, CORRECTION_FORM, DATUM, case_of_correction, correction_number
from actions.memory import Memory
from actions.message_identity import message_key, request_id
from actions.question import Question, read_questions
from actions.reply import Reply
from services.privacy.deadlines import claim_due
from services.privacy.service import LONGEST_TEXT, TooManyRequests
from services.privacy.views import Datum

if TYPE_CHECKING:
    from rasa_sdk import Tracker
    from rasa_sdk.executor import CollectingDispatcher
    from rasa_sdk.types import DomainDict

    from actions.wording import Wording
    from services.privacy.service import PrivacyService

REQUESTED_SLOT = "requested_slot"
SHORTEST_CLAIM = 3
_INTENT = "consultar_perfil"
_CANCELS = re.compile(r"^(no,? )?(cancel\w*|anul\w*|olvid\w*|ya no|mejor no|dej(a|e)(lo|r)? asi|no gracias|nada)\b")
_OTHER = re.compile(r"\b(otr[oa]s?|ningun[oa]|datos?)\b")


class ValidateCorrectionForm(Action):
    """Reads each answer of the form; a question in the middle is a digression, after which the form asks again."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation

    def name(self) -> str:
        """The name that Rasa gives to the validation of this form."""
        return f"validate_{CORRECTION_FORM}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        """The form's slots after this message; none when it was a digression."""
        question = read_questions(tracker.latest_message)[0]
        form = _Form.read(tracker.slots)
        if form.requested is None:
            return form.events()
        if _stops(question, form):
            return _stop()
        if question.payload and question.intent not in ("afirmar", "negar"):
            return []
        if form.requested == DATUM:
            return self._datum(dispatcher, question, form)
        if form.requested == CLAIM:
            return self._claim(dispatcher, question, form)
        return self._confirmation(question, form)

    @staticmethod
    def _datum(dispatcher: CollectingDispatcher, question: Question, form: _Form) -> list[dict[str, Any]]:
        datum = named_datum(question.plain_text)
        if datum is None and _OTHER.search(question.plain_text):
            datum = Datum.OTHER
        if datum is None:
            if _asks(question):
                return []
            dispatcher.utter_message(response="utter_correccion_no_entendi_el_dato")
        form.datum = datum
        return form.events()

    @staticmethod
    def _claim(dispatcher: CollectingDispatcher, question: Question, form: _Form) -> list[dict[str, Any]]:
        if _asks(question):
            return []
        text = question.text.strip()
        if question.payload or not SHORTEST_CLAIM <= len(text) <= LONGEST_TEXT:
            dispatcher.utter_message(response="utter_correccion_falta_el_detalle")
        else:
            form.claim = text
        return form.events()

    @staticmethod
    def _confirmation(question: Question, form: _Form) -> list[dict[str, Any]]:
        if question.intent in ("afirmar", "negar"):
            return [SlotSet(CONFIRMED, question.intent == "afirmar")]
        if _asks(question) or len(question.text.strip()) < SHORTEST_CLAIM:
            return []
        form.claim = question.text.strip()[:LONGEST_TEXT]
        return form.events()


class _Form:
    """The form's slots, read defensively: anything that is not as the form writes it counts as not answered."""

    def __init__(self, datum: Datum | None, claim: str | None, requested: str | None) -> None:
        self.datum = datum
        self.claim = claim
        self.requested = requested

    @classmethod
    def read(cls, slots: dict[str, Any]) -> _Form:
        """The form as the conversation remembers it."""
        datum, claim = slots.get(DATUM), slots.get(CLAIM)
        known = datum in {each.value for each in Datum} if isinstance(datum, str) else False
        valid = isinstance(claim, str) and SHORTEST_CLAIM <= len(claim) <= LONGEST_TEXT
        return cls(Datum(datum) if known else None, claim if valid else None, slots.get(REQUESTED_SLOT))

    def events(self) -> list[dict[str, Any]]:
        """The slots to keep; the form asks for the first that is missing."""
        return [
            SlotSet(DATUM, None if self.datum is None else self.datum.value),
            SlotSet(CLAIM, self.claim),
            SlotSet(CONFIRMED, None),
        ]


def _stops(question: Question, form: _Form) -> bool:
    if form.requested == CONFIRMED:
        return False
    return bool(_CANCELS.search(question.plain_text)) or (question.intent == "negar" and question.payload)


def _asks(question: Question) -> bool:
    """Whether the message is a question of its own rather than an answer to the form."""
    return "?" in question.text or "¿" in question.text


def _stop() -> list[dict[str, Any]]:
    return [SlotSet(CONFIRMED, False), SlotSet(REQUESTED_SLOT, None)]


class AskCorrectionConfirmation(Action):
    """Shows the whole request, and until when it must be answered, before anything is sent."""

    def __init__(self, conversation: Conversation, wording: Wording) -> None:
        self._conversation = conversation
        self._wording = wording

    def name(self) -> str:
        """The name by which Rasa asks for this slot of the form."""
        return f"action_ask_{CORRECTION_FORM}_{CONFIRMED}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        """The datum, the words of the person, and the legal term."""
        form = _Form.read(tracker.slots)
        reply = Reply(Memory.read(tracker.slots))
        reply.say(
            "utter_correccion_confirmar",
            dato=self._wording.render(f"utter_correccion_dato_{(form.datum or Datum.OTHER).value}"),
            detalle=form.claim or "",
            fecha=formatting.day(claim_due(self._conversation.now().date())),
        )
        reply.send(dispatcher)
        return []


class SubmitCorrection(Action):
    """The end of the form: persists the request, or says that nothing was sent."""

    def __init__(self, conversation: Conversation, privacy: PrivacyService) -> None:
        self._conversation = conversation
        self._privacy = privacy

    def name(self) -> str:
        """The action that the rule runs when the form is complete."""
        return "action_enviar_correccion"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        """Open the request and clear the form; the same message sent again opens no second one."""
        form = _Form.read(tracker.slots)
        cleared = [SlotSet(DATUM, None), SlotSet(CLAIM, None), SlotSet(CONFIRMED, None)]
        if tracker.slots.get(CONFIRMED) is not True or form.datum is None or form.claim is None:
            dispatcher.utter_message(response="utter_correccion_no_enviada")
            return cleared
        datum, claim = form.datum, form.claim
        asked = request_id(tracker.sender_id, message_key(tracker), "correction")

        def work() -> Reply:
            reply = Reply(Memory.read(tracker.slots))
            principal = self._conversation.principal(tracker.sender_id)
            try:
                view = self._privacy.request_correction(principal, datum, claim, request_id=asked)
            except TooManyRequests:
                reply.say("utter_correccion_demasiadas")
                return reply
            reply.say(
                "utter_correccion_registrada",
                numero=correction_number(view),
                fecha=formatting.day(view.due_on),
                custom=case_of_correction(view),
            )
            return reply

        try:
            reply = await self._conversation.run(work)
        except Exception as error:
            reply = failure(error, Question("", _INTENT), Memory.read(tracker.slots), writes=True)
        reply.send(dispatcher)
        return cleared
