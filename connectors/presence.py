"""The sockets of this process: whose they are, and the end of those whose session ended."""

from __future__ import annotations

import asyncio
import itertools
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import structlog
from redis.exceptions import RedisError

from services.auth.tokens import CLOCK_LEEWAY_S, VerifiedToken, revocation_keys

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from redis.asyncio import Redis

log = structlog.get_logger(__name__)

SWEEP_S = 1.0


@dataclass
class Presence:
    """A connected socket and the token it goes by; ``order`` keeps its messages in the order they came."""

    sid: str
    access_token: str = field(repr=False)
    token: VerifiedToken = field(repr=False)
    order: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)
    waiting: int = 0

    @property
    def person(self) -> str:
        """The token's subject: the person, the conversation and the room."""
        return str(self.token.subject)


class Presences:
    """Every socket of this process, swept each second.

    A socket that sends nothing still receives; so it is not left to its next message to find out that its token
    expired or that its session was revoked.
    """

    def __init__(
        self, redis_client: Redis[bytes], tenant: str, end: Callable[[Presence, str], Awaitable[None]]
    ) -> None:
        self._redis = redis_client
        self._tenant = tenant
        self._end = end
        self._by_sid: dict[str, Presence] = {}
        self._task: asyncio.Task[None] | None = None

    def add(self, presence: Presence) -> None:
        """A socket has connected."""
        self._by_sid[presence.sid] = presence

    def get(self, sid: str) -> Presence | None:
        """The socket of an identifier, while it is connected."""
        return self._by_sid.get(sid)

    def remove(self, sid: str) -> Presence | None:
        """A socket has gone."""
        return self._by_sid.pop(sid, None)

    def sockets(self, person: str) -> frozenset[str]:
        """The sockets that a person has in this process."""
        return frozenset(sid for sid, presence in self._by_sid.items() if presence.person == person)

    def start(self) -> None:
        """Begin to sweep in the running event loop."""
        self._task = asyncio.get_running_loop().create_task(self._sweep_forever())

    async def stop(self) -> None:
        """Stop sweeping."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def sweep(self) -> None:
        """End the sockets whose token expired or was revoked; without Redis only expiry counts."""
        present = list(self._by_sid.values())
        revoked = await self._revoked(present) if present else []
        now = time.time()
        for presence, is_revoked in zip(present, revoked, strict=True):
            if is_revoked:
                await self._end(presence, "revoked")
            elif now >= presence.token.expires_at.timestamp() + CLOCK_LEEWAY_S:
                await self._end(presence, "expired")

    async def _revoked(self, present: list[Presence]) -> list[bool]:
        try:
            marks = [revocation_keys(self._tenant, presence.token) for presence in present]
            keys = list(itertools.chain(*marks))
            async with self._redis.pipeline(transaction=False) as pipeline:
                for key in keys:
                    pipeline.exists(key)
                found = {key for key, there in zip(keys, await pipeline.execute(), strict=True) if there}
            return [not found.isdisjoint(own) for own in marks]
        except (RedisError, OSError, asyncio.TimeoutError) as error:
            log.warning("connectors.revocation_not_checked", error=type(error).__name__)
            return [False] * len(present)

    async def _sweep_forever(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_S)
            try:
                await self.sweep()
            except Exception as error:  # one socket that cannot be closed must not end the watch over the others
                log.exception("connectors.sweep_failed", error=type(error).__name__)
