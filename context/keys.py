"""Names of the Redis keys that hold one conversation."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cached_property

DEFAULT_PARTITIONS = 8


@dataclass(frozen=True)
class Keyspace:
    """Maps a tenant's conversations to Redis keys.

    Every key of a conversation carries the hash tag of its partition, and so does the partition's event stream: one
    Redis Cluster slot holds all that a turn writes, which lets one script write it atomically.

    `partitions` is part of the stored layout: changing it orphans the conversations already stored.
    """

    tenant: str
    partitions: int = DEFAULT_PARTITIONS

    def __post_init__(self) -> None:
        if not self.tenant or any(c in self.tenant for c in "{}*?[] "):
            raise ValueError("a tenant's key prefix must not be empty nor hold braces, globs or spaces")
        if self.partitions < 1:
            raise ValueError("a keyspace needs at least one partition")

    def conversation(self, sender_id: str) -> ConversationKeys:
        """Keys of the conversation of `sender_id`."""
        partition = zlib.crc32(sender_id.encode()) % self.partitions
        return ConversationKeys(self._partition_prefix(partition), sender_id)

    def stream(self, partition: int) -> str:
        """Event stream of one partition, `0 <= partition < partitions`."""
        return f"{self._partition_prefix(partition)}:stream"

    def streams(self) -> list[str]:
        """Event streams of all partitions."""
        return [self.stream(partition) for partition in range(self.partitions)]

    def wake_channel(self, process: str) -> str:
        """Pub/sub channel on which one process hears that a lock is its turn."""
        return f"chatnomina:{self.tenant}:wake:{process}"

    @property
    def events_pattern(self) -> str:
        """SCAN pattern of the event lists of every conversation of the tenant."""
        return f"chatnomina:{{{self.tenant}:*}}:*:events"

    def sender_of(self, events_key: str) -> str:
        """Conversation id in the key of an event list."""
        return events_key.split("}:", 1)[1].removesuffix(":events")

    def _partition_prefix(self, partition: int) -> str:
        return f"chatnomina:{{{self.tenant}:{partition}}}"


@dataclass(frozen=True)
class ConversationKeys:
    """Redis keys of one conversation, all in one hash slot."""

    prefix: str
    sender_id: str

    @cached_property
    def _base(self) -> str:
        return f"{self.prefix}:{self.sender_id}"

    @property
    def events(self) -> str:
        """List of events as JSON, oldest first, only ever appended to."""
        return f"{self._base}:events"

    @property
    def meta(self) -> str:
        """Hash: `session_start` (index of the current session's first event), `save_id` (last write applied).

        While the last turn took something back, also `undo_from`: index of what another would take back.
        """
        return f"{self._base}:meta"

    @property
    def checkpoints(self) -> str:
        """List of `index|state`: the conversation's state before the event of that index."""
        return f"{self._base}:checkpoints"

    @property
    def replies(self) -> str:
        """Hash of client message id → replies as JSON."""
        return f"{self._base}:replies"

    @property
    def reply_order(self) -> str:
        """List of client message ids, oldest first, that bounds `replies`."""
        return f"{self._base}:reply-order"

    @property
    def lock(self) -> str:
        """Hash: `owner` (token), `until` (server time in ms at which the lease ends)."""
        return f"{self._base}:lock"

    @property
    def queue(self) -> str:
        """List of tokens that wait for the lock, first come first served."""
        return f"{self._base}:lock-queue"

    @property
    def stream(self) -> str:
        """Event stream of the conversation's partition."""
        return f"{self.prefix}:stream"

    @property
    def memory(self) -> tuple[str, ...]:
        """All that the assistant remembers of the conversation."""
        return (self.events, self.meta, self.checkpoints, self.replies, self.reply_order)
