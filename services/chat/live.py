"""Pushes what is written outside a turn to the sockets of its person, on whichever replica they are connected."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uuid import UUID

    from redis import Redis

# The sender's name among the replicas of the assistant; none of them takes it for its own.
HOST = "services"


class LiveDelivery:
    """Publishes on the channel that the Socket.IO replicas listen to, as one of them would; Redis' errors pass."""

    def __init__(self, redis_client: Redis[bytes], tenant: str) -> None:
        self._redis = redis_client
        self._channel = f"chatnomina:{tenant}:socketio"

    def push(self, person: UUID, message_id: str, text: str, author: str, attachments: dict[str, Any]) -> None:
        """Send a ``bot_uttered`` to the person's room; ``metadata.author`` says who speaks."""
        payload: dict[str, Any] = {"text": text}
        if buttons := attachments.get("buttons"):
            payload["quick_replies"] = [{"content_type": "text", **button} for button in buttons]
        payload["metadata"] = {
            "message_id": message_id,
            "author": author,
            "in_reply_to": None,
            "sent_at": datetime.now(timezone.utc).isoformat(),
        }
        emission = {
            "method": "emit",
            "event": "bot_uttered",
            "data": payload,
            "namespace": "/",
            "room": str(person),
            "skip_sid": None,
            "host_id": HOST,
        }
        self._redis.publish(self._channel, json.dumps(emission, ensure_ascii=False))
