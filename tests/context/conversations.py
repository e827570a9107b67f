"""Events of conversations as Rasa's processor makes them."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    BotUttered,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

_seconds = itertools.count(1_700_000_000)

LISTEN = "action_listen"
FORM = "solicitud_form"


def at() -> float:
    return float(next(_seconds))


def session_start() -> list[Event]:
    return [
        ActionExecuted("action_session_start", timestamp=at()),
        SessionStarted(timestamp=at()),
        ActionExecuted(LISTEN, timestamp=at()),
    ]


def user(text: str, intent: str = "consultar_salario") -> UserUttered:
    return UserUttered(text, {"name": intent, "confidence": 0.9}, [], timestamp=at(), input_channel="rest")


def turn(text: str, *slots: tuple[str, object]) -> list[Event]:
    return [
        user(text),
        *(SlotSet(name, value, timestamp=at()) for name, value in slots),
        ActionExecuted("utter_respuesta", timestamp=at()),
        BotUttered(f"respuesta a {text}", timestamp=at()),
        ActionExecuted(LISTEN, timestamp=at()),
    ]


def form_started(text: str) -> list[Event]:
    return [
        user(text),
        ActionExecuted(FORM, timestamp=at()),
        ActiveLoop(FORM, timestamp=at()),
        SlotSet("requested_slot", "dias", timestamp=at()),
        ActionExecuted(LISTEN, timestamp=at()),
    ]


def form_interrupted(text: str) -> list[Event]:
    return [
        user(text),
        ActionExecutionRejected(FORM, timestamp=at()),
        ActionExecuted("utter_respuesta", timestamp=at()),
        ActionExecuted(FORM, timestamp=at()),
        ActionExecuted(LISTEN, timestamp=at()),
    ]


def form_ended(text: str, days: float) -> list[Event]:
    return [
        user(text, "dar_dato"),
        ActionExecuted(FORM, timestamp=at()),
        SlotSet("dias", days, timestamp=at()),
        SlotSet("requested_slot", None, timestamp=at()),
        ActiveLoop(None, timestamp=at()),
        ActionExecuted(LISTEN, timestamp=at()),
    ]


def restart() -> list[Event]:
    return [
        user("/restart", "restart"),
        ActionExecuted("action_restart", timestamp=at()),
        Restarted(timestamp=at()),
        *session_start(),
    ]


def reverted(text: str) -> list[Event]:
    return [user(text), ActionExecuted("action_back", timestamp=at()), UserUtteranceReverted(timestamp=at())]


def back() -> list[Event]:
    """What `/back` leaves: it takes back itself and the message before it."""
    return [
        user("/back", "back"),
        ActionExecuted("action_back", timestamp=at()),
        UserUtteranceReverted(timestamp=at()),
        UserUtteranceReverted(timestamp=at()),
        ActionExecuted(LISTEN, timestamp=at()),
    ]


def random_turns(seed: int, count: int) -> Iterator[list[Event]]:
    """Turns of a conversation in which a form comes and goes, sessions start, and things are taken back."""
    choose = random.Random(seed)
    in_form = False
    yield session_start()
    for number in range(count):
        text = f"mensaje {number}"
        roll = choose.random()
        if in_form:
            if roll < 0.3:
                in_form = False
                yield form_ended(text, float(number))
            else:
                yield form_interrupted(text)
        elif roll < 0.12:
            in_form = True
            yield form_started(text)
        elif roll < 0.16:
            yield restart()
        elif roll < 0.2:
            yield session_start()
        elif roll < 0.3:
            yield turn(text, ("tema", choose.choice(["salario", "vacaciones", None])))
        elif roll < 0.4:
            yield turn(text, ("periodo_consulta", {"start": "2026-03-01", "text": "marzo"}), ("dias", float(number)))
        else:
            yield turn(text)


async def say(store: TrackerStore, sender: str, *turns: list[Event]) -> DialogueStateTracker:
    tracker: DialogueStateTracker | None = None
    for events in turns:
        tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
        for event in events:
            tracker.update(event)
        await store.save(tracker)
    assert tracker is not None
    return tracker


def comparable(tracker: DialogueStateTracker | None) -> list[dict[str, object]]:
    assert tracker is not None
    return [event.as_dict() for event in tracker.events]
