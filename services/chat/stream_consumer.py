"""Writes the conversation's published events to the table of messages: delivered at least once, one row each."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import structlog
from redis.exceptions import RedisError, ResponseError
from sqlalchemy.exc import SQLAlchemyError

from services.chat import repository
from services.chat.published_events import SaidMessage, UnreadableEvent, said_message

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
REJECTED_KEPT = 10_000

Entry = tuple[str, dict[str, str]]


class HistoryConsumer:
    """One member of the consumer group that keeps the history.

    An entry is acknowledged and taken off its stream only after its row is committed; what a member that died had
    read is claimed by another after half a minute. While PostgreSQL or Redis is away the member waits and tries
    again. Entries that cannot be read go to ``<stream>:rejected``, so that one of them does not hold up the rest.
    """

    def __init__(self, database: Database, redis: Redis[str], streams: Sequence[str], name: str) -> None:
        self._database = database
        self._redis = redis
        self._streams = list(streams)
        self._name = name
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
        for stream, entries in self._read(dict.fromkeys(self._streams, ">"), BLOCK_MS):
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
        if messages:
            with self._database.session() as session:
                repository.add_messages(session, messages)
                session.commit()
        with self._redis.pipeline(transaction=True) as pipeline:
            for fields in rejected:
                pipeline.xadd(f"{stream}:rejected", dict(fields), maxlen=REJECTED_KEPT)
            names = [name for name, _ in entries]
            pipeline.xack(stream, GROUP, *names)
            pipeline.xdel(stream, *names)
            pipeline.execute()
        if rejected:
            log.error("chat.entries_rejected", stream=stream, count=len(rejected))


def _messages(entries: Sequence[Entry]) -> tuple[list[SaidMessage], list[dict[str, str]]]:
    messages, rejected = [], []
    for _, fields in entries:
        try:
            message = said_message(fields)
        except UnreadableEvent:
            rejected.append(fields)
            continue
        if message is not None:
            messages.append(message)
    return messages, rejected
