"""A process of its own that takes turns in one conversation; run by the lock store's tests."""

from __future__ import annotations

import asyncio
import sys
import time

import redis
from rasa.utils.endpoints import EndpointConfig

from context.lock_store import RedisLockStore


async def take_turns(url: str, tenant: str, conversation: str, process: str, turns: int) -> None:
    """Write «begin» and «end» of each turn to a list; the lock keeps the pairs together."""
    locks = RedisLockStore(EndpointConfig(url=url, tenant=tenant, wait_s=60))
    journal = redis.Redis.from_url(url, decode_responses=True)

    async def one(number: int) -> None:
        async with locks.lock(conversation):
            journal.rpush(f"{tenant}:journal", f"begin {process}.{number}")
            await asyncio.sleep(0.002)
            journal.rpush(f"{tenant}:journal", f"end {process}.{number}")

    await asyncio.gather(*(one(number) for number in range(turns)))
    await locks.close()
    journal.close()


async def hold(url: str, tenant: str, conversation: str) -> None:
    """Take the lock, say so, and keep it until killed."""
    locks = RedisLockStore(EndpointConfig(url=url, tenant=tenant))
    async with locks.lock(conversation):
        sys.stdout.write("held\n")
        sys.stdout.flush()
        time.sleep(60)  # noqa: ASYNC251 (an event loop that is stuck, on purpose)


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    if command == "hold":
        asyncio.run(hold(*arguments))
    else:
        url, tenant, conversation, process, turns = arguments
        asyncio.run(take_turns(url, tenant, conversation, process, int(turns)))
