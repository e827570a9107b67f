"""The conversation's memory in Redis: appended to, never rewritten, and read from a bounded point."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    Event,
    UserUtteranceReverted,
    UserUttered,
    deserialise_events,
)

from context.checkpoint import checkpoint_state, events_of_state, session_position, undo_position
from context.event_stream import RedisEventStream
from context.fence import LockLost, held_lock
from context.keys import DEFAULT_PARTITIONS, Keyspace
from context.lock_store import Opening
from context.patience import Patience
from context.redis_connection import RedisConnection
from context.scripts import script
from context.stock_format import DEFAULT_STOCK_PREFIX, stock_events
from context.stored_events import events_of_json, json_of_events
from context.stored_tracker import StoredTracker
from context.turn_state import current_turn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rasa.core.brokers.broker import EventBroker
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.trackers import DialogueStateTracker

    from context.keys import ConversationKeys

DEFAULT_MAX_EVENT_HISTORY = 30
DEFAULT_BUDGET_S = 6.0
KEPT_REPLIES = 50


class RedisTrackerStore(TrackerStore):
    """Rasa tracker store on `redis.asyncio`.

    A turn reads the current session, or only its last `max_event_history` events and the turn they belong to, after a
    checkpoint that keeps slots, active loop and form state exactly; it appends its own events in one script, together
    with their publication to `context.event_stream` and the turn's reply. Two writers cannot erase each other's
    events, and a writer whose conversation lock went to another is refused (`LockLost`).

    Configured in `endpoints.yml` (`tracker_store: type: context.tracker_store.RedisTrackerStore`) with `url` (see
    `context.redis_clients`) and optionally `tenant`, `partitions`, `record_exp` (seconds to live after the last
    turn), `max_event_history` (0: the whole session), `stock_key_prefix` (where Rasa's own Redis tracker store kept
    its trackers; they are taken over when first read), `budget_s` (how long a read or write is tried while Redis is
    away).
    """

    def __init__(
        self,
        domain: Domain | None,
        host: str,
        event_broker: EventBroker | None = None,
        tenant: str = "demo",
        partitions: int = DEFAULT_PARTITIONS,
        record_exp: float | None = None,
        max_event_history: int = DEFAULT_MAX_EVENT_HISTORY,
        stock_key_prefix: str = DEFAULT_STOCK_PREFIX,
        budget_s: float = DEFAULT_BUDGET_S,
    ) -> None:
        super().__init__(domain, event_broker)
        self._keyspace = Keyspace(tenant, int(partitions))
        self._redis = RedisConnection(host)
        self._ttl_s = int(float(record_exp)) if record_exp else 0
        self._bound = int(max_event_history)
        self._stock_prefix = stock_key_prefix
        self._patience = Patience(float(budget_s))

    def init_tracker(self, sender_id: str) -> StoredTracker:
        """An empty tracker of `sender_id` with the domain's slots."""
        return StoredTracker(sender_id, self.domain.slots)

    async def get_or_create_tracker(
        self, sender_id: str, max_event_history: int | None = None, append_action_listen: bool = True
    ) -> DialogueStateTracker:
        """The tracker of `sender_id` in its current session; a new one is stored with its first turn.

        `max_event_history` is Rasa's count of events kept in memory; this store bounds the reading itself.
        """
        tracker = await self.retrieve(sender_id)
        if tracker is None:
            tracker = await self.create_tracker(sender_id, append_action_listen)
        return tracker

    async def create_tracker(self, sender_id: str, append_action_listen: bool = True) -> DialogueStateTracker:
        """A new tracker; stored at once only when it already has an event."""
        tracker = self.init_tracker(sender_id)
        if append_action_listen:
            tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
            await self.save(tracker)
        return tracker

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker of the current session from its bounded point on, or `None` when nothing is stored."""
        turn = current_turn.get()
        opened = turn.take_opened() if turn is not None else None
        if opened:
            return await self._tracker(sender_id, self._turn_scope, opened)
        return await self._load(sender_id, self._turn_scope)

    def opening(self, sender_id: str, client_message_id: str | None) -> Opening:
        """What a turn reads while it takes the conversation's lock: an earlier reply to its message, and the tracker.

        The lock store must lean on the same Redis, tenant and partitions.
        """
        keys = self._keyspace.conversation(sender_id)
        names = [keys.replies, keys.events, keys.meta, keys.checkpoints]
        return Opening(names, [client_message_id or "", self._turn_scope, self._bound])

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """The tracker with all events of all sessions, or `None` when nothing is stored."""
        return await self._load(conversation_id, "all")

    async def exists(self, conversation_id: str) -> bool:
        """Whether anything of the conversation is stored."""
        keys = self._keyspace.conversation(conversation_id)
        client = self._redis.client
        return bool(await client.exists(keys.events)) or bool(await client.exists(self._stock_prefix + conversation_id))

    async def keys(self) -> Iterable[str]:
        """Ids of all stored conversations of the tenant."""
        return [
            self._keyspace.sender_of(key)
            async for key in self._redis.client.scan_iter(match=self._keyspace.events_pattern, count=500)
        ]

    async def delete(self, sender_id: str) -> None:
        """Forget a person's conversation: events, state, replies and what a stock store kept of it."""
        keys = self._keyspace.conversation(sender_id)
        await self._redis.client.delete(*keys.memory)
        await self._redis.client.delete(self._stock_prefix + sender_id)

    async def reply(self, sender_id: str, client_message_id: str) -> list[dict[str, Any]] | None:
        """What was answered to the message with this id, or `None` when it was not (or too long ago)."""
        key = self._keyspace.conversation(sender_id).replies
        stored = await self._patience.run(lambda: self._redis.client.hget(key, client_message_id))
        return None if stored is None else json.loads(stored)

    async def tail(self, sender_id: str, limit: int) -> list[tuple[int, dict[str, Any]]]:
        """The last stored events, at most `limit`, oldest first, each with its number in the conversation, from 1 on.

        Events are only ever appended, so a number names its event until the conversation is deleted.
        """
        count, *stored = await self._run("tail", [self._keyspace.conversation(sender_id).events], [limit])
        first = count - len(stored) + 1
        return list(enumerate(json.loads("[" + ",".join(stored) + "]"), first))

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Append the tracker's new events.

        Raises `LockLost` when the conversation's lock went to another holder, `RedisError` when Redis stayed away for
        longer than the time budget. In both cases nothing was stored that a repetition would store twice.
        """
        turn = current_turn.get()
        if turn is not None:
            turn.raise_failure()
        if not isinstance(tracker, StoredTracker):
            tracker = await self._with_stored_prefix(tracker)
        new_events = list(tracker.events)[tracker.own_from :]
        if not new_events:
            return
        count = await self._append(tracker, new_events)
        tracker.stored_count = count
        tracker.own_from = len(tracker.events)
        if self.event_broker is not None and not self._publishes_itself:
            await self._stream_new_events(self.event_broker, new_events, tracker.sender_id)

    async def close(self) -> None:
        """Close the running event loop's connections."""
        await self._redis.close()

    @property
    def _publishes_itself(self) -> bool:
        return isinstance(self.event_broker, RedisEventStream) and self.event_broker.keyspace == self._keyspace

    @property
    def _turn_scope(self) -> str:
        return "recent" if self._bound else "session"

    async def _load(self, sender_id: str, scope: str) -> StoredTracker | None:
        keys = self._keyspace.conversation(sender_id)
        names = [keys.events, keys.meta, keys.checkpoints]
        return await self._tracker(sender_id, scope, await self._run("load", names, [scope, self._bound]))

    async def _tracker(self, sender_id: str, scope: str, loaded: Sequence[Any]) -> StoredTracker | None:
        """The tracker of what `load.lua` found in a scope."""
        count, _, checkpoint, *stored = loaded
        if count == 0:
            if not await self._import_stock(self._keyspace.conversation(sender_id)):
                return None
            return await self._load(sender_id, scope)
        events = events_of_json(stored)
        if checkpoint:
            events = [*events_of_state(checkpoint.split("|", 1)[1]), *events]
        tracker = self.init_tracker(sender_id)
        tracker.events.extend(events)
        tracker.replay_events()
        tracker.stored_count = count
        tracker.own_from = len(tracker.events)
        return tracker

    async def _append(self, tracker: StoredTracker, new_events: Sequence[Event]) -> int:
        keys = self._keyspace.conversation(tracker.sender_id)
        turn, lock = current_turn.get(), held_lock.get()
        undo_from, state_of = await self._taken_back(tracker, new_events)
        reply_id = turn.client_message_id if turn is not None and turn.client_message_id else ""
        arguments: list[str | int] = [
            uuid.uuid4().hex,
            tracker.stored_count,
            lock.token if lock is not None else "",
            self._ttl_s,
            checkpoint_state(state_of) or "",
            session_position(new_events),
            self._bound,
            reply_id,
            json.dumps(turn.replies(), ensure_ascii=False) if turn is not None and reply_id else "",
            KEPT_REPLIES,
            tracker.sender_id,
            int(self._publishes_itself),
            undo_from,
            *json_of_events(new_events, turn),
        ]
        names = [keys.events, keys.meta, keys.checkpoints, keys.lock, keys.replies, keys.reply_order, keys.stream]
        if turn is not None and lock is not None:
            # A turn writes once, at its end: the lock is handed on in the same step.
            outcome, count = await self._run("close", [*names, lock.queue], [lock.token, *lock.terms, *arguments])
            lock.released = outcome == "STORED"
        else:
            outcome, count = await self._run("save", names, arguments)
        if outcome == "LOST":
            raise LockLost("the conversation was taken over before the turn was stored")
        if turn is not None:
            turn.stored_events = int(count)
            turn.stored_utterances += sum(isinstance(event, BotUttered) for event in new_events)
            said = next((event for event in reversed(new_events) if isinstance(event, UserUttered)), None)
            turn.intent = said.intent_name if said is not None else turn.intent
        return int(count)

    async def _taken_back(
        self, tracker: StoredTracker, new_events: Sequence[Event]
    ) -> tuple[int | str, DialogueStateTracker]:
        """After a turn that took messages back: the index of what another would take back, and the exact tracker.

        How far back that is only the whole session tells. After any other turn the last message is the one to take
        back, and a bounded read has it: then an empty word, and the tracker as it is.
        """
        if not self._bound or not any(isinstance(event, UserUtteranceReverted) for event in new_events):
            return "", tracker
        session = await self._load(tracker.sender_id, "session") or self.init_tracker(tracker.sender_id)
        first = session.stored_count - len(session.events)
        session.events.extend(new_events)
        session.replay_events()
        return first + undo_position(session), session

    async def _with_stored_prefix(self, tracker: DialogueStateTracker) -> StoredTracker:
        """A tracker made elsewhere, with what Redis already has of it marked as stored."""
        stored = await self._load(tracker.sender_id, "all")
        merged = self.init_tracker(tracker.sender_id)
        merged.model_id, merged.assistant_id = tracker.model_id, tracker.assistant_id
        known: list[dict[str, Any]] = [] if stored is None else [event.as_dict() for event in stored.events]
        merged.events.extend([] if stored is None else stored.events)
        merged.stored_count = merged.own_from = len(merged.events)
        merged.events.extend(event for event in tracker.events if event.as_dict() not in known)
        merged.replay_events()
        return merged

    async def _import_stock(self, keys: ConversationKeys) -> bool:
        stock_key = self._stock_prefix + keys.sender_id
        serialised = await self._patience.run(lambda: self._redis.client.get(stock_key))
        if serialised is None:
            return False
        events = stock_events(serialised)
        arguments: list[str | int] = [
            max(session_position(deserialise_events(events)), 0),
            self._ttl_s,
            *(json.dumps(event, ensure_ascii=False, separators=(",", ":")) for event in events),
        ]
        count = await self._run("import", [keys.events, keys.meta], arguments)
        await self._redis.client.delete(stock_key)
        return int(count) > 0

    async def _run(self, name: str, keys: Sequence[str], arguments: Sequence[str | int]) -> Any:
        return await self._patience.run(lambda: script(name).run(self._redis.client, keys, arguments))
