"""Writes the conversation's published events to the table of messages: delivered at least once, one row each."""

from __future__ import annotations

import threading
import time
from collections import Counter
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import structlog
from redis.exceptions import RedisError, ResponseError
from sqlalchemy.exc import SQLAlchemyError

from services.chat import repository
from services.chat.published_events import SaidMessage, UnreadableEvent, said_message
from services.chat.rejected_entries import RejectedEntries, refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redis import Redis

    from services.database import Database

log = structlog.get_logger(__name__)

GROUP = "history"
BATCH = 200
BLOCK_MS = 1_000
FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 5.0
CLAIM_IDLE_MS = 30_000
UPKEEP_EVERY_S = 15.0
PARTITION_MONTHS = 3
APART_PAUSE_S = 0.25

Entry = tuple[str, dict[str, str]]
Rejected = list[tuple[str, str]]


class HistoryConsumer:
    """One member of the consumer group that keeps the history.

    An entry is acknowledged and taken off its stream only after its row is committed; what a member that died had
    read is claimed by another after half a minute. While PostgreSQL or Redis is away the member waits and tries
    again. Entries that cannot be read, and those whose row PostgreSQL refuses for what it holds, are kept in
    ``<stream>:rejected`` with the reason, so that one of them does not hold up the rest.

    ``together`` says whether one command may read all streams; in a Redis Cluster it may not.
    """

    def __init__(
        self, database: Database, redis: Redis[str], streams: Sequence[str], name: str, *, together: bool = True
    ) -> None:
        self._database = database
        self._redis = redis
        self._streams = list(streams)
        self._name = name
        self._together = together
        self._rejected = RejectedEntries(redis, GROUP)
        self._stopping = threading.Event()
        self._prepared = False
        self._kept_up_at = 0.0

    def stop(self) -> None:
        """Let ``run`` return after the batch in hand."""
        self._stopping.set()

    def run(self) -> None:
        """Consume until ``stop`` is called."""
        pause_s = FIRST_PAUSE_S
        while not self._stopping.is_set():
            try:
                self._step()
                pause_s = FIRST_PAUSE_S
            except (RedisError, SQLAlchemyError, OSError) as error:
                log.warning("chat.history_waits", error=type(error).__name__)
                # A Redis that lost its data has lost the group as well.
                self._prepared = False
                self._stopping.wait(pause_s)
                pause_s = min(2 * pause_s, LONGEST_PAUSE_S)

    def _step(self) -> None:
        if not self._prepared:
            self._join_group()
            self._prepared = True
        if time.monotonic() - self._kept_up_at > UPKEEP_EVERY_S:
            self._keep_up()
            self._kept_up_at = time.monotonic()
        found = self._read_new()
        for stream, entries in found:
            self._store(stream, entries)

    def _join_group(self) -> None:
        for stream in self._streams:
            try:
                self._redis.xgroup_create(stream, GROUP, id="0", mkstream=True)
            except ResponseError as error:
                if "BUSYGROUP" not in str(error):
                    raise
            self._store(stream, self._own_pending(stream))

    def _keep_up(self) -> None:
        """Make the coming months' partitions, and take over what members that died had read."""
        with self._database.session() as session:
            repository.ensure_partitions(session, datetime.now(timezone.utc).date(), PARTITION_MONTHS)
            session.commit()
        for stream in self._streams:
            self._store(stream, self._claim(stream))

    def _own_pending(self, stream: str) -> list[Entry]:
        """What this member had read and not stored when it ended."""
        found = self._read({stream: "0"}, None)
        return found[0][1] if found else []

    def _read_new(self) -> list[tuple[str, list[Entry]]]:
        if self._together:
            return self._read(dict.fromkeys(self._streams, ">"), BLOCK_MS)
        found = [read for stream in self._streams for read in self._read({stream: ">"}, None)]
        if not found:
            self._stopping.wait(APART_PAUSE_S)
        return found

    def _read(self, places: dict[str, str], block_ms: int | None) -> list[tuple[str, list[Entry]]]:
        found: Any = self._redis.xreadgroup(GROUP, self._name, places, count=BATCH, block=block_ms)
        return list(found or [])

    def _claim(self, stream: str) -> list[Entry]:
        answer: Any = self._redis.xautoclaim(
            stream, GROUP, self._name, min_idle_time=CLAIM_IDLE_MS, start_id="0-0", count=BATCH
        )
        return [entry for entry in answer[1] if entry[1]]

    def _store(self, stream: str, entries: Sequence[Entry]) -> None:
        if not entries:
            return
        messages, rejected = _messages(entries)
        rejected += self._insert(messages)
        self._rejected.settle(stream, [name for name, _ in entries], rejected)
        if rejected:
            reasons = dict(Counter(reason for _, reason in rejected))
            log.error("chat.entries_rejected", stream=stream, count=len(rejected), reasons=reasons)

    def _insert(self, messages: Sequence[tuple[str, SaidMessage]]) -> Rejected:
        """Commit what PostgreSQL takes, in halves when it refuses the whole; returns the entries that it never will."""
        if not messages:
            return []
        try:
            with self._database.session() as session:
                repository.add_messages(session, [message for _, message in messages])
                session.commit()
            return []
        except (SQLAlchemyError, ValueError, ArithmeticError) as error:
            reason = refusal(error)
            if reason is None:
                raise
        if len(messages) == 1:
            return [(messages[0][0], reason)]
        middle = len(messages) // 2
        return self._insert(messages[:middle]) + self._insert(messages[middle:])


def _messages(entries: Sequence[Entry]) -> tuple[list[tuple[str, SaidMessage]], Rejected]:
    messages, rejected = [], []
    for name, fields in entries:
        try:
            message = said_message(fields)
        except UnreadableEvent:
            rejected.append((name, UnreadableEvent.__name__))
            continue
        if message is not None:
            messages.append((name, message))
    return messages, rejected
