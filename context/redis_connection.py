"""The client of each event loop for one Redis."""

from __future__ import annotations

import asyncio
import weakref
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from context.redis_clients import RedisClients, disconnect

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from redis.asyncio.client import PubSub

    from context.redis_clients import AsyncClient, ConnectionLimits


class RedisConnection:
    """Gives each event loop its own `redis.asyncio` client for one URL of `context.redis_clients`.

    A client of `redis.asyncio` belongs to the event loop that first used it, and Rasa runs more than one (server,
    `rasa interactive`); clients of loops that ended are dropped with them.
    """

    def __init__(self, url: str, limits: ConnectionLimits | None = None) -> None:
        self._clients = RedisClients(url, limits)
        self._by_loop: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, AsyncClient] = weakref.WeakKeyDictionary()

    @property
    def is_cluster(self) -> bool:
        """Whether keys are spread over the nodes of a Redis Cluster."""
        return self._clients.is_cluster

    @property
    def client(self) -> AsyncClient:
        """Client of the running event loop."""
        loop = asyncio.get_running_loop()
        client = self._by_loop.get(loop)
        if client is None:
            client = self._by_loop[loop] = self._clients.connect()
        return client

    @asynccontextmanager
    async def pubsub(self) -> AsyncIterator[PubSub]:
        """A subscription."""
        if not self.is_cluster:
            async with self.client.pubsub() as pubsub:
                yield pubsub
            return
        node = self._clients.connect_subscriber()
        try:
            async with node.pubsub() as pubsub:
                yield pubsub
        finally:
            await disconnect(node)

    async def close(self) -> None:
        """Close the running event loop's client, if it has one."""
        client = self._by_loop.pop(asyncio.get_running_loop(), None)
        if client is not None:
            await disconnect(client)
