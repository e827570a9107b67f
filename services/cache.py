"""The cache before PostgreSQL: cache-aside over Redis, safe against stampedes, stale writes and a missing Redis."""

from __future__ import annotations

import secrets
import time
from random import SystemRandom
from typing import TYPE_CHECKING, TypeVar

import structlog
from redis import RedisError

from services.resilience import CircuitBreaker, CircuitOpen

if TYPE_CHECKING:
    from collections.abc import Callable

    from redis import Redis

T = TypeVar("T")
log = structlog.get_logger(__name__)

LOCK_SUFFIX = ":lock"

# The value is stored only while the lock taken before the load is still ours: an invalidation deletes the lock too,
# so a reader that loaded before a write can never store what the write has just made stale.
_STORE_IF_LOCK_HELD = """
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
redis.call('DEL', KEYS[2])
return 1
"""
# In one step: between a separate read and lock, another reader could have stored the value and freed the lock.
_READ_OR_LOCK = """
local value = redis.call('GET', KEYS[1])
if value then return {value, 0} end
if redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2]) then return {false, 1} end
return {false, 0}
"""
_RELEASE_IF_HELD = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
"""


class Cache:
    """Cache-aside reads with a time to live, keyed under ``prefix``.

    The key must hold the person whose data it is. One reader loads while the others wait for it, at most
    ``load_wait_s`` seconds, and then load for themselves. A value that does not parse counts as a miss. When Redis
    fails, the source is asked directly; a breaker keeps a dead Redis from slowing every read.
    """

    def __init__(
        self,
        redis_client: Redis[bytes],
        prefix: str,
        *,
        load_wait_s: float = 2.0,
        lock_ttl_s: float = 5.0,
        breaker: CircuitBreaker | None = None,
    ) -> None:
        self._redis = redis_client
        self._prefix = prefix
        self._load_wait_s = load_wait_s
        self._lock_ttl_ms = int(lock_ttl_s * 1000)
        self._breaker = breaker or CircuitBreaker("cache", RedisError)
        self._random = SystemRandom()
        self._store = redis_client.register_script(_STORE_IF_LOCK_HELD)
        self._release = redis_client.register_script(_RELEASE_IF_HELD)
        self._take = redis_client.register_script(_READ_OR_LOCK)

    def get_or_load(
        self,
        key: str,
        ttl_s: float,
        load: Callable[[], T],
        dump: Callable[[T], str | bytes],
        parse: Callable[[bytes], T],
    ) -> T:
        """The cached value of ``key``, or what ``load`` returns, then kept for about ``ttl_s`` seconds.

        ``dump`` and ``parse`` must round-trip. Exceptions of ``load`` pass through and nothing is stored.
        """
        name = self._name(key)
        token = secrets.token_hex(8)
        try:
            found, value = self._read_or_lock(name, token, parse)
        except (RedisError, CircuitOpen) as error:
            log.warning("cache.unavailable", operation="read", error=type(error).__name__)
            return load()
        if found:
            return value  # type: ignore[return-value] # found means parsed
        try:
            loaded = load()
        except BaseException:
            self._quietly("release", lambda: self._release(keys=[name + LOCK_SUFFIX], args=[token]))
            raise
        # Spread expiry by up to 10 % so that entries written together do not expire together.
        ttl_ms = max(1, int(ttl_s * 1000 * (1 - self._random.random() / 10)))
        payload = dump(loaded)
        self._quietly("store", lambda: self._store(keys=[name, name + LOCK_SUFFIX], args=[token, payload, ttl_ms]))
        return loaded

    def delete(self, *keys: str) -> None:
        """Forget the values of ``keys`` and void the loads now under way for them."""
        names = [name for key in keys for name in (self._name(key), self._name(key) + LOCK_SUFFIX)]
        if names:
            self._try_delete(lambda: self._redis.unlink(*names))

    def delete_pattern(self, pattern: str) -> None:
        """Forget every key that matches a glob ``pattern`` under the prefix (SCAN, never KEYS)."""
        full = f"{_escape(self._prefix)}:{{{pattern}}}"

        def unlink_all() -> None:
            for match in (full, full + LOCK_SUFFIX):
                batch: list[bytes] = []
                for name in self._redis.scan_iter(match=match, count=500):
                    batch.append(name)
                    if len(batch) >= 500:
                        self._redis.unlink(*batch)
                        batch.clear()
                if batch:
                    self._redis.unlink(*batch)

        self._try_delete(unlink_all)

    def _name(self, key: str) -> str:
        # In braces, so that a cluster keeps the value and its lock together.
        return f"{self._prefix}:{{{key}}}"

    def _read_or_lock(self, name: str, token: str, parse: Callable[[bytes], T]) -> tuple[bool, T | None]:
        """Either a parsed value, or the right (and the duty) to load it."""
        give_up_at = time.monotonic() + self._load_wait_s
        pause = 0.005
        while True:
            raw, locked = self._breaker.call(
                lambda: self._take(keys=[name, name + LOCK_SUFFIX], args=[token, self._lock_ttl_ms])
            )
            if raw is not None:
                try:
                    return True, parse(raw)
                except (ValueError, TypeError, KeyError, LookupError, ArithmeticError) as error:
                    log.warning("cache.corrupt_entry", error=type(error).__name__)
                    self._breaker.call(lambda: self._redis.delete(name))
                    continue
            if locked or time.monotonic() >= give_up_at:
                return False, None
            time.sleep(pause)
            pause = min(pause * 2, 0.1)

    def _quietly(self, operation: str, run: Callable[[], object]) -> None:
        """Run a cache upkeep step whose failure must not fail the answer already at hand."""
        try:
            self._breaker.call(run)
        except (RedisError, CircuitOpen) as error:
            log.warning("cache.unavailable", operation=operation, error=type(error).__name__)

    def _try_delete(self, run: Callable[[], object]) -> None:
        # Past the breaker on purpose: an invalidation is tried even when reads have given up on Redis.
        try:
            run()
        except RedisError as error:
            log.error("cache.invalidation_failed", error=type(error).__name__)


def _escape(text: str) -> str:
    return "".join("\\" + character if character in "*?[]\\^" else character for character in text)
