"""When a message is unclear: what it supposes, or its two likeliest readings, in plain words, on buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rasa_sdk import Action

from actions.future_pay import leaving_day
from actions.memory import Memory
from actions.question import read_questions
from actions.reply import Button, payload
from actions.supposition import Subject
from actions.suppositions import read_supposition

if TYPE_CHECKING:
    from rasa_sdk import Tracker
    from rasa_sdk.executor import CollectingDispatcher
    from rasa_sdk.types import DomainDict

    from actions.conversation import Conversation
    from actions.periods import AskedPeriod
    from actions.question import Question
    from actions.wording import Wording

_READINGS = 2
_NONE_OF_THESE = "/out_of_scope"
"""The intent by which Rasa's two-stage fallback knows that no reading was right."""
_SUPPOSED_UNDER = {
    Subject.HOURS: "consultar_bonificaciones",
    Subject.BONUS: "consultar_bonificaciones",
    Subject.SALARY: "consultar_salario",
    Subject.SETTLEMENT: "consultar_cesantias",
    Subject.ABSENCE: "consultar_incapacidades",
}


class AskAffirmation(Action):
    """Offers the likeliest intents that have a label, keeping the period and the concept that were said.

    A supposition is read from the words whatever the intent, so it comes before them, with its figures.
    """

    def __init__(self, conversation: Conversation, wording: Wording) -> None:
        self._conversation = conversation
        self._wording = wording

    def name(self) -> str:
        """The default action of Rasa that this one replaces."""
        return "action_default_ask_affirmation"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        """The question with its buttons."""
        question = read_questions(tracker.latest_message)[0]
        intents = [name for name in _ranking(tracker.latest_message) if f"utter_etiqueta_{name}" in self._wording]
        supposed = self._supposed(question, Memory.read(tracker.slots))
        buttons = [] if supposed is None else [supposed]
        buttons += [
            Button(
                self._wording.render(f"utter_etiqueta_{intent}"),
                payload(intent, question.period, question.concept),
            )
            for intent in intents[: _READINGS - len(buttons)]
        ]
        if not buttons:
            dispatcher.utter_message(response="utter_ask_rephrase")
            return []
        buttons.append(Button(self._wording.render("utter_etiqueta_ninguna"), _NONE_OF_THESE))
        dispatcher.utter_message(
            response="utter_no_estoy_seguro",
            buttons=[{"title": button.title, "payload": button.payload} for button in buttons],
        )
        return []

    def _supposed(self, question: Question, memory: Memory) -> Button | None:
        today = self._conversation.now().date()
        supposition = read_supposition(question, today, memory.supposition)
        if supposition is None:
            return None
        period: AskedPeriod | str | None = question.period
        if supposition.subject is Subject.SETTLEMENT:
            period = leaving_day(question, today, memory).isoformat()
        label = self._wording.render("utter_etiqueta_suposicion")
        return Button(label, payload(_SUPPOSED_UNDER[supposition.subject], period, supposition=supposition.code))


def _ranking(message: Any) -> list[str]:
    ranking = message.get("intent_ranking") if isinstance(message, dict) else None
    names = [each.get("name") for each in ranking if isinstance(each, dict)] if isinstance(ranking, list) else []
    return [name for name in names if isinstance(name, str)]
