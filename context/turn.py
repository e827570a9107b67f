"""One turn of a conversation, from the accepted message to the stored reply: all of it happens, or none."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rasa.core.tracker_store import FailSafeTrackerStore

from context.action_endpoint import PatientActionEndpoint
from context.action_result_check import check_action_schema_once
from context.tracker_store import RedisTrackerStore
from context.turn_state import Turn, TurnFailed, current_turn
from monitoring.metrics import assistant_metrics

if TYPE_CHECKING:
    from rasa.core.agent import Agent
    from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
    from rasa.core.processor import MessageProcessor

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
    async with agent.lock_store.lock(message.sender_id):
        assistant_metrics.waited_for_lock(time.perf_counter() - started)
        if client_message_id and isinstance(store, RedisTrackerStore):
            earlier = await store.reply(message.sender_id, client_message_id)
            if earlier is not None:
                assistant_metrics.repeated()
                return TurnResult(earlier, repeated=True)
        turn = Turn(client_message_id, lambda: output.messages, _turn_id(message))
        outer = current_turn.set(turn)
        try:
            await processor.handle_message(message)
        finally:
            current_turn.reset(outer)
        turn.raise_failure()
        known_intents = processor.domain.intents
        assistant_metrics.answered(turn.intent, known_intents, time.perf_counter() - started, turn.stored_events)
        return TurnResult(output.messages, repeated=False)


def _turn_id(message: UserMessage) -> str | None:
    correlation_id = (message.metadata or {}).get("correlation_id")
    return correlation_id if isinstance(correlation_id, str) else None


def _fail_loudly(agent: Agent, processor: MessageProcessor) -> Any:
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
    return store
