"""The client of Redis that the services of a process share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from context.redis_clients import ConnectionLimits, RedisClients, disconnect_blocking

if TYPE_CHECKING:
    from redis import Redis

# Somebody waits for the answer, and each caller states what happens without Redis.
SERVING = ConnectionLimits(connect_s=0.5, answer_s=1.0)
LOADING = ConnectionLimits(connect_s=5.0, answer_s=5.0)


def connect_redis(url: str, limits: ConnectionLimits = SERVING) -> Redis[bytes]:
    """A client for a URL of any form that ``context.redis_clients`` lists; it connects at its first command."""
    return RedisClients(url, limits, text=False).blocking()


def close_redis(client: Redis[bytes]) -> None:
    """Give back every connection of a client."""
    disconnect_blocking(client)
