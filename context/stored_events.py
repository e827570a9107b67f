"""Turns stored JSON into Rasa events."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses

if TYPE_CHECKING:
    from collections.abc import Iterable


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


@cache
def _event_types() -> dict[str, type[Event]]:
    return {kind.type_name: kind for kind in all_subclasses(Event)}
