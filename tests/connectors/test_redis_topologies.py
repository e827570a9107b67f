"""What the channels keep in Redis, with servers as installations have them: a cluster, a Sentinel, TLS."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta, timezone

import pytest
import pytest_asyncio
from redis.asyncio import Redis

from connectors.message_limits import MessageRateLimiter
from connectors.presence import Presence, Presences
from connectors.problem import Problem
from context.redis_clients import RedisClients, disconnect
from services.auth.principal import Role
from services.auth.tokens import VerifiedToken, session_revocation_key, user_revocation_key
from tests import redis_servers
from tests.connectors.test_replica_rooms import Side

TENANT = "topologias"


@pytest.fixture(scope="module", params=redis_servers.KINDS)
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, redis_url: str) -> Iterator[str]:
    with redis_servers.topology(request.param, tmp_path_factory.mktemp(request.param), redis_url) as url:
        yield url


@pytest_asyncio.fixture
async def client(url: str) -> AsyncIterator[Redis[bytes]]:
    client = RedisClients(url, text=False).connect()
    yield client
    await disconnect(client)


async def test_messages_are_counted_for_every_replica(client: Redis[bytes]) -> None:
    limiters = [MessageRateLimiter(client, TENANT, maximum=2, window_s=60) for _ in range(2)]
    person = uuid.uuid4().hex
    for limiter in limiters:
        await limiter.require_capacity(person)
    with pytest.raises(Problem):
        await limiters[0].require_capacity(person)


async def test_the_sockets_of_revoked_tokens_are_ended_and_no_others(client: Redis[bytes]) -> None:
    ended: list[str] = []

    async def end(presence: Presence, _: str) -> None:
        ended.append(presence.sid)

    presences, later = Presences(client, TENANT, end), datetime.now(timezone.utc) + timedelta(minutes=5)
    tokens = [
        VerifiedToken(uuid.uuid4(), frozenset({Role.EMPLOYEE}), later, later, "t", uuid.uuid4()) for _ in range(6)
    ]
    for number, token in enumerate(tokens):
        presences.add(Presence(str(number), "", token))
    await client.set(session_revocation_key(TENANT, tokens[1].session_id), b"1", ex=60)
    await client.set(user_revocation_key(TENANT, tokens[4].subject), b"1", ex=60)
    await presences.sweep()
    assert ended == ["1", "4"]


async def test_a_room_is_reached_on_every_replica(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    channel = f"prueba:{uuid.uuid4().hex}"
    here, there = Side(url, channel, monkeypatch), Side(url, channel, monkeypatch)

    async def tell(text: str) -> None:
        # A subscription stands a moment after it was begun.
        while there.sent.empty():
            await here.rooms.emit("bot_uttered", {"text": text}, room="ana")
            await asyncio.sleep(0.05)
        await there.receives(text)

    try:
        await asyncio.wait_for(tell("hola"), 60)
    finally:
        for side in (here, there):
            await side.rooms.close()
