"""The conversation's memory on a Redis Cluster, behind a Sentinel that promotes a replica, and over TLS."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import redis
from rasa.core.lock_store import LockError
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig

from context.event_stream import RedisEventStream
from context.fence import LockLost, held_lock
from context.keys import Keyspace
from context.lock_store import RedisLockStore
from context.redis_clients import RedisClients
from context.redis_connection import RedisConnection
from context.tracker_store import RedisTrackerStore
from tests import redis_servers
from tests.context.conversations import session_start, turn

# Servers die under their clients here: sockets that were closing as a loop ended are collected with the test itself.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    yield
    gc.collect()


class Memory:
    """Both stores and the event stream on one URL, as a replica has them."""

    def __init__(self, domain: Domain, url: str, tenant: str, budget_s: float = 3.0) -> None:
        self.keyspace = Keyspace(tenant)
        self.broker = RedisEventStream(url, self.keyspace)
        self.store = RedisTrackerStore(domain, url, self.broker, tenant=tenant, budget_s=budget_s)
        self.locks = RedisLockStore(EndpointConfig(url, tenant=tenant, wait_s=budget_s))
        self._connection = RedisConnection(url)

    async def __aenter__(self) -> Memory:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.locks.close()
        await self.store.close()
        await self.broker.close()
        await self._connection.close()

    async def take_turn(self, person: str, text: str) -> None:
        async with self.locks.lock(person):
            tracker = await self.store.get_or_create_tracker(person, append_action_listen=False)
            for event in [*([] if tracker.events else session_start()), *turn(text, ("tema", text))]:
                tracker.update(event)
            await self.store.save(tracker)

    async def said(self, person: str) -> list[str]:
        tracker = await self.store.retrieve_full_tracker(person)
        assert tracker is not None
        return [event.text for event in tracker.events if event.type_name == "user"]

    async def published(self, person: str) -> int:
        return int(await self._connection.client.xlen(self.keyspace.conversation(person).stream))


async def do_all_that_a_conversation_does(memory: Memory, other: Memory) -> None:
    people = [f"persona-{number}" for number in range(12)]  # so that no partition and no node is left out
    for person in people:
        await memory.take_turn(person, "uno")
        await other.take_turn(person, "dos")
        assert await memory.said(person) == ["uno", "dos"]
        assert await memory.published(person) > 0
    assert sorted(await memory.store.keys()) == sorted(people)
    await memory.store.delete(people[0])
    assert not await memory.store.exists(people[0])

    order: list[int] = []

    async def wait(number: int) -> None:
        async with (memory, other)[number % 2].locks.lock(people[1]):
            order.append(number)

    async with memory.locks.lock(people[1]):
        waiting = []
        for number in range(6):
            waiting.append(asyncio.create_task(wait(number)))
            await asyncio.sleep(0.05)
    await asyncio.gather(*waiting)
    assert order == list(range(6))

    async with memory.locks.lock(people[2]):
        lock = held_lock.get()
        assert lock is not None
        lock.token = "otro/1"
        with pytest.raises(LockLost):
            await write_without_asking(memory, people[2])
    assert await memory.said(people[2]) == ["uno", "dos"]


async def write_without_asking(memory: Memory, person: str) -> None:
    tracker = await memory.store.retrieve(person)
    assert tracker is not None
    for event in turn("tarde"):
        tracker.update(event)
    await memory.store.save(tracker)


async def test_a_cluster_of_two_nodes(domain: Domain, tmp_path: Path, tenant: str) -> None:
    with redis_servers.cluster(tmp_path) as url:
        async with Memory(domain, url, tenant) as memory, Memory(domain, url, tenant) as other:
            await do_all_that_a_conversation_does(memory, other)


async def test_a_replica_that_sentinel_promotes(domain: Domain, tmp_path: Path, tenant: str) -> None:
    with redis_servers.sentinel(tmp_path) as (url, master):
        async with Memory(domain, url, tenant, 8) as memory, Memory(domain, url, tenant, 8) as other:
            await do_all_that_a_conversation_does(memory, other)
            await memory._connection.client.wait(1, 2000)
            master.kill()
            await memory.take_turn("persona-5", "tres")
            assert await other.said("persona-5") == ["uno", "dos", "tres"]


async def test_tls(domain: Domain, tmp_path: Path, redis_url: str, tenant: str) -> None:
    address = urlsplit(redis_url)
    assert address.port is not None
    with redis_servers.tls(tmp_path, address.port) as (port, certificate):
        url = f"rediss://:{address.password}@127.0.0.1:{port}/0?ssl_ca_certs={certificate}"
        async with Memory(domain, url, tenant) as memory, Memory(domain, url, tenant) as other:
            await do_all_that_a_conversation_does(memory, other)


async def test_the_certificate_of_another_name_is_not_trusted(
    domain: Domain, tmp_path: Path, redis_url: str, tenant: str
) -> None:
    address = urlsplit(redis_url)
    assert address.port is not None
    with redis_servers.tls(tmp_path, address.port) as (port, certificate):
        # The certificate is for 127.0.0.1, which has this name as well.
        url = f"rediss://:{address.password}@localhost:{port}/0?ssl_ca_certs={certificate}"
        async with Memory(domain, url, tenant, 0.3) as memory:
            with pytest.raises(redis.ConnectionError):
                await memory.said("persona")
        with closing(RedisClients(url).blocking()) as client, pytest.raises(redis.ConnectionError):
            client.ping()


async def test_tls_of_a_stranger_is_not_trusted(domain: Domain, tmp_path: Path, redis_url: str, tenant: str) -> None:
    address = urlsplit(redis_url)
    assert address.port is not None
    with redis_servers.tls(tmp_path, address.port) as (port, _):
        url = f"rediss://:{address.password}@127.0.0.1:{port}/0"
        async with Memory(domain, url, tenant, 0.3) as memory:
            with pytest.raises(LockError):
                await memory.take_turn("persona", "hola")
            with pytest.raises(redis.ConnectionError):
                await memory.said("persona")
