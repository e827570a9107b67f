from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable

import pytest
import redis
from rasa.core.lock_store import LockError
from rasa.core.tracker_store import RedisTrackerStore as StockStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from context.fence import LockLost, held_lock
from context.keys import Keyspace
from context.lock_store import RedisLockStore
from context.redis_connection import RedisConnection
from context.tracker_store import RedisTrackerStore
from tests.context.conversations import back, comparable, random_turns, say, session_start, turn, user

SENDER = "5f0f7f0e-6d0b-4f5e-9a3a-0e0e0e0e0e01"
MakeStore = Callable[..., RedisTrackerStore]


class TestBoundedReading:
    @pytest.mark.parametrize("seed", range(12))
    async def test_a_bounded_tracker_has_the_state_of_the_whole_one(
        self, make_store: MakeStore, domain: Domain, seed: int
    ) -> None:
        bounded, whole = make_store(max_event_history=15), make_store(max_event_history=0)
        for events in random_turns(seed, 60):
            await say(bounded, SENDER, events)
            short, long = await bounded.retrieve(SENDER), await whole.retrieve(SENDER)
            assert short is not None
            assert long is not None
            assert short.current_slot_values() == long.current_slot_values()
            assert short.active_loop == long.active_loop
            assert short.latest_action == long.latest_action
            assert short.is_paused() == long.is_paused()
            states = min(len(short.past_states(domain)) - 2, 5)
            assert short.past_states(domain)[-states:] == long.past_states(domain)[-states:]
        assert len(short.events) < len(long.events) or len(long.events) < 40

    async def test_messages_taken_back_one_by_one_end_where_the_conversation_began(self, make_store: MakeStore) -> None:
        bounded, whole = make_store(max_event_history=15), make_store(max_event_history=0)
        topics = [f"tema {number}" for number in range(12)]
        await say(bounded, SENDER, session_start(), *(turn(topic, ("tema", topic)) for topic in topics))
        for left in [*reversed(topics[:-1]), None, None]:
            await say(bounded, SENDER, back())
            short, long = await bounded.retrieve(SENDER), await whole.retrieve(SENDER)
            assert short is not None
            assert long is not None
            assert short.get_slot("tema") == long.get_slot("tema") == left
            assert short.latest_action == long.latest_action
        await say(bounded, SENDER, turn("de nuevo", ("tema", "otro")), *(turn(f"m{number}") for number in range(9)))
        again = await bounded.retrieve(SENDER)
        assert again is not None
        assert again.get_slot("tema") == "otro"
        assert len(again.events) < 25

    async def test_messages_are_taken_back_beyond_those_that_were_taken_back_before(
        self, make_store: MakeStore
    ) -> None:
        bounded, whole = make_store(max_event_history=15), make_store(max_event_history=0)
        await say(bounded, SENDER, session_start())
        choose = random.Random(7)
        for number in range(120):
            events = back() if choose.random() < 0.45 else turn(f"m{number}", ("tema", f"tema {number}"))
            await say(bounded, SENDER, events)
            short, long = await bounded.retrieve(SENDER), await whole.retrieve(SENDER)
            assert short is not None
            assert long is not None
            assert short.current_slot_values() == long.current_slot_values()

    async def test_the_number_of_events_read_does_not_grow(self, make_store: MakeStore) -> None:
        store = make_store(max_event_history=20)
        await say(store, SENDER, session_start())
        lengths = []
        for number in range(60):
            tracker = await say(store, SENDER, turn(f"mensaje {number}", ("tema", "salario")))
            lengths.append(len(tracker.events))
        assert max(lengths[40:]) <= max(lengths[:20]) + 2

    async def test_state_kept_for_old_points_does_not_grow(
        self, make_store: MakeStore, client: redis.Redis[str], tenant: str
    ) -> None:
        store = make_store(max_event_history=20)
        await say(store, SENDER, session_start(), *(turn(f"m{number}") for number in range(60)))
        assert client.llen(Keyspace(tenant).conversation(SENDER).checkpoints) <= 8

    async def test_bounded_reading_stores_every_event(self, make_store: MakeStore) -> None:
        store = make_store(max_event_history=10)
        turns = list(random_turns(99, 40))
        await say(store, SENDER, *turns)
        full = await store.retrieve_full_tracker(SENDER)
        assert comparable(full) == [event.as_dict() for events in turns for event in events]


class TestConcurrentWriters:
    async def test_two_writers_cannot_erase_each_other(self, make_store: MakeStore) -> None:
        one, two = make_store(), make_store()
        await say(one, SENDER, session_start())
        first, second = await one.retrieve(SENDER), await two.retrieve(SENDER)
        assert first is not None
        assert second is not None
        for tracker, text in ((first, "uno"), (second, "dos")):
            for event in turn(text, ("tema", text)):
                tracker.update(event)
        await asyncio.gather(one.save(first), two.save(second))
        full = await one.retrieve_full_tracker(SENDER)
        assert full is not None
        assert sorted(event.text for event in full.events if event.type_name == "user") == ["dos", "uno"]

    async def test_a_state_that_missed_anothers_events_is_not_kept(self, make_store: MakeStore) -> None:
        store = make_store(max_event_history=1)
        await say(store, SENDER, session_start())
        stale = await store.retrieve(SENDER)
        assert stale is not None
        await say(store, SENDER, turn("uno", ("tema", "salario")))
        for event in turn("dos"):
            stale.update(event)
        await store.save(stale)
        retrieved = await store.retrieve(SENDER)
        assert retrieved is not None
        assert retrieved.get_slot("tema") == "salario"

    async def test_a_write_applied_before_its_answer_was_lost_is_not_applied_again(
        self, make_store: MakeStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store = make_store()
        run = RedisTrackerStore._run
        calls = []

        async def lose_the_first_answer(self: RedisTrackerStore, name: str, keys: object, arguments: object) -> object:
            from context.scripts import script

            async def command() -> object:
                answer = await script(name).run(self._redis.client, keys, arguments)  # type: ignore[arg-type]
                calls.append(name)
                if calls.count("save") == 1 and name == "save":
                    raise redis.ConnectionError("lost")
                return answer

            return await self._patience.run(command)

        monkeypatch.setattr(RedisTrackerStore, "_run", lose_the_first_answer)
        events = session_start()
        await say(store, SENDER, events)
        monkeypatch.setattr(RedisTrackerStore, "_run", run)
        assert calls.count("save") == 2
        assert comparable(await store.retrieve_full_tracker(SENDER)) == [event.as_dict() for event in events]

    async def test_a_holder_whose_lock_was_taken_over_cannot_write(
        self,
        make_store: MakeStore,
        make_lock_store: Callable[..., RedisLockStore],
        client: redis.Redis[str],
        tenant: str,
    ) -> None:
        store, locks = make_store(), make_lock_store()
        async with locks.lock(SENDER):
            await say(store, SENDER, session_start())
            tracker = await store.retrieve(SENDER)
            assert tracker is not None
            tracker.update(user("tarde"))
            client.hset(Keyspace(tenant).conversation(SENDER).lock, "owner", "another/1")
            with pytest.raises(LockLost):
                await store.save(tracker)
        assert held_lock.get() is None
        full = await store.retrieve_full_tracker(SENDER)
        assert full is not None
        assert not [event for event in full.events if event.type_name == "user"]


class TestForgetting:
    async def test_a_persons_conversation_is_deleted_whole(
        self, make_store: MakeStore, client: redis.Redis[str], tenant: str
    ) -> None:
        store = make_store()
        await say(store, SENDER, session_start(), turn("uno"))
        await say(store, "otra", session_start(), turn("dos"))
        await store.delete(SENDER)
        assert await store.retrieve_full_tracker(SENDER) is None
        assert await store.exists("otra")
        assert list(client.scan_iter(f"*{tenant}*{SENDER}*")) == []

    async def test_a_conversation_ends_with_its_time_to_live(
        self, make_store: MakeStore, client: redis.Redis[str], tenant: str
    ) -> None:
        store = make_store(record_exp=300)
        await say(store, SENDER, session_start(), turn("uno", ("tema", "salario")))
        keys = Keyspace(tenant).conversation(SENDER)
        for key in (keys.events, keys.meta, keys.checkpoints):
            assert 0 < client.ttl(key) <= 300

    async def test_tenants_do_not_see_each_other(self, make_store: MakeStore, tenant: str) -> None:
        await say(make_store(), SENDER, session_start())
        other = make_store(tenant=f"{tenant}x")
        assert await other.retrieve(SENDER) is None
        assert SENDER not in await other.keys()


class TestStockFormat:
    async def test_a_tracker_of_the_stock_store_is_taken_over_once(
        self, make_store: MakeStore, domain: Domain, stock_store: StockStore, tenant: str
    ) -> None:
        turns = [session_start(), turn("uno"), session_start(), turn("dos", ("tema", "salario"))]
        tracker = DialogueStateTracker.from_events(tenant, [e for events in turns for e in events], domain.slots)
        await stock_store.save(tracker)
        ours = make_store(stock_key_prefix="tracker:")
        assert await ours.exists(tenant)
        retrieved = await ours.retrieve(tenant)
        assert retrieved is not None
        assert retrieved.get_slot("tema") == "salario"
        assert [event.text for event in retrieved.events if event.type_name == "user"] == ["dos"]
        assert comparable(await ours.retrieve_full_tracker(tenant)) == comparable(tracker)
        assert await stock_store.retrieve(tenant) is None

    async def test_what_is_no_tracker_is_refused(
        self, make_store: MakeStore, client: redis.Redis[str], tenant: str
    ) -> None:
        client.set(f"{tenant}:stock:{SENDER}", json.dumps({"otra": "cosa"}))
        with pytest.raises(ValueError, match="no list of events"):
            await make_store().retrieve(SENDER)


class TestConnection:
    @pytest.mark.parametrize("kind", ["redis", "redis+cluster", "redis+sentinel"])
    async def test_an_absent_redis_is_an_error_within_the_budget_whatever_is_asked(
        self, domain: Domain, kind: str
    ) -> None:
        url = f"{kind}://127.0.0.1:1" + ("/0?service=x" if kind == "redis+sentinel" else "")
        store = RedisTrackerStore(domain, url, budget_s=0.2)
        for ask in (store.retrieve, store.retrieve_full_tracker, store.exists, store.delete):
            with pytest.raises(redis.ConnectionError):
                await ask(SENDER)
        with pytest.raises(redis.ConnectionError):
            await store.keys()
        await store.close()
        locks = RedisLockStore(EndpointConfig(url=url, wait_s=0.2))
        with pytest.raises(LockError):
            async with locks.lock(SENDER):
                pass
        await locks.close()

    def test_one_hash_slot_holds_a_conversation(self) -> None:
        keys = Keyspace("demo").conversation(SENDER)
        tags = {key[key.index("{") + 1 : key.index("}")] for key in (*keys.memory, keys.lock, keys.queue, keys.stream)}
        assert len(tags) == 1

    @pytest.mark.parametrize("url", ["http://x", "redis+sentinel://a:1,b:2/0", "redis+otro://x"])
    def test_a_wrong_url_is_refused_at_once(self, url: str) -> None:
        with pytest.raises(ValueError, match=r"Redis|Sentinel"):
            RedisConnection(url)

    @pytest.mark.parametrize("prefix", ["", "a{b", "a*", "a b"])
    def test_a_tenant_that_would_break_the_keys_is_refused(self, prefix: str) -> None:
        with pytest.raises(ValueError, match="prefix"):
            Keyspace(prefix)
