"""Reads what Rasa's own `RedisTrackerStore` stored."""

from __future__ import annotations

import json
from typing import Any

from rasa.core.tracker_store import DEFAULT_REDIS_TRACKER_STORE_KEY_PREFIX

DEFAULT_STOCK_PREFIX = DEFAULT_REDIS_TRACKER_STORE_KEY_PREFIX


def stock_events(serialised: str) -> list[dict[str, Any]]:
    """Events of a tracker serialised as `{"events": [...], "name": sender_id}`; raises `ValueError` when it is not."""
    dialogue = json.loads(serialised)
    events = dialogue.get("events") if isinstance(dialogue, dict) else None
    if not isinstance(events, list):
        raise ValueError("the stored tracker has no list of events")
    return events
