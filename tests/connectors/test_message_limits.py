"""Limits shared through Redis, and kept in this process while Redis is away."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
import pytest_asyncio
from redis.asyncio import Redis

from connectors.message_limits import LocalWindow, MessageRateLimiter
from connectors.problem import Problem


@pytest_asyncio.fixture
async def client(redis_url: str) -> AsyncIterator[Redis]:
    client = Redis.from_url(redis_url)
    yield client
    await client.close(close_connection_pool=True)


async def accepted(limiters: list[MessageRateLimiter], person: str, times: int) -> int:
    count = 0
    for number in range(times):
        try:
            await limiters[number % len(limiters)].require_capacity(person)
        except Problem as problem:
            if problem.kind.status != 429 or int(problem.headers["Retry-After"]) < 1:
                raise
        else:
            count += 1
    return count


async def test_replicas_share_one_limit(client: Redis, redis_url: str) -> None:
    other = Redis.from_url(redis_url)
    tenant = uuid4().hex
    replicas = [MessageRateLimiter(each, tenant, maximum=4, window_s=60) for each in (client, other)]
    assert await accepted(replicas, "ana", 10) == 4
    assert await accepted(replicas, "luis", 3) == 3
    await other.close(close_connection_pool=True)


async def test_without_redis_each_process_keeps_the_limit() -> None:
    absent = Redis(port=1, socket_connect_timeout=0.2)
    limiter = MessageRateLimiter(absent, "t", maximum=4, window_s=60)
    assert await accepted([limiter], "ana", 10) == 4
    assert await accepted([limiter], "luis", 3) == 3
    await absent.close(close_connection_pool=True)


def test_the_local_window_slides() -> None:
    now = [0.0]
    window = LocalWindow(2, 10, clock=lambda: now[0])
    assert [window.take("ana"), window.take("ana")] == [0, 0]
    now[0] = 4
    assert window.take("ana") == 6
    now[0] = 10
    assert window.take("ana") == 0


@pytest.mark.parametrize("people", [20_000])
def test_the_local_window_remembers_a_bounded_number_of_people(people: int) -> None:
    window = LocalWindow(2, 10)
    for number in range(people):
        window.take(str(number))
    assert len(window._moments) == 10_000
