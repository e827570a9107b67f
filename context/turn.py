"""One turn of a conversation, from the accepted message to the stored reply: all of it happens, or none."""

from __future__ import annotations

import json
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.engine.runner.dask import DaskGraphRunner

from context.action_endpoint import PatientActionEndpoint
from context.action_result_check import check_action_schema_once
from context.fence import LockLost
from context.lock_store import RedisLockStore
from context.tracker_store import RedisTrackerStore
from context.turn_state import Turn, TurnFailed, current_turn
from monitoring.metrics import assistant_metrics
from nlu.graph_runner import OrderedGraphRunner

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from rasa.core.agent import Agent
    from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
    from rasa.core.lock_store import LockStore
    from rasa.core.processor import MessageProcessor
    from rasa.core.tracker_store import TrackerStore

    Replies = list[dict[str, Any]]

__all__ = ["AssistantNotReady", "TurnFailed", "TurnResult", "run_turn"]


class AssistantNotReady(Exception):
    """No trained assistant is loaded yet."""


@dataclass(frozen=True)
class TurnResult:
    """What was answered, and whether the message had been answered before."""

    replies: list[dict[str, Any]]
    repeated: bool


async def run_turn(
    agent: Agent, message: UserMessage, output: CollectingOutputChannel, client_message_id: str | None = None
) -> TurnResult:
    """Answer `message`, whose replies go to `output`, exactly once for a `client_message_id`.

    Raises `AssistantNotReady`, `TurnFailed`, `context.fence.LockLost`, `rasa.core.lock_store.LockError` or
    `redis.RedisError` when the message could not be answered; nothing of the turn is stored then.
    """
    try:
        return await _locked_turn(agent, message, output, client_message_id)
    except BaseException as error:  # a turn cut off by the channel's time limit is one that failed, too
        assistant_metrics.failed(error)
        raise


async def _locked_turn(
    agent: Agent, message: UserMessage, output: CollectingOutputChannel, client_message_id: str | None
) -> TurnResult:
    processor = agent.processor
    if processor is None:
        raise AssistantNotReady("no trained assistant is loaded")
    store = _fail_loudly(agent, processor)
    started = time.perf_counter()
    async with _hold(agent.lock_store, store, message.sender_id, client_message_id) as (earlier, opened):
        assistant_metrics.waited_for_lock(time.perf_counter() - started)
        if earlier is not None:
            assistant_metrics.repeated()
            return TurnResult(earlier, repeated=True)
        turn = Turn(client_message_id, lambda: output.messages, _turn_id(message), opened=opened)
        outer = current_turn.set(turn)
        try:
            await processor.handle_message(message)
        except LockLost:
            # Either the write had arrived although its answer did not, or another replica answered meanwhile.
            earlier = await _reply(store, message.sender_id, client_message_id)
            if earlier is None:
                raise
            assistant_metrics.repeated()
            return TurnResult(earlier, repeated=True)
        finally:
            current_turn.reset(outer)
        turn.raise_failure()
        known_intents = processor.domain.intents
        assistant_metrics.answered(turn.intent, known_intents, time.perf_counter() - started, turn.stored_events)
        return TurnResult(output.messages, repeated=False)


@asynccontextmanager
async def _hold(
    locks: LockStore, store: TrackerStore, sender_id: str, client_message_id: str | None
) -> AsyncIterator[tuple[Replies | None, list[Any] | None]]:
    """Hold the conversation's lock; gives the reply to an earlier sending of the message, and the opened tracker."""
    if isinstance(locks, RedisLockStore) and isinstance(store, RedisTrackerStore):
        async with locks.hold(sender_id, store.opening(sender_id, client_message_id)) as lock:
            earlier, *opened = lock.found
            yield (None if earlier is None else json.loads(earlier)), (opened[0] if opened else None)
    else:
        async with locks.lock(sender_id):
            yield await _reply(store, sender_id, client_message_id), None


async def _reply(store: TrackerStore, sender_id: str, client_message_id: str | None) -> Replies | None:
    if not client_message_id or not isinstance(store, RedisTrackerStore):
        return None
    return await store.reply(sender_id, client_message_id)


def _turn_id(message: UserMessage) -> str | None:
    correlation_id = (message.metadata or {}).get("correlation_id")
    return correlation_id if isinstance(correlation_id, str) else None


def _fail_loudly(agent: Agent, processor: MessageProcessor) -> TrackerStore:
    """Let the failures of the stores and the action server reach the turn.

    Rasa wraps every tracker store so that, when it fails, the message goes to a store in memory that no other replica
    sees and that ends with the process.
    """
    store = processor.tracker_store
    if isinstance(store, FailSafeTrackerStore):
        store = store._tracker_store
        agent.tracker_store = processor.tracker_store = store
    endpoint = processor.action_endpoint
    if endpoint is not None and not isinstance(endpoint, PatientActionEndpoint):
        agent.action_endpoint = processor.action_endpoint = PatientActionEndpoint.of(endpoint)
        check_action_schema_once()
    if type(processor.graph_runner) is DaskGraphRunner:
        processor.graph_runner = OrderedGraphRunner.of(processor.graph_runner)
    return store
