"""A person in front of the actions: sends messages as Rasa would hand them over, and keeps the slots between them."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor

from actions.periods import AskedPeriod
from actions.wording import Wording
from nlu.amounts import find_amounts
from nlu.concepts import find_concepts
from nlu.periods.extraction import extract
from tests.demo_company import TODAY


@dataclass(frozen=True)
class Said:
    """One utterance of the assistant: the response's name, the values that fill it, buttons and custom payload."""

    response: str
    values: Mapping[str, str]
    buttons: tuple[Mapping[str, str], ...]
    custom: Mapping[str, Any]


@dataclass
class Turn:
    """What the assistant did with one message."""

    said: list[Said]
    events: list[dict[str, Any]]

    @property
    def responses(self) -> list[str]:
        """Names of the responses, in order."""
        return [each.response for each in self.said]

    def one(self, response: str) -> Said:
        """The only utterance of that response."""
        found = [each for each in self.said if each.response == response]
        assert len(found) == 1, f"{response} not once in {self.responses}"
        return found[0]

    def slot(self, name: str) -> Any:
        """The value that the turn left in a slot; KeyError when it did not set it."""
        return {event["name"]: event["value"] for event in self.events if event["event"] == "slot"}[name]

    def text(self, wording: Wording) -> str:
        """What a person reads, with the first variation of each response."""
        return "\n".join(wording.render(each.response, **each.values) for each in self.said)

    @property
    def follow_up(self) -> str | None:
        """The action that runs next by force, if any."""
        return next((event["name"] for event in self.events if event["event"] == "followup"), None)


@dataclass
class Person:
    """Somebody who talks to the assistant: the conversation's id and its slots.

    Unless told otherwise, the conversation has had the notice about the person's data.
    """

    executor: ActionExecutor
    sender_id: str
    slots: dict[str, Any] = field(default_factory=lambda: {"ya_aviso_datos": True})

    def asks(
        self,
        action: str,
        text: str = "",
        *,
        intent: str | None = None,
        periods: Sequence[str] = (),
        concept: str | None = None,
        persons: Iterable[str] = (),
        days: int | None = None,
        questions: Sequence[Mapping[str, Any]] | None = None,
        message: Mapping[str, Any] | None = None,
        message_id: str | None = None,
    ) -> Turn:
        """Run an action on a message; `periods` are codes such as `2026-03`, `2026-03-Q1`, `2026-12-21` (a day).

        `message_id` is what the person's client calls the message.
        """
        content = (
            dict(message)
            if message is not None
            else parsed(text, intent=intent, periods=periods, concept=concept, persons=persons, days=days)
        )
        if questions is not None:
            content["questions"] = [dict(each) for each in questions]
        tracker = {
            "sender_id": self.sender_id,
            "slots": self.slots,
            "latest_message": content,
            "events": [
                {
                    "event": "user",
                    "text": content.get("text"),
                    "metadata": {"correlation_id": uuid4().hex, "client_message_id": message_id},
                    "timestamp": time.time(),
                }
            ],
            "paused": False,
            "active_loop": {},
            "latest_action_name": "action_listen",
        }
        result = asyncio.run(self.executor.run({"next_action": action, "tracker": tracker, "domain": {}}))
        assert result is not None
        for event in result["events"]:
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
        return Turn([_said(response) for response in result["responses"]], result["events"])


def parsed(
    text: str,
    *,
    intent: str | None = None,
    periods: Sequence[str] = (),
    concept: str | None = None,
    persons: Iterable[str] = (),
    days: int | None = None,
) -> dict[str, Any]:
    """A message as the assistant's understanding describes it."""
    entities = [{"entity": "persona", "value": name} for name in persons]
    if concept is not None:
        entities.append({"entity": "concepto", "value": concept})
    return {
        "text": text,
        "intent": {"name": intent, "confidence": 0.99},
        "entities": entities,
        "periods": [period(code) for code in periods],
        "days": days,
        "amounts": [],
    }


def heard(text: str, intent: str) -> dict[str, Any]:
    """A message with the periods, days, amounts and concepts that the assistant's own rules read in it."""
    extraction = extract(text, TODAY)
    return {
        "text": text,
        "intent": {"name": intent, "confidence": 0.99},
        "entities": [{"entity": "concepto", "value": span.family} for span in find_concepts(text)],
        "periods": [period.as_dict() for period in extraction.periods],
        "days": extraction.days,
        "amounts": [str(amount.pesos) for amount in find_amounts(text)],
    }


def touch(payload: str) -> dict[str, Any]:
    """The message that a button sends, as Rasa reads it: the intent and its entities, in no words."""
    intent, _, values = payload.removeprefix("/").partition("{")
    entities = json.loads(f"{{{values}") if values else {}
    return {
        "text": payload,
        "intent": {"name": intent, "confidence": 1.0},
        "entities": [{"entity": name, "value": value} for name, value in entities.items()],
    }


def clause(text: str, intent: str, **content: Any) -> dict[str, Any]:
    """One question of a compound message."""
    return {**parsed(text, **content), "intent": intent, "confidence": 0.9}


def period(code: str, *, year_given: bool = True) -> dict[str, Any]:
    """A period as the message carries it, from its code; a full date is a day."""
    asked = AskedPeriod.parse_code(code)
    if asked is None:
        return {"start": code, "end": code, "grain": "day", "text": code, "year_given": year_given}
    return {**asked.to_slot(), "text": code, "year_given": year_given}


def executor_of(actions: Iterable[Action]) -> ActionExecutor:
    """The SDK's executor over these actions."""
    executor = ActionExecutor()
    for action in actions:
        executor.register_action(action)
    return executor


def _said(response: Mapping[str, Any]) -> Said:
    own = {"text", "buttons", "elements", "custom", "template", "response", "image", "attachment"}
    return Said(
        response["response"],
        {name: value for name, value in response.items() if name not in own},
        tuple(response["buttons"]),
        response["custom"],
    )
