"""Connections to Redis: one server, Sentinel or Cluster, with TLS, and a time limit on every wait."""

from __future__ import annotations

import asyncio
import weakref
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit, urlunsplit

import redis
import redis.asyncio
import redis.asyncio.sentinel
import redis.cluster
import redis.sentinel
from redis.asyncio.cluster import RedisCluster as AsyncRedisCluster
from redis.exceptions import RedisClusterException, RedisError

if TYPE_CHECKING:
    from redis.asyncio.client import PubSub

    # A cluster's client takes the same commands.
    AsyncClient = redis.asyncio.Redis[str]
    BlockingClient = redis.Redis[str]

SENTINEL_PORT = 26379

# A cluster none of whose nodes can be reached is no `RedisError` to redis-py.
UNREACHABLE = (RedisError, RedisClusterException, OSError, asyncio.TimeoutError)


@dataclass(frozen=True)
class ConnectionLimits:
    """Seconds that a command may wait for a connection and for its answer, and connections per process."""

    connect_s: float = 1.0
    answer_s: float = 2.0
    max_connections: int = 64

    def options(self) -> dict[str, Any]:
        """The limits as options of a client."""
        return {
            "decode_responses": True,
            "socket_connect_timeout": self.connect_s,
            "socket_timeout": self.answer_s,
        }


class RedisConnection:
    """Gives each event loop its own `redis.asyncio` client for one URL.

    URL forms (`rediss` for TLS in each; TLS options as query parameters, such as `ssl_ca_certs`):

    - `redis://[user:password@]host:port/db`
    - `redis+sentinel://[user:password@]host:port,host:port/db?service=NAME`
    - `redis+cluster://[user:password@]host:port`

    A client of `redis.asyncio` belongs to the event loop that first used it, and Rasa runs more than one (server,
    `rasa interactive`); clients of loops that ended are dropped with them.
    """

    def __init__(self, url: str, limits: ConnectionLimits | None = None) -> None:
        self._target = _Target.of(url)
        self._limits = limits or ConnectionLimits()
        self._clients: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, AsyncClient] = weakref.WeakKeyDictionary()

    @property
    def is_cluster(self) -> bool:
        """Whether keys are spread over the nodes of a Redis Cluster."""
        return self._target.kind == "cluster"

    @property
    def client(self) -> AsyncClient:
        """Client of the running event loop."""
        loop = asyncio.get_running_loop()
        client = self._clients.get(loop)
        if client is None:
            client = self._connect()
            self._clients[loop] = client
        return client

    def pubsub(self) -> PubSub:
        """A subscription; in a cluster, on one node, which hears what is published on any."""
        if self.is_cluster:
            node = redis.asyncio.Redis.from_url(self._target.plain_url, **self._limits.options())
            return node.pubsub()
        return self.client.pubsub()

    def blocking(self) -> BlockingClient:
        """A client of its own for a thread."""
        options = self._limits.options()
        if self._target.kind == "cluster":
            return cast("BlockingClient", redis.cluster.RedisCluster.from_url(self._target.plain_url, **options))
        if self._target.kind == "sentinel":
            sentinel = redis.sentinel.Sentinel(self._target.sentinels, **self._limits.options())
            return cast("BlockingClient", sentinel.master_for(self._target.service, **self._target.master, **options))
        return redis.Redis.from_url(self._target.plain_url, **options)

    async def close(self) -> None:
        """Close the running event loop's client, if it has one."""
        client = self._clients.pop(asyncio.get_running_loop(), None)
        if client is not None:
            await client.close()
            # A client of one server closes only a pool that it made itself; a cluster's has a pool for each node.
            pool = getattr(client, "connection_pool", None)
            if pool is not None:
                await pool.disconnect()
            if isinstance(pool, redis.asyncio.sentinel.SentinelConnectionPool):
                for watcher in pool.sentinel_manager.sentinels:  # where the master was asked for
                    await watcher.close()
                    await watcher.connection_pool.disconnect()

    def _connect(self) -> AsyncClient:
        options = self._limits.options()
        if self._target.kind == "cluster":
            cluster: AsyncRedisCluster[Any] = AsyncRedisCluster.from_url(
                self._target.plain_url, max_connections=self._limits.max_connections, **options
            )
            return cast("AsyncClient", cluster)
        if self._target.kind == "sentinel":
            sentinel = redis.asyncio.sentinel.Sentinel(self._target.sentinels, **self._limits.options())
            return cast("AsyncClient", sentinel.master_for(self._target.service, **self._target.master, **options))
        pool: redis.asyncio.BlockingConnectionPool[Any] = redis.asyncio.BlockingConnectionPool.from_url(
            self._target.plain_url,
            max_connections=self._limits.max_connections,
            timeout=self._limits.answer_s,
            **options,
        )
        return cast("AsyncClient", redis.asyncio.Redis(connection_pool=pool))


@dataclass(frozen=True)
class _Target:
    """What a URL of `RedisConnection` points to."""

    kind: str
    plain_url: str
    sentinels: tuple[tuple[str, int], ...] = ()
    service: str = ""
    master: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, url: str) -> _Target:
        parts = urlsplit(url)
        scheme, _, kind = parts.scheme.partition("+")
        if scheme not in ("redis", "rediss", "unix") or kind not in ("", "sentinel", "cluster"):
            raise ValueError("the Redis URL must start with redis://, rediss://, redis+sentinel:// or redis+cluster://")
        plain_url = urlunsplit(parts._replace(scheme=scheme))
        return cls._of_sentinel(parts) if kind == "sentinel" else cls(kind or "server", plain_url)

    @classmethod
    def _of_sentinel(cls, parts: SplitResult) -> _Target:
        credentials, _, hosts = parts.netloc.rpartition("@")
        service = parse_qs(parts.query).get("service")
        if not service:
            raise ValueError("a Sentinel URL needs ?service=NAME")
        user, _, password = credentials.partition(":")
        nodes = (node.partition(":") for node in hosts.split(","))
        return cls(
            "sentinel",
            "",
            tuple((host, int(port or SENTINEL_PORT)) for host, _, port in nodes),
            service[0],
            {
                "db": int(parts.path.strip("/") or 0),
                "username": unquote(user) or None,
                "password": unquote(password) or None,
                "ssl": parts.scheme.startswith("rediss"),
            },
        )
