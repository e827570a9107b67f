"""Hears from Redis which waiting lock has become this process's turn."""

from __future__ import annotations

import asyncio
import itertools
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import structlog

from context.redis_clients import UNREACHABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from context.redis_connection import RedisConnection

logger = structlog.get_logger(__name__)

RECONNECT_PAUSE_S = 0.2
HEARTBEAT_S = 2.0


class WakeListener:
    """One subscription of one event loop, shared by all the locks it waits for.

    The subscription also tells other processes that this one lives: a PUBLISH to its channel that reaches nobody means
    that its locks and its places in queues are free.
    """

    def __init__(self, connection: RedisConnection, channel: str) -> None:
        self._connection = connection
        self._channel = channel
        self._numbers = itertools.count(1)
        self._expected: dict[str, asyncio.Event] = {}
        self._subscribed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._closed = False

    def new_token(self) -> str:
        """A token that no lock has had before."""
        return f"{self._channel}/{next(self._numbers)}"

    @contextmanager
    def expect(self, token: str) -> Iterator[asyncio.Event]:
        """An event that is set when Redis says that `token` owns its lock."""
        woken = asyncio.Event()
        self._expected[token] = woken
        try:
            yield woken
        finally:
            del self._expected[token]

    async def listening(self, timeout_s: float) -> None:
        """Return once the subscription stands; raises `asyncio.TimeoutError` after `timeout_s` seconds."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._listen())
        if not self._subscribed.is_set():
            await asyncio.wait_for(self._subscribed.wait(), timeout_s)

    async def close(self) -> None:
        """End the subscription."""
        # redis-py may take a cancellation that comes together with a time-out for the time-out.
        self._closed = True
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _listen(self) -> None:
        while not self._closed:
            try:
                await self._receive()
            except UNREACHABLE as error:
                logger.warning("lock.listener_reconnects", error=type(error).__name__)
            self._subscribed.clear()
            await asyncio.sleep(RECONNECT_PAUSE_S)

    async def _receive(self) -> None:
        async with self._connection.pubsub() as pubsub:
            await pubsub.subscribe(self._channel)
            pinged = False
            while not self._closed:
                message = await pubsub.get_message(timeout=HEARTBEAT_S)
                if message is None:
                    if pinged:
                        raise asyncio.TimeoutError("Redis does not answer on the subscription")
                    await pubsub.ping()
                pinged = message is None
                if message is None:
                    continue
                if message["type"] == "subscribe":
                    self._subscribed.set()
                elif message["type"] == "message":
                    self._wake(message["data"])

    def _wake(self, token: str) -> None:
        woken = self._expected.get(token)
        if woken is not None:
            woken.set()
