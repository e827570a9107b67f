"""A distributed lock for a conversation: first come first served, fenced, woken by Redis."""

from __future__ import annotations

import asyncio
import time
import uuid
import weakref
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog
from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockError, LockStore

from context.fence import HeldLock, held_lock
from context.keys import DEFAULT_PARTITIONS, Keyspace
from context.lease_renewal import LeaseRenewal
from context.redis_clients import UNREACHABLE, ConnectionLimits
from context.redis_connection import RedisConnection
from context.scripts import script
from context.wake_listener import WakeListener

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from rasa.utils.endpoints import EndpointConfig

    from context.keys import ConversationKeys

logger = structlog.get_logger(__name__)

DEFAULT_LEASE_S = 3.0
DEFAULT_WAIT_S = 9.0
FORGET_S = 3600
RETRY_PAUSE_S = 0.1


@dataclass(frozen=True)
class Opening:
    """What a turn reads in the step that takes its lock: the keys and arguments of `open.lua` after the lock's own."""

    keys: Sequence[str]
    arguments: Sequence[str | int]


class RedisLockStore(LockStore):
    """Rasa lock store whose lock is one atomic step in Redis.

    A holder has a lease that a thread of its own prolongs, so that a busy event loop does not lose it. When the holder
    ends, the next in the queue is woken by pub/sub; when its process dies, the next to ask sees at once that nobody
    listens on its channel, and those who wait take over when the lease is out. The holder's token fences its writes:
    `context.tracker_store` refuses a write whose token no longer owns the lock.

    Configured in `endpoints.yml` (`lock_store: type: context.lock_store.RedisLockStore`) with `url` and optionally
    `tenant`, `partitions`, `lease_s`, `wait_s`.

    Raises `rasa.core.lock_store.LockError` when the lock cannot be had within `wait_s` seconds.
    """

    def __init__(self, endpoint_config: EndpointConfig) -> None:
        options = endpoint_config.kwargs
        self._keyspace = Keyspace(
            str(options.get("tenant", "demo")), int(options.get("partitions", DEFAULT_PARTITIONS))
        )
        self._lease_ms = int(float(options.get("lease_s", DEFAULT_LEASE_S)) * 1000)
        self._wait_s = float(options.get("wait_s", DEFAULT_WAIT_S))
        self._redis = RedisConnection(str(endpoint_config.url), ConnectionLimits(answer_s=1.0))
        self._renewal = LeaseRenewal(str(endpoint_config.url), self._lease_ms, FORGET_S)
        self._listeners: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, WakeListener] = (
            weakref.WeakKeyDictionary()
        )
        super().__init__()

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = LOCK_LIFETIME, wait_time_in_seconds: float = 1
    ) -> AsyncGenerator[TicketLock, None]:
        """Hold the lock of `conversation_id` for the length of the context.

        `lock_lifetime` is the longest that a holder may keep it, in seconds; `wait_time_in_seconds` is Rasa's pause
        between looks and has no use here.
        """
        async with self.hold(conversation_id, lock_lifetime=lock_lifetime):
            yield TicketLock(conversation_id)

    @asynccontextmanager
    async def hold(
        self, conversation_id: str, opening: Opening | None = None, lock_lifetime: float = LOCK_LIFETIME
    ) -> AsyncGenerator[HeldLock, None]:
        """Hold the lock and read `opening` in the same step; the lock may be let go with the turn's last write."""
        keys = self._keyspace.conversation(conversation_id)
        listener = await self._listener()
        lock = HeldLock(listener.new_token(), keys.queue, [self._lease_ms, FORGET_S, self._liveness])
        try:
            lock.found = await self._acquire(keys, lock, listener, opening)
        except BaseException:
            await self._leave(keys, lock)
            raise
        outer = held_lock.set(lock)
        self._renewal.add(keys.lock, lock.token, time.monotonic() + lock_lifetime)
        try:
            yield lock
        finally:
            held_lock.reset(outer)
            self._renewal.discard(lock.token)
            if not lock.released:
                await self._leave(keys, lock)

    async def close(self) -> None:
        """Stop listening and renewing, and close the connections of the running event loop."""
        listener = self._listeners.pop(asyncio.get_running_loop(), None)
        if listener is not None:
            await listener.close()
        self._renewal.close()
        await self._redis.close()

    @property
    def _liveness(self) -> int:
        # In a cluster PUBLISH counts only the listeners on the script's own node.
        return 0 if self._redis.is_cluster else 1

    async def _listener(self) -> WakeListener:
        loop = asyncio.get_running_loop()
        listener = self._listeners.get(loop)
        if listener is None:
            listener = WakeListener(self._redis, self._keyspace.wake_channel(uuid.uuid4().hex))
            self._listeners[loop] = listener
        return listener

    async def _acquire(
        self, keys: ConversationKeys, lock: HeldLock, listener: WakeListener, opening: Opening | None
    ) -> list[Any]:
        """Return once `lock` is held, with what `opening` found."""
        deadline = time.monotonic() + self._wait_s
        names, asked = [keys.lock, keys.queue], [lock.token, *lock.terms]
        redis, waiting = self._redis.client, False
        with listener.expect(lock.token) as woken:
            while True:
                left_s = deadline - time.monotonic()
                if left_s <= 0:
                    raise LockError("the conversation is still busy with an earlier message")
                try:
                    await listener.listening(left_s)
                    if waiting:
                        state, lease_left_ms = await script("advance").run(redis, names, [*asked, 0])
                    else:
                        state, lease_left_ms, *found = await self._take(names, asked, opening)
                        if state == 1:
                            return list(found)
                except UNREACHABLE as error:
                    logger.warning("lock.redis_unavailable", error=type(error).__name__)
                    await asyncio.sleep(min(RETRY_PAUSE_S, left_s))
                    continue
                waiting = state == 0
                if waiting:
                    # Redis wakes the waiter; the time-out only serves when the holder dies without letting go.
                    with suppress(asyncio.TimeoutError):
                        await asyncio.wait_for(woken.wait(), min(left_s, max(lease_left_ms, 1) / 1000 + 0.01))
                    if woken.is_set():
                        if opening is None:
                            return []
                        woken.clear()
                        waiting = False

    async def _take(self, names: Sequence[str], asked: Sequence[str | int], opening: Opening | None) -> Any:
        if opening is None:
            return await script("acquire").run(self._redis.client, names, asked)
        keys, arguments = [*names, *opening.keys], [*asked, *opening.arguments]
        return await script("open").run(self._redis.client, keys, arguments)

    async def _leave(self, keys: ConversationKeys, lock: HeldLock) -> None:
        try:
            await asyncio.shield(
                script("advance").run(self._redis.client, [keys.lock, keys.queue], [lock.token, *lock.terms, 1])
            )
        except UNREACHABLE as error:
            # The turn is over either way, and the lease ends by itself.
            logger.warning("lock.release_left_to_lease", error=type(error).__name__)
