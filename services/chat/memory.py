"""What the assistant remembers of a conversation in Redis, as far as the services need it: to erase it."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from services.chat.published_events import PARTITIONS, stream_names
from services.chat.rejected_entries import forget_rejected

if TYPE_CHECKING:
    from uuid import UUID

    from redis import Redis

# The conversation's keys and the prefix of Rasa's stock store, as `context` writes them.
REMEMBERED = ("events", "meta", "checkpoints", "replies", "reply-order")
STOCK_PREFIX = "tracker:"


class ConversationMemory:
    """Erases conversations from the assistant's memory; Redis' own errors pass through."""

    def __init__(self, redis_client: Redis[bytes], tenant: str, partitions: int = PARTITIONS) -> None:
        self._redis = redis_client
        self._tenant = tenant
        self._partitions = partitions

    def erase(self, user_id: UUID) -> None:
        """Forget events, state, slots, replies and what the history put aside.

        A turn that is under way still ends with its own events.
        """
        self._redis.delete(*self.keys(user_id))
        self._redis.delete(f"{STOCK_PREFIX}{user_id}")
        forget_rejected(self._redis, stream_names(self._tenant, self._partitions)[self._partition(user_id)], user_id)

    def keys(self, user_id: UUID) -> tuple[str, ...]:
        """The Redis keys of a conversation."""
        partition = self._partition(user_id)
        return tuple(f"chatnomina:{{{self._tenant}:{partition}}}:{user_id}:{name}" for name in REMEMBERED)

    def _partition(self, user_id: UUID) -> int:
        return zlib.crc32(str(user_id).encode()) % self._partitions
