"""What Rasa's own tracker stores do with a conversation, ours does: one table, run against all three."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ConversationPaused,
    ConversationResumed,
    Event,
    FollowupAction,
    SlotSet,
)
from rasa.shared.core.trackers import DialogueStateTracker

from tests.context.conversations import (
    FORM,
    LISTEN,
    at,
    back,
    comparable,
    form_ended,
    form_interrupted,
    form_started,
    restart,
    reverted,
    say,
    session_start,
    turn,
    user,
)

MARCH = {"start": "2026-03-01", "text": "marzo"}


@dataclass(frozen=True)
class Case:
    """Turns as they are saved, one after another, and what must be seen of them afterwards (of `observed`)."""

    turns: Callable[[], list[list[Event]]]
    seen: dict[str, Any] = field(default_factory=dict)


CASES = {
    "nothing was ever said": Case(list, {"exists": False, "listed": False, "events": None, "full": None}),
    "a session and nothing said": Case(lambda: [session_start()], {"exists": True, "listed": True, "said": []}),
    "a turn": Case(lambda: [session_start(), turn("hola")], {"said": ["hola"], "latest message": "hola"}),
    "slots of several types": Case(
        lambda: [
            session_start(),
            turn("a", ("tema", "salario"), ("dias", 2.5)),
            turn("b", ("periodo_consulta", MARCH)),
        ],
        {"slots": {"tema": "salario", "dias": 2.5, "periodo_consulta": MARCH}},
    ),
    "a slot that was emptied": Case(
        lambda: [session_start(), turn("a", ("tema", "salario")), turn("b", ("tema", None))], {"slots": {}}
    ),
    "two sessions": Case(
        lambda: [session_start(), turn("uno"), session_start(), turn("dos")],
        {"said": ["dos"], "said in all sessions": ["uno", "dos"]},
    ),
    "slots carried over to a new session": Case(
        lambda: [
            session_start(),
            turn("uno", ("tema", "salario")),
            [*session_start()[:2], SlotSet("tema", "salario", timestamp=at()), ActionExecuted(LISTEN, timestamp=at())],
        ],
        {"said": [], "slots": {"tema": "salario"}},
    ),
    "a session that starts in the middle of a turn's events": Case(
        lambda: [session_start(), [*turn("uno"), *session_start()], turn("dos")], {"said": ["dos"]}
    ),
    "a restart": Case(
        lambda: [session_start(), turn("uno", ("tema", "salario")), restart()], {"slots": {}, "said": []}
    ),
    "a turn after a restart": Case(
        lambda: [session_start(), turn("uno"), restart(), turn("dos", ("dias", 1.0))],
        {"said": ["dos"], "slots": {"dias": 1.0}},
    ),
    "an utterance taken back": Case(
        lambda: [session_start(), turn("uno"), reverted("dos")], {"said": ["uno"], "latest message": "uno"}
    ),
    "several taken back in a row": Case(
        lambda: [session_start(), turn("uno"), turn("dos", ("tema", "salario")), reverted("tres"), reverted("cuatro")],
        {"said": ["uno", "dos"], "slots": {"tema": "salario"}},
    ),
    "taken back, message by message": Case(
        lambda: [session_start(), turn("uno", ("tema", "a")), turn("dos", ("tema", "b")), back(), back()],
        {"said": [], "slots": {}},
    ),
    "a turn after one taken back": Case(
        lambda: [session_start(), turn("uno"), reverted("dos"), turn("tres")], {"said": ["uno", "tres"]}
    ),
    "an open form": Case(
        lambda: [session_start(), form_started("quiero vacaciones")],
        {"loop": (FORM, False), "slots": {"requested_slot": "dias"}},
    ),
    "a form that was interrupted": Case(
        lambda: [session_start(), form_started("quiero vacaciones"), form_interrupted("¿cuánto gano?")],
        {"loop": (FORM, False), "said": ["quiero vacaciones", "¿cuánto gano?"]},
    ),
    "a form that ended": Case(
        lambda: [session_start(), form_started("quiero vacaciones"), form_ended("5 días", 5.0)],
        {"loop": (None, None), "slots": {"dias": 5.0}},
    ),
    "a paused conversation": Case(
        lambda: [session_start(), turn("uno"), [ConversationPaused(timestamp=at())]], {"paused": True}
    ),
    "a conversation that goes on after a pause": Case(
        lambda: [session_start(), [ConversationPaused(timestamp=at())], [ConversationResumed(timestamp=at())]],
        {"paused": False},
    ),
    "a turn that ended in the middle": Case(
        lambda: [session_start(), [user("uno"), FollowupAction("utter_respuesta", timestamp=at())]],
        {"followup": "utter_respuesta", "latest message": "uno"},
    ),
}


async def observed(store: TrackerStore, sender: str, domain: Domain) -> dict[str, Any]:
    """All that can be asked of a store about a conversation."""
    tracker, full = await store.retrieve(sender), await store.retrieve_full_tracker(sender)
    assert (tracker is None) == (full is None)
    seen: dict[str, Any] = {
        "exists": await store.exists(sender),
        "listed": any(key.endswith(sender) for key in await store.keys()),
        "events": None if tracker is None else comparable(tracker),
        "full": None if full is None else comparable(full),
        "said in all sessions": None if full is None else _said(list(full.events)),
    }
    # What a turn begins with: the same again, from a store that has seen nothing yet.
    begun = await store.get_or_create_tracker(sender, append_action_listen=False)
    return seen | {
        "said": _said(begun.applied_events()),
        "slots": {name: value for name, value in begun.current_slot_values().items() if value is not None},
        "loop": (begun.active_loop_name, begun.active_loop.rejected if begun.active_loop else None),
        "latest action": begun.latest_action_name,
        "latest message": None if begun.latest_message is None else begun.latest_message.text,
        "followup": begun.followup_action,
        "paused": begun.is_paused(),
        "states": begun.past_states(domain),
    }


def _said(events: list[Event]) -> list[str]:
    return [event.text for event in events if event.type_name == "user"]


@pytest.mark.parametrize("case", CASES)
async def test_a_conversation_is_seen_as_rasas_own_stores_show_it(
    case: str, stores_to_compare: dict[str, TrackerStore], domain: Domain, tenant: str
) -> None:
    turns, seen = CASES[case].turns(), {}
    for name, store in stores_to_compare.items():
        if turns:
            await say(store, tenant, *turns)
        seen[name] = await observed(store, tenant, domain)
    assert seen["ours"] == seen["stock redis"]
    # Rasa's store in memory forgets earlier sessions with the next turn.
    forgets = {"full", "said in all sessions"}
    assert _without(seen["ours"], forgets) == _without(seen["in memory"], forgets)
    assert {name: seen["ours"][name] for name in CASES[case].seen} == CASES[case].seen


def _without(seen: dict[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in seen.items() if name not in names}


async def test_saving_twice_stores_once(any_store: TrackerStore, tenant: str) -> None:
    tracker = await say(any_store, tenant, session_start(), turn("uno"))
    await any_store.save(tracker)
    assert comparable(await any_store.retrieve_full_tracker(tenant)) == comparable(tracker)


async def test_a_tracker_made_elsewhere_is_stored(any_store: TrackerStore, domain: Domain, tenant: str) -> None:
    events = [*session_start(), *turn("uno")]
    tracker = DialogueStateTracker.from_events(tenant, events, domain.slots)
    await any_store.save(tracker)
    for event in (more := turn("dos")):
        tracker.update(event)
    await any_store.save(tracker)
    stored = comparable(await any_store.retrieve_full_tracker(tenant))
    assert stored == [event.as_dict() for event in [*events, *more]]


async def test_a_created_tracker_listens(any_store: TrackerStore, tenant: str) -> None:
    created = await any_store.get_or_create_tracker(tenant)
    assert created.latest_action_name == LISTEN
    assert await any_store.exists(tenant)
