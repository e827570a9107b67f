"""A turn runs once for a message id, whichever replica answers it and whatever breaks in between."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
import redis
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.shared.core.domain import Domain

from context.fence import LockLost
from context.keys import Keyspace
from context.lock_store import RedisLockStore
from context.tracker_store import RedisTrackerStore
from context.turn import TurnResult, run_turn
from tests.context.conversations import session_start, turn

PERSON = "5f0f7f0e-6d0b-4f5e-9a3a-0e0e0e0e0e03"


class Replica:
    """A Rasa process as far as a turn sees it; its assistant says each message back and counts the turns."""

    def __init__(self, domain: Domain, store: RedisTrackerStore, locks: RedisLockStore) -> None:
        self.store = store
        self.turns = 0
        self.before_saving: Callable[[], Any] = lambda: None
        self._agent = SimpleNamespace(
            lock_store=locks,
            tracker_store=store,
            processor=SimpleNamespace(
                tracker_store=store,
                action_endpoint=None,
                graph_runner=None,
                domain=domain,
                handle_message=self._handle_message,
            ),
        )

    async def say(self, text: str, message_id: str | None = None) -> TurnResult:
        output = CollectingOutputChannel()
        message = UserMessage(text, output, PERSON, metadata={"correlation_id": f"turno-{text}"})
        return await run_turn(cast("Agent", self._agent), message, output, message_id)

    async def _handle_message(self, message: UserMessage) -> None:
        self.turns += 1
        tracker = await self.store.get_or_create_tracker(PERSON, append_action_listen=False)
        said = sum(event.type_name == "user" for event in tracker.events)
        for event in [*([] if said else session_start()), *turn(str(message.text))]:
            tracker.update(event)
        await asyncio.sleep(0)
        assert message.output_channel is not None
        await message.output_channel.send_text_message(PERSON, f"{message.text} tras {said}")
        outcome = self.before_saving()
        if outcome is not None:
            await outcome
        await self.store.save(tracker)


@pytest.fixture
def make_replica(
    domain: Domain, make_store: Callable[..., RedisTrackerStore], make_lock_store: Callable[..., RedisLockStore]
) -> Callable[[], Replica]:
    return lambda: Replica(domain, make_store(), make_lock_store(wait_s=5))


async def said_by_the_person(replica: Replica) -> list[str]:
    tracker = await replica.store.retrieve_full_tracker(PERSON)
    return [event.text for event in tracker.events if event.type_name == "user"] if tracker is not None else []


def text(result: TurnResult) -> str:
    (reply,) = result.replies
    return str(reply["text"])


async def test_each_message_at_once_is_answered_in_turn(make_replica: Callable[[], Replica]) -> None:
    replicas = [make_replica(), make_replica()]
    results = await asyncio.gather(*(replicas[number % 2].say(str(number), f"m{number}") for number in range(7)))
    assert sorted(int(text(result).split(" tras ")[1]) for result in results) == list(range(7))
    assert sorted(await said_by_the_person(replicas[0]), key=int) == [str(number) for number in range(7)]


async def test_the_same_id_answers_the_same_and_runs_once(make_replica: Callable[[], Replica]) -> None:
    one, other = make_replica(), make_replica()
    first = await one.say("hola", "m1")
    for replica in (one, other):
        again = await replica.say("hola", "m1")
        assert again.repeated
        assert again.replies == first.replies
    assert one.turns + other.turns == 1


async def test_the_same_id_at_once_on_two_replicas_runs_once(make_replica: Callable[[], Replica]) -> None:
    replicas = [make_replica(), make_replica()]
    results = await asyncio.gather(*(replicas[number % 2].say("hola", "m1") for number in range(6)))
    assert len({text(result) for result in results}) == 1
    assert sum(not result.repeated for result in results) == 1
    assert sum(replica.turns for replica in replicas) == 1


async def test_a_turn_that_broke_before_its_end_runs_again(make_replica: Callable[[], Replica]) -> None:
    broken, other = make_replica(), make_replica()

    def crash() -> None:
        raise RuntimeError

    broken.before_saving = crash
    with pytest.raises(RuntimeError):
        await broken.say("hola", "m1")
    assert not (await other.say("hola", "m1")).repeated
    assert await said_by_the_person(other) == ["hola"]


async def test_a_turn_cut_off_by_its_time_limit_runs_again(make_replica: Callable[[], Replica]) -> None:
    slow, other = make_replica(), make_replica()
    slow.before_saving = lambda: asyncio.sleep(60)
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(slow.say("hola", "m1"), 0.2)
    assert not (await other.say("hola", "m1")).repeated
    assert await said_by_the_person(other) == ["hola"]


async def test_the_lock_is_free_once_the_turn_is_stored(
    make_replica: Callable[[], Replica], client: redis.Redis[str], tenant: str
) -> None:
    replica, keys = make_replica(), Keyspace(tenant).conversation(PERSON)
    free_after_saving = []
    save = replica.store.save

    async def look(tracker: Any) -> None:
        assert client.exists(keys.lock)
        await save(tracker)
        free_after_saving.append(not client.exists(keys.lock))

    replica.store.save = look  # type: ignore[method-assign]
    await replica.say("hola")
    assert free_after_saving == [True]


async def test_who_lost_the_lock_is_told_what_was_answered_meanwhile(
    make_replica: Callable[[], Replica], client: redis.Redis[str], tenant: str
) -> None:
    slow, other = make_replica(), make_replica()
    lock = Keyspace(tenant).conversation(PERSON).lock

    async def lose_the_lock() -> None:
        client.delete(lock)
        assert not (await other.say("hola", "m1")).repeated

    slow.before_saving = lose_the_lock
    result = await slow.say("hola", "m1")
    assert result.repeated
    assert await said_by_the_person(other) == ["hola"]


async def test_who_lost_the_lock_without_an_answer_fails_and_stores_nothing(
    make_replica: Callable[[], Replica], client: redis.Redis[str], tenant: str
) -> None:
    replica = make_replica()
    lock = Keyspace(tenant).conversation(PERSON).lock

    async def lose_the_lock() -> None:
        client.hset(lock, "owner", "otro/1")

    replica.before_saving = lose_the_lock
    with pytest.raises(LockLost):
        await replica.say("hola", "m1")
    assert await said_by_the_person(replica) == []
