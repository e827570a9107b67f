"""The state of a conversation at one point, and the events that restore it.

A turn reads a conversation from a checkpoint onwards instead of from its beginning. The events made from a checkpoint
leave a tracker with the same slots, active loop, pause and previous action as all the events before it would.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    ConversationPaused,
    Event,
    SlotSet,
    UserUttered,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rasa.shared.core.trackers import DialogueStateTracker


def checkpoint_state(tracker: DialogueStateTracker) -> str | None:
    """State of `tracker` as JSON, or `None` while it is not between two turns.

    Between two turns the assistant listens and nothing is scheduled to follow.
    """
    if tracker.latest_action_name != ACTION_LISTEN_NAME or tracker.followup_action not in (None, ACTION_LISTEN_NAME):
        return None
    state: dict[str, Any] = {
        "at": tracker.events[-1].timestamp,
        "slots": {name: slot.value for name, slot in tracker.slots.items() if slot.has_been_set},
    }
    if tracker.is_paused():
        state["paused"] = True
    if tracker.active_loop is not None and tracker.active_loop_name is not None:
        state["loop"] = tracker.active_loop_name
        state["rejected"] = tracker.is_active_loop_rejected
        state["trigger"] = tracker.active_loop.trigger_message
    return json.dumps(state, ensure_ascii=False, separators=(",", ":"))


def events_of_state(state: str) -> list[Event]:
    """Events that bring a new tracker to `state`, a result of `checkpoint_state`."""
    stored = json.loads(state)
    at = stored["at"]
    loop = stored.get("loop")
    events: list[Event] = []
    if loop is not None:
        # A loop remembers the message that started it: the one before it.
        if stored["trigger"]:
            events.append(_user_uttered(stored["trigger"], at))
        events += [ActionExecuted(loop, timestamp=at), ActiveLoop(loop, timestamp=at)]
    events += [SlotSet(name, value, timestamp=at) for name, value in stored["slots"].items()]
    if stored.get("rejected"):
        events.append(ActionExecutionRejected(loop, timestamp=at))
    events.append(ActionExecuted(ACTION_LISTEN_NAME, timestamp=at))
    if stored.get("paused"):
        events.append(ConversationPaused(timestamp=at))
    return events


def session_position(events: Sequence[Event]) -> int:
    """Position of the last session's first event as Rasa splits sessions, or -1."""
    for position in range(len(events) - 1, -1, -1):
        event = events[position]
        if isinstance(event, ActionExecuted) and event.action_name == ACTION_SESSION_START_NAME:
            return position
    return -1


def undo_position(tracker: DialogueStateTracker) -> int:
    """Position among `tracker`'s events of the message that would be taken back next, or 0 when there is none."""
    said = [event for event in tracker.applied_events() if isinstance(event, UserUttered)]
    places = (place for place, event in enumerate(tracker.events) if said and event is said[-1])
    return next(places, 0)


def _user_uttered(parse_data: dict[str, Any], at: float) -> UserUttered:
    return UserUttered(
        parse_data.get("text"), parse_data.get("intent"), parse_data.get("entities"), cast("Any", parse_data), at
    )
