"""A small domain, and the two kinds of store to compare: Rasa's own and the product's."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
import redis
from rasa.core.tracker_store import AwaitableTrackerStore, InMemoryTrackerStore, TrackerStore
from rasa.core.tracker_store import RedisTrackerStore as StockRedisTrackerStore
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig

from context.lock_store import RedisLockStore
from context.tracker_store import RedisTrackerStore

DOMAIN = """
version: "3.1"
intents: [consultar_salario, dar_dato]
entities: [mes]
slots:
  tema: {type: text, influence_conversation: true, mappings: [{type: custom}]}
  periodo_consulta: {type: any, mappings: [{type: custom}]}
  dias: {type: float, influence_conversation: true, mappings: [{type: custom}]}
  requested_slot: {type: text, influence_conversation: false, mappings: [{type: custom}]}
forms:
  solicitud_form: {required_slots: [dias]}
responses:
  utter_respuesta: [{text: Respuesta}]
session_config: {session_expiration_time: 60, carry_over_slots_to_new_session: true}
"""


@pytest.fixture(scope="session")
def domain() -> Domain:
    return Domain.from_yaml(DOMAIN)


@pytest.fixture
def tenant() -> str:
    return f"t{uuid.uuid4().hex[:12]}"


@pytest_asyncio.fixture
async def make_store(domain: Domain, redis_url: str, tenant: str) -> AsyncIterator[Callable[..., RedisTrackerStore]]:
    made: list[RedisTrackerStore] = []

    def make(**options: object) -> RedisTrackerStore:
        options = {"tenant": tenant, "stock_key_prefix": f"{tenant}:stock:", "budget_s": 1.0, **options}
        store = RedisTrackerStore(domain, redis_url, **options)  # type: ignore[arg-type]
        made.append(store)
        return store

    yield make
    await asyncio.gather(*(store.close() for store in made))


@pytest_asyncio.fixture
async def make_lock_store(redis_url: str, tenant: str) -> AsyncIterator[Callable[..., RedisLockStore]]:
    made: list[RedisLockStore] = []

    def make(**options: object) -> RedisLockStore:
        store = RedisLockStore(EndpointConfig(url=redis_url, tenant=tenant, **options))
        made.append(store)
        return store

    yield make
    await asyncio.gather(*(store.close() for store in made))


@pytest.fixture
def client(redis_url: str) -> Iterator[redis.Redis[str]]:
    """Looks into Redis behind the stores' back."""
    with closing(redis.Redis.from_url(redis_url, decode_responses=True)) as client:
        yield client


@pytest.fixture
def stock_store(domain: Domain, redis_url: str) -> Iterator[StockRedisTrackerStore]:
    """Rasa's own Redis tracker store on the same server."""
    address = urlsplit(redis_url)
    store = StockRedisTrackerStore(
        domain, host=str(address.hostname), port=address.port or 6379, db=0, password=address.password
    )
    with closing(store.red):
        yield store


@pytest.fixture(params=["in memory", "stock redis", "ours"])
def any_store(request: pytest.FixtureRequest, domain: Domain) -> TrackerStore:
    if request.param == "in memory":
        return InMemoryTrackerStore(domain)
    return _redis_store(request, request.param)


@pytest.fixture
def stores_to_compare(request: pytest.FixtureRequest, domain: Domain) -> dict[str, TrackerStore]:
    return {
        "in memory": InMemoryTrackerStore(domain),
        "stock redis": _redis_store(request, "stock redis"),
        "ours": _redis_store(request, "ours"),
    }


def _redis_store(request: pytest.FixtureRequest, name: str) -> TrackerStore:
    if name == "stock redis":
        return AwaitableTrackerStore(request.getfixturevalue("stock_store"))
    store: TrackerStore = request.getfixturevalue("make_store")()
    return store
