"""When a message is unclear: the two likeliest readings, in plain words, on buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rasa_sdk import Action

from actions.question import read_questions
from actions.reply import Button, payload

if TYPE_CHECKING:
    from rasa_sdk import Tracker
    from rasa_sdk.executor import CollectingDispatcher
    from rasa_sdk.types import DomainDict

    from actions.wording import Wording

_READINGS = 2
_NONE_OF_THESE = "/out_of_scope"
"""The intent by which Rasa's two-stage fallback knows that no reading was right."""


class AskAffirmation(Action):
    """Offers the likeliest intents that have a label, keeping the period and the concept that were said."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def name(self) -> str:
        """The default action of Rasa that this one replaces."""
        return "action_default_ask_affirmation"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        """The question with its buttons."""
        question = read_questions(tracker.latest_message)[0]
        intents = [name for name in _ranking(tracker.latest_message) if f"utter_etiqueta_{name}" in self._wording]
        buttons = [
            Button(
                self._wording.render(f"utter_etiqueta_{intent}"),
                payload(intent, question.period, question.concept),
            )
            for intent in intents[:_READINGS]
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


def _ranking(message: Any) -> list[str]:
    ranking = message.get("intent_ranking") if isinstance(message, dict) else None
    names = [each.get("name") for each in ranking if isinstance(each, dict)] if isinstance(ranking, list) else []
    return [name for name in names if isinstance(name, str)]
