"""The ids by which what a message asks for is written once, however often the message is handled.

An action runs again when its server died before it answered, when the turn could not be stored, and when the person's
client sends the message a second time. What it writes carries an id made from the message's, which the services know
when they see it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

if TYPE_CHECKING:
    from rasa_sdk import Tracker

_NAMESPACE = UUID("b5d7d0d3-6e0b-4f3e-9a55-3f6a5c1f0c2e")
_LONGEST = 80


def message_id(tracker: Tracker) -> str | None:
    """The id that the channel gave to the latest message's turn, by which its text is found in the chat's history."""
    return _named(tracker, "correlation_id")


def message_key(tracker: Tracker) -> str | None:
    """What stays the same when the latest message is sent again: the client's own id; without one, the turn's."""
    return _named(tracker, "client_message_id") or message_id(tracker)


def request_id(person: object, key: str | None, what: str) -> UUID | None:
    """The id of `what` a person asks for in the message with a key; None when the message has none."""
    return None if key is None else uuid5(_NAMESPACE, f"{person}:{key}:{what}")


def _named(tracker: Tracker, name: str) -> str | None:
    for event in reversed(tracker.events):
        if isinstance(event, dict) and event.get("event") == "user":
            metadata = event.get("metadata")
            value = metadata.get(name) if isinstance(metadata, dict) else None
            return value[:_LONGEST] if isinstance(value, str) and value else None
    return None
