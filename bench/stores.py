"""What reading, locking and writing a conversation costs, without the rest of Rasa."""

from __future__ import annotations

import statistics
import time
import uuid
from typing import TYPE_CHECKING

from rasa.shared.core.events import ActionExecuted, BotUttered, SessionStarted, SlotSet, UserUttered

if TYPE_CHECKING:
    from rasa.core.lock_store import LockStore
    from rasa.core.tracker_store import TrackerStore
    from rasa.shared.core.events import Event


async def store_cost(tracker_store: TrackerStore, lock_store: LockStore, turns: int, repeat: int) -> float:
    """CPU milliseconds a turn, median over `repeat` conversations of `turns` turns: lock, read, write, let go."""
    costs = []
    for _ in range(repeat):
        sender = str(uuid.uuid4())
        begun = time.process_time()
        for turn in range(turns):
            async with lock_store.lock(sender):
                tracker = await tracker_store.get_or_create_tracker(sender, append_action_listen=False)
                for event in _events(turn):
                    tracker.update(event)
                await tracker_store.save(tracker)
        costs.append((time.process_time() - begun) * 1000 / turns)
    return statistics.median(costs)


def _events(turn: int) -> list[Event]:
    opening: list[Event] = []
    if turn == 0:
        opening = [ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")]
    parsed = {
        "intent": {"name": "registrar", "confidence": 0.97},
        "entities": [{"entity": "mes", "value": "marzo", "start": 3, "end": 8}],
        "intent_ranking": [{"name": f"intent_{number}", "confidence": 0.1} for number in range(10)],
    }
    return [
        *opening,
        UserUttered(f"registra {turn}", parsed["intent"], parsed["entities"], parsed),
        SlotSet("tema", "registrar"),
        ActionExecuted("action_registrar"),
        BotUttered(f"Quedó registrado: {turn}"),
        ActionExecuted("action_listen"),
    ]
