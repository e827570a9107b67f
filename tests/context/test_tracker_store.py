from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

import pytest
import redis
from rasa.core.tracker_store import RedisTrackerStore as StockStore
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

from context.fence import LockLost, held_lock
from context.keys import Keyspace
from context.lock_store import RedisLockStore
from context.redis_connection import RedisConnection
from context.tracker_store import RedisTrackerStore
from tests.context.conversations import (
    FORM,
    form_started,
    random_turns,
    restart,
    reverted,
    session_start,
    turn,
    user,
)

SENDER = "5f0f7f0e-6d0b-4f5e-9a3a-0e0e0e0e0e01"
MakeStore = Callable[..., RedisTrackerStore]


async def say(store: TrackerStore, sender: str, *turns: list[Event]) -> DialogueStateTracker:
    tracker: DialogueStateTracker | None = None
    for events in turns:
        tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
        for event in events:
            tracker.update(event)
        await store.save(tracker)
    assert tracker is not None
    return tracker


def comparable(tracker: DialogueStateTracker | None) -> list[dict[str, object]]:
    assert tracker is not None
    return [event.as_dict() for event in tracker.events]


class TestRasasContract:
    """What Rasa's own stores do, this store does."""

    async def test_nothing_is_retrieved_of_an_unknown_conversation(self, any_store: TrackerStore, tenant: str) -> None:
        assert await any_store.retrieve(tenant) is None
        assert await any_store.retrieve_full_tracker(tenant) is None
        assert not await any_store.exists(tenant)

    async def test_events_come_back_as_they_were_saved(self, any_store: TrackerStore, tenant: str) -> None:
        turns = [session_start(), turn("hola"), turn("¿y en marzo?", ("tema", "salario"))]
        await say(any_store, tenant, *turns)
        retrieved = await any_store.retrieve(tenant)
        assert comparable(retrieved) == [event.as_dict() for events in turns for event in events]
        assert retrieved is not None
        assert retrieved.get_slot("tema") == "salario"
        assert await any_store.exists(tenant)

    async def test_only_the_latest_session_is_retrieved(self, any_store: TrackerStore, tenant: str) -> None:
        await say(any_store, tenant, session_start(), turn("uno"), session_start(), turn("dos"))
        retrieved = await any_store.retrieve(tenant)
        assert retrieved is not None
        assert [event.text for event in retrieved.events if event.type_name == "user"] == ["dos"]

    async def test_the_full_tracker_spans_sessions(self, redis_store: TrackerStore, tenant: str) -> None:
        await say(redis_store, tenant, session_start(), turn("uno"), session_start(), turn("dos"))
        full = await redis_store.retrieve_full_tracker(tenant)
        assert full is not None
        assert [event.text for event in full.events if event.type_name == "user"] == ["uno", "dos"]

    async def test_a_restart_clears_the_slots(self, any_store: TrackerStore, tenant: str) -> None:
        await say(any_store, tenant, session_start(), turn("uno", ("tema", "salario")), restart())
        retrieved = await any_store.retrieve(tenant)
        assert retrieved is not None
        assert retrieved.get_slot("tema") is None

    async def test_a_reverted_utterance_is_not_applied(self, any_store: TrackerStore, tenant: str) -> None:
        await say(any_store, tenant, session_start(), turn("uno"), reverted("dos"))
        retrieved = await any_store.retrieve(tenant)
        assert retrieved is not None
        assert [event.text for event in retrieved.applied_events() if event.type_name == "user"] == ["uno"]

    async def test_an_active_form_comes_back(self, any_store: TrackerStore, tenant: str) -> None:
        await say(any_store, tenant, session_start(), form_started("quiero vacaciones"))
        retrieved = await any_store.retrieve(tenant)
        assert retrieved is not None
        assert retrieved.active_loop_name == FORM
        assert retrieved.get_slot("requested_slot") == "dias"

    async def test_saving_twice_stores_once(self, any_store: TrackerStore, tenant: str) -> None:
        tracker = await say(any_store, tenant, session_start(), turn("uno"))
        await any_store.save(tracker)
        assert comparable(await any_store.retrieve_full_tracker(tenant)) == comparable(tracker)

    async def test_a_tracker_made_elsewhere_is_stored(
        self, any_store: TrackerStore, domain: Domain, tenant: str
    ) -> None:
        events = [*session_start(), *turn("uno")]
        tracker = DialogueStateTracker.from_events(tenant, events, domain.slots)
        await any_store.save(tracker)
        for event in (more := turn("dos")):
            tracker.update(event)
        await any_store.save(tracker)
        stored = comparable(await any_store.retrieve_full_tracker(tenant))
        assert stored == [event.as_dict() for event in [*events, *more]]

    async def test_the_conversation_is_among_the_keys(self, any_store: TrackerStore, tenant: str) -> None:
        await say(any_store, tenant, session_start())
        assert any(key.endswith(tenant) for key in await any_store.keys())

    async def test_a_created_tracker_listens(self, any_store: TrackerStore, tenant: str) -> None:
        created = await any_store.get_or_create_tracker(tenant)
        assert created.latest_action_name == "action_listen"
        assert await any_store.exists(tenant)


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

            return await self._patiently(command)

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
    async def test_an_absent_redis_is_an_error_within_the_budget(self, domain: Domain) -> None:
        store = RedisTrackerStore(domain, "redis://127.0.0.1:1/0", budget_s=0.2)
        with pytest.raises(redis.ConnectionError):
            await store.retrieve(SENDER)

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
