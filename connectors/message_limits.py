"""How many messages a person may send: a sliding window in Redis, or in this process while Redis is away."""

from __future__ import annotations

import math
import secrets
import time
from collections import OrderedDict, deque
from typing import TYPE_CHECKING

import structlog
from redis.exceptions import RedisError

from connectors.problem import RATE_LIMITED, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from redis.asyncio import Redis

log = structlog.get_logger(__name__)

REMEMBERED_PEOPLE = 10_000

# The window holds the moments of the last messages in Redis' own clock; returns how many milliseconds to wait, or 0.
_TAKE = """
local now = redis.call('TIME')
local moment = now[1] * 1000 + math.floor(now[2] / 1000)
local limit, window = tonumber(ARGV[1]), tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', moment - window)
if redis.call('ZCARD', KEYS[1]) >= limit then
    local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
    return math.max(1, tonumber(oldest[2]) + window - moment)
end
redis.call('ZADD', KEYS[1], moment, ARGV[3])
redis.call('PEXPIRE', KEYS[1], window)
return 0
"""


class LocalWindow:
    """A sliding window in memory for the people seen last."""

    def __init__(self, maximum: int, window_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._maximum = maximum
        self._window_s = window_s
        self._clock = clock
        self._moments: OrderedDict[str, deque[float]] = OrderedDict()

    def take(self, person: str) -> float:
        """Seconds to wait, or 0 when the message is within the limit (and then it counts)."""
        now = self._clock()
        moments = self._moments.setdefault(person, deque())
        self._moments.move_to_end(person)
        while moments and moments[0] <= now - self._window_s:
            moments.popleft()
        if len(moments) >= self._maximum:
            return moments[0] + self._window_s - now
        moments.append(now)
        if len(self._moments) > REMEMBERED_PEOPLE:
            self._moments.popitem(last=False)
        return 0.0


class MessageRateLimiter:
    """At most ``maximum`` messages of a person in any ``window_s`` seconds, shared by every replica."""

    def __init__(self, redis_client: Redis[bytes], tenant: str, *, maximum: int, window_s: int) -> None:
        self._prefix = f"{tenant}:limit:messages"
        self._maximum = maximum
        self._window_s = window_s
        self._local = LocalWindow(maximum, window_s)
        self._take = redis_client.register_script(_TAKE)

    async def require_capacity(self, person: str) -> None:
        """Count a message of the person, or raise the problem 429 with ``Retry-After``."""
        try:
            wait_ms = await self._take(
                keys=[f"{self._prefix}:{person}"],
                args=[self._maximum, self._window_s * 1000, secrets.token_hex(8)],
            )
            wait_s = int(wait_ms) / 1000
        except RedisError as error:
            log.warning("connectors.messages_counted_locally", error=type(error).__name__)
            wait_s = self._local.take(person)
        if wait_s > 0:
            raise Problem(RATE_LIMITED, {"Retry-After": str(math.ceil(wait_s))})
