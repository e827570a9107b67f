"""Clients of Redis for a URL: one server, Sentinel or Cluster, with TLS, and a time limit on every wait.

Every process of the product makes its clients here; nothing of Rasa is imported.
"""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import redis
import redis.asyncio
import redis.asyncio.cluster
import redis.asyncio.sentinel
import redis.cluster
import redis.sentinel
from redis.asyncio.cluster import RedisCluster as AsyncRedisCluster
from redis.commands.core import Script
from redis.exceptions import RedisClusterException, RedisError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    # A cluster's client takes the same commands; answers are text or bytes as `text` says.
    AsyncClient = redis.asyncio.Redis[Any]
    BlockingClient = redis.Redis[Any]

_DEFAULT_PORTS = {"": 6379, "sentinel": 26379, "cluster": 6379}
UNREACHABLE = (RedisError, OSError, asyncio.TimeoutError)


@dataclass(frozen=True)
class ConnectionLimits:
    """Seconds that a command may wait for a connection and for its answer, and connections per process."""

    connect_s: float = 1.0
    answer_s: float = 2.0
    max_connections: int = 64


class RedisClients:
    """Makes clients for one URL; nothing connects before its first command.

    URL forms (`rediss` for TLS in each, which also checks the server's name; TLS options as query parameters, such as
    `ssl_ca_certs`):

    - `redis://[user:password@]host:port/db`
    - `redis+sentinel://[user:password@]host:port,host:port/db?service=NAME[&sentinel_password=…]`
    - `redis+cluster://[user:password@]host:port,host:port`

    Raises `ValueError` for any other. Answers are decoded when `text` is true, and bytes otherwise.
    """

    def __init__(self, url: str, limits: ConnectionLimits | None = None, *, text: bool = True) -> None:
        self._target = _Target.of(url)
        self._limits = limits or ConnectionLimits()
        self._options: dict[str, Any] = {
            **({"ssl_check_hostname": True} if self._target.secure else {}),
            **self._target.tls_options,
            "decode_responses": text,
            "socket_connect_timeout": self._limits.connect_s,
            "socket_timeout": self._limits.answer_s,
        }

    @property
    def is_cluster(self) -> bool:
        """Whether keys are spread over the nodes of a Redis Cluster."""
        return self._target.kind == "cluster"

    def connect(self) -> AsyncClient:
        """A client for one event loop; `disconnect` closes it."""
        if self._target.kind == "cluster":
            nodes = [redis.asyncio.cluster.ClusterNode(*node) for node in self._target.nodes]
            options = {**self._options, **self._target.options, "max_connections": self._limits.max_connections}
            return cast("AsyncClient", _AsyncCluster(startup_nodes=nodes, **options))
        if self._target.kind == "sentinel":
            sentinel = redis.asyncio.sentinel.Sentinel(
                self._target.nodes, sentinel_kwargs=self._sentinel_options(), **self._options
            )
            return cast("AsyncClient", sentinel.master_for(self._target.service, **self._target.options))
        pool: redis.asyncio.BlockingConnectionPool[Any] = redis.asyncio.BlockingConnectionPool.from_url(
            self._target.plain_url,
            max_connections=self._limits.max_connections,
            timeout=self._limits.answer_s,
            **self._options,
        )
        return cast("AsyncClient", redis.asyncio.Redis(connection_pool=pool))

    def connect_subscriber(self) -> AsyncClient:
        """A client that can subscribe; in a cluster, of any one node, which hears what is published on all."""
        if self.is_cluster:
            host, port = random.choice(self._target.nodes)  # noqa: S311 - so that a dead node is not asked for ever
            return redis.asyncio.Redis(host=host, port=port, **self._options, **self._target.options)
        return self.connect()

    def blocking(self) -> BlockingClient:
        """A client for threads."""
        if self._target.kind == "cluster":
            options = {**self._options, **self._target.options}
            return cast("BlockingClient", _LazyCluster(lambda: _Cluster(self._target.nodes, options)))
        if self._target.kind == "sentinel":
            sentinel = redis.sentinel.Sentinel(
                self._target.nodes, sentinel_kwargs=self._sentinel_options(), **self._options
            )
            return cast("BlockingClient", sentinel.master_for(self._target.service, **self._target.options))
        return redis.Redis.from_url(self._target.plain_url, **self._options)

    def _sentinel_options(self) -> dict[str, Any]:
        options = {name: value for name, value in self._options.items() if name != "decode_responses"}
        return {**options, "ssl": self._target.secure, "password": self._target.sentinel_password}


async def disconnect(client: AsyncClient) -> None:
    """Close a client and every connection that it opened."""
    await client.close()
    # A client of one server closes only a pool that it made itself; a cluster's has a pool for each node.
    pool = getattr(client, "connection_pool", None)
    if pool is not None:
        await pool.disconnect()
    if isinstance(pool, redis.asyncio.sentinel.SentinelConnectionPool):
        for watcher in pool.sentinel_manager.sentinels:  # where the master was asked for
            await watcher.close()
            await watcher.connection_pool.disconnect()


def disconnect_blocking(client: BlockingClient) -> None:
    """The same for a client of threads."""
    client.close()
    if not isinstance(client, _LazyCluster):
        client.connection_pool.disconnect()


class _AsyncCluster(AsyncRedisCluster):  # type: ignore[type-arg] # generic in its stubs alone
    """Says that no node can be reached as every other client does, by a `redis.ConnectionError`."""

    async def initialize(self) -> _AsyncCluster:
        try:
            await super().initialize()
        except RedisClusterException as error:
            raise redis.ConnectionError("no node of the cluster can be reached") from error
        return self

    async def execute_command(self, *arguments: Any, **options: Any) -> Any:
        try:
            return await super().execute_command(*arguments, **options)
        except RedisClusterException as error:
            raise redis.ConnectionError("no node of the cluster can be reached") from error

    async def publish(self, channel: str, message: str) -> int:
        """Tell the subscribers on every node, which redis-py leaves out of this client; returns those on one node."""
        return int(await self.execute_command("PUBLISH", channel, message, target_nodes=self.RANDOM))


class _Cluster(redis.cluster.RedisCluster):  # type: ignore[type-arg] # generic in its stubs alone
    """The same for threads; redis-py looks for the nodes as soon as the client is made."""

    def __init__(self, nodes: Sequence[tuple[str, int]], options: dict[str, Any]) -> None:
        try:
            super().__init__(startup_nodes=[redis.cluster.ClusterNode(*node) for node in nodes], **options)
        except RedisClusterException as error:
            raise redis.ConnectionError("no node of the cluster can be reached") from error

    def execute_command(self, *arguments: Any, **options: Any) -> Any:
        try:
            return super().execute_command(*arguments, **options)  # type: ignore[no-untyped-call]
        except RedisClusterException as error:
            raise redis.ConnectionError("no node of the cluster can be reached") from error


class _LazyCluster:
    """Makes a cluster's client at its first command, so that a process can start while the cluster is away."""

    def __init__(self, make: Callable[[], _Cluster]) -> None:
        self._make = make
        self._made: _Cluster | None = None

    def __getattr__(self, command: str) -> Any:
        if self._made is None:
            self._made = self._make()
        return getattr(self._made, command)

    def register_script(self, script: str) -> Script:
        """A callable for a Lua script; as bytes, so that no client is needed to encode it."""
        return Script(cast("Any", self), script.encode())

    def close(self) -> None:
        """Close the connections, if there are any."""
        if self._made is not None:
            self._made.close()


@dataclass(frozen=True)
class _Target:
    """What a URL points to: one server by its plain URL, otherwise nodes and what they are asked with."""

    kind: str
    secure: bool
    plain_url: str = ""
    nodes: tuple[tuple[str, int], ...] = ()
    service: str = ""
    sentinel_password: str | None = None
    options: dict[str, Any] = field(default_factory=dict)
    tls_options: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, url: str) -> _Target:
        parts = urlsplit(url)
        scheme, _, kind = parts.scheme.partition("+")
        if scheme not in ("redis", "rediss", "unix") or kind not in _DEFAULT_PORTS:
            raise ValueError("the Redis URL must start with redis://, rediss://, redis+sentinel:// or redis+cluster://")
        if not kind:
            return cls("server", scheme == "rediss", url)
        return cls._of_nodes(parts, kind, secure=scheme == "rediss")

    @classmethod
    def _of_nodes(cls, parts: SplitResult, kind: str, *, secure: bool) -> _Target:
        credentials, _, hosts = parts.netloc.rpartition("@")
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if kind == "sentinel" and not query.get("service"):
            raise ValueError("a Sentinel URL needs ?service=NAME")
        user, _, password = credentials.partition(":")
        nodes = (node.partition(":") for node in hosts.split(","))
        return cls(
            kind,
            secure,
            nodes=tuple((host, int(port or _DEFAULT_PORTS[kind])) for host, _, port in nodes),
            service=query.get("service", ""),
            sentinel_password=query.get("sentinel_password"),
            options={
                "username": unquote(user) or None,
                "password": unquote(password) or None,
                "ssl": secure,
                **({"db": int(parts.path.strip("/") or 0)} if kind == "sentinel" else {}),
            },
            tls_options={
                name: value.lower() not in ("false", "no") if name == "ssl_check_hostname" else value
                for name, value in query.items()
                if name.startswith("ssl_")
            },
        )
