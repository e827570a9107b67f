"""Turns Rasa events into stored JSON and back."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from rasa.shared.core.events import BotUttered, Event
from rasa.shared.utils.common import all_subclasses

from context.turn_state import utterance_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from context.turn_state import Turn


def events_of_json(stored: Iterable[str]) -> list[Event]:
    """The events of JSON documents as `Event.as_dict` gives them; raises `ValueError` for an unknown event.

    Does what `rasa.shared.core.events.deserialise_events` does, without walking through all classes of events for
    each one.
    """
    events = []
    for parameters in json.loads(f"[{','.join(stored)}]"):
        name = parameters.pop("event")
        kind = _event_types().get(name)
        if kind is None:
            raise ValueError(f"unknown kind of event {name!r}")
        events.append(kind._from_parameters(parameters))
    return events


def json_of_events(events: Sequence[Event], turn: Turn | None) -> list[str]:
    """The events as they are stored; what the assistant said carries its turn and the id under which it was sent."""
    documents: list[dict[str, Any]] = [event.as_dict() for event in events]
    if turn is not None and turn.turn_id is not None:
        said = (document for document in documents if document["event"] == BotUttered.type_name)
        for number, document in enumerate(said, turn.stored_utterances + 1):
            identity = {"message_id": utterance_id(turn.turn_id, number), "correlation_id": turn.turn_id}
            document["metadata"] = {**(document.get("metadata") or {}), **identity}
    return [json.dumps(document, ensure_ascii=False, separators=(",", ":")) for document in documents]


@cache
def _event_types() -> dict[str, type[Event]]:
    return {kind.type_name: kind for kind in all_subclasses(Event)}
