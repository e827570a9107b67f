"""How often something may be done: sliding windows in Redis, shared by every replica."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redis import Redis

# One sorted set a key holds the moments of the window, in Redis' own clock. Nothing is recorded unless every limit
# allows it, so that being refused by one does not use up another.
_TAKE = """
local now = redis.call('TIME')
local moment = now[1] * 1000 + math.floor(now[2] / 1000)
local wait = 0
for index, key in ipairs(KEYS) do
    local limit, window = tonumber(ARGV[index * 2]), tonumber(ARGV[index * 2 + 1])
    redis.call('ZREMRANGEBYSCORE', key, '-inf', moment - window)
    if redis.call('ZCARD', key) >= limit then
        local oldest = redis.call('ZRANGE', key, -limit, -limit, 'WITHSCORES')
        wait = math.max(wait, tonumber(oldest[2]) + window - moment)
    end
end
if wait > 0 then return wait end
for index, key in ipairs(KEYS) do
    redis.call('ZADD', key, moment, ARGV[1])
    redis.call('PEXPIRE', key, ARGV[index * 2 + 1])
end
return 0
"""


@dataclass(frozen=True)
class RateLimit:
    """At most ``maximum`` times in any ``window_s`` seconds."""

    maximum: int
    window_s: int


class RateLimited(Exception):
    """Too often; trying again makes sense after ``retry_after_s`` whole seconds."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(f"retry after {retry_after_s} s")
        self.retry_after_s = retry_after_s


class RateLimiter:
    """Sliding-window limits under a key prefix; Redis' own errors pass through, for the caller's stated policy."""

    def __init__(self, redis_client: Redis[bytes], prefix: str) -> None:
        self._redis = redis_client
        # In braces, so that a cluster keeps together what one use is counted against.
        self._prefix = f"{{{prefix}:limit}}"
        self._take = redis_client.register_script(_TAKE)

    def take(self, limits: Sequence[tuple[str, RateLimit]]) -> None:
        """Count one use against every key, or raise ``RateLimited`` and count nothing."""
        keys = [f"{self._prefix}:{key}" for key, _ in limits]
        arguments: list[str | int] = [secrets.token_hex(8)]
        for _, limit in limits:
            arguments += [limit.maximum, limit.window_s * 1000]
        wait_ms = int(self._take(keys=keys, args=arguments))
        if wait_ms > 0:
            raise RateLimited(-(-wait_ms // 1000))

    def reset(self, *keys: str) -> None:
        """Forget what was counted against these keys."""
        if keys:
            self._redis.delete(*(f"{self._prefix}:{key}" for key in keys))
