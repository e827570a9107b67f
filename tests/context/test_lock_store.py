from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from rasa.core.lock_store import LockError

from context.fence import held_lock
from context.keys import Keyspace
from context.lock_store import RedisLockStore

ROOT = Path(__file__).resolve().parents[2]
CONVERSATION = "5f0f7f0e-6d0b-4f5e-9a3a-0e0e0e0e0e02"
MakeLockStore = Callable[..., RedisLockStore]


def start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.context.lock_holder", *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


@pytest.fixture
def holder(redis_url: str, tenant: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock and is stuck."""
    with start("hold", redis_url, tenant, CONVERSATION) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


async def test_one_holder_at_a_time_in_the_order_of_asking(make_lock_store: MakeLockStore) -> None:
    stores = [make_lock_store(), make_lock_store()]
    inside, most, order = 0, 0, []

    async def turn(number: int) -> None:
        nonlocal inside, most
        async with stores[number % 2].lock(CONVERSATION):
            inside += 1
            most = max(most, inside)
            order.append(number)
            await asyncio.sleep(0.005)
            inside -= 1

    async with stores[0].lock(CONVERSATION):
        waiting = []
        for number in range(12):
            waiting.append(asyncio.create_task(turn(number)))
            await asyncio.sleep(0.02)
    await asyncio.gather(*waiting)
    assert most == 1
    assert order == list(range(12))


async def test_several_processes_never_hold_it_together(
    make_lock_store: MakeLockStore, redis_url: str, tenant: str, client: redis.Redis[str]
) -> None:
    turns = 40
    processes = [start("turns", redis_url, tenant, CONVERSATION, str(number), str(turns)) for number in range(3)]
    codes = await asyncio.gather(*(asyncio.to_thread(process.wait, 60) for process in processes))
    for process in processes:
        assert process.stdout is not None
        process.stdout.close()
    assert codes == [0, 0, 0]
    journal = client.lrange(f"{tenant}:journal", 0, -1)
    assert len(journal) == 2 * 3 * turns
    for begin, end in zip(journal[::2], journal[1::2], strict=True):
        assert (begin.split()[0], end.split()[0]) == ("begin", "end")
        assert begin.split()[1] == end.split()[1]


async def test_conversations_do_not_wait_for_each_other(make_lock_store: MakeLockStore) -> None:
    locks = make_lock_store()
    async with locks.lock("una"), locks.lock("otra"):
        pass


async def test_nothing_is_left_in_redis_when_nobody_holds_it(
    make_lock_store: MakeLockStore, client: redis.Redis[str], tenant: str
) -> None:
    async with make_lock_store().lock(CONVERSATION):
        pass
    keys = Keyspace(tenant).conversation(CONVERSATION)
    assert not client.exists(keys.lock, keys.queue)


async def test_a_failing_holder_lets_go(make_lock_store: MakeLockStore) -> None:
    locks = make_lock_store()
    with pytest.raises(RuntimeError):
        async with locks.lock(CONVERSATION):
            raise RuntimeError("the turn failed")
    async with locks.lock(CONVERSATION):
        pass


async def test_a_cancelled_waiter_leaves_the_queue(make_lock_store: MakeLockStore) -> None:
    locks = make_lock_store()

    async def wait() -> None:
        async with locks.lock(CONVERSATION):
            pass

    async with locks.lock(CONVERSATION):
        given_up, patient = asyncio.create_task(wait()), asyncio.create_task(wait())
        await asyncio.sleep(0.05)
        given_up.cancel()
        with pytest.raises(asyncio.CancelledError):
            await given_up
    await patient


async def test_waiting_ends_with_an_error_after_its_limit(
    make_lock_store: MakeLockStore, client: redis.Redis[str], tenant: str
) -> None:
    patient, hasty = make_lock_store(), make_lock_store(wait_s=0.2)
    async with patient.lock(CONVERSATION):
        with pytest.raises(LockError):
            async with hasty.lock(CONVERSATION):
                pass
        assert client.llen(Keyspace(tenant).conversation(CONVERSATION).queue) == 0


async def test_the_lock_of_a_dead_process_is_free_for_the_next_to_ask(
    make_lock_store: MakeLockStore, holder: subprocess.Popen[str]
) -> None:
    # A lease that would outlast the wait: only the missing listener tells that the holder is gone.
    locks = make_lock_store(lease_s=3600, wait_s=5)
    holder.kill()
    holder.wait()
    async with locks.lock(CONVERSATION):
        pass


async def test_a_waiter_takes_over_when_the_holder_dies(
    make_lock_store: MakeLockStore, holder: subprocess.Popen[str]
) -> None:
    locks = make_lock_store()

    async def wait() -> None:
        async with locks.lock(CONVERSATION):
            pass

    waiting = asyncio.create_task(wait())
    await asyncio.sleep(0.1)
    assert not waiting.done()
    holder.kill()
    await waiting


async def test_a_holder_with_a_stuck_event_loop_keeps_its_lock(
    make_lock_store: MakeLockStore, holder: subprocess.Popen[str]
) -> None:
    locks = make_lock_store(wait_s=4)
    with pytest.raises(LockError):
        async with locks.lock(CONVERSATION):
            pass
    assert holder.poll() is None


async def test_a_holder_keeps_it_no_longer_than_its_longest_time(make_lock_store: MakeLockStore) -> None:
    locks = make_lock_store(lease_s=0.4)
    async with locks.lock(CONVERSATION, lock_lifetime=0.1), locks.lock(CONVERSATION):
        assert held_lock.get() is not None


async def test_a_lost_queue_does_not_strand_a_waiter(
    make_lock_store: MakeLockStore, client: redis.Redis[str], tenant: str
) -> None:
    locks = make_lock_store(lease_s=0.5)

    async def wait() -> None:
        async with locks.lock(CONVERSATION):
            pass

    async with locks.lock(CONVERSATION):
        waiting = asyncio.create_task(wait())
        await asyncio.sleep(0.05)
        client.delete(Keyspace(tenant).conversation(CONVERSATION).queue)
        await asyncio.sleep(0.7)
    await waiting


async def test_the_writers_token_is_known_only_inside(make_lock_store: MakeLockStore) -> None:
    assert held_lock.get() is None
    async with make_lock_store().lock(CONVERSATION):
        assert held_lock.get() is not None
    assert held_lock.get() is None
