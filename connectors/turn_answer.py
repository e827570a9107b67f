"""Gives a message to the assistant and comes back with replies, or with the problem that prevented them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import structlog
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import LockError
from redis.exceptions import RedisError

from connectors.identified_replies import IdentifiedReplies
from connectors.problem import INTERNAL, TIMED_OUT, UNAVAILABLE, Problem
from context.fence import LockLost
from context.turn import AssistantNotReady, TurnFailed, run_turn
from monitoring.redaction import confidential

if TYPE_CHECKING:
    from rasa.core.agent import Agent
    from rasa.core.channels.channel import CollectingOutputChannel

log = structlog.get_logger(__name__)

RETRY_SOON_S = "2"


async def answer(
    agent: Agent | None,
    *,
    text: str,
    sender_id: str,
    channel: str,
    metadata: dict[str, Any],
    time_limit_s: float,
    output: CollectingOutputChannel | None = None,
) -> list[dict[str, Any]]:
    """The assistant's replies to one message, never none; ``output`` hears each one as it is said.

    ``Problem`` 503 when there is no trained assistant, the conversation is busy, a store or the action server does not
    answer, or the time is up: sending the message again is safe then. ``Problem`` 500 for a fault of ours, and for a
    turn that ended without saying anything.
    """
    if agent is None:
        raise _unavailable("no_agent", metadata)
    output = output or IdentifiedReplies(metadata["correlation_id"])
    message = UserMessage(text, output, sender_id, input_channel=channel, metadata=metadata)
    try:
        with confidential(text):
            result = await asyncio.wait_for(
                run_turn(agent, message, output, metadata["client_message_id"]), timeout=time_limit_s
            )
    except asyncio.TimeoutError:
        log.error("connectors.turn_timed_out", correlation_id=metadata["correlation_id"])
        raise Problem(TIMED_OUT, {"Retry-After": RETRY_SOON_S}) from None
    except (AssistantNotReady, TurnFailed, LockLost, LockError, RedisError) as error:
        raise _unavailable(type(error.__cause__ or error).__name__, metadata) from None
    if not result.replies:
        log.error("connectors.turn_without_reply", correlation_id=metadata["correlation_id"])
        raise Problem(INTERNAL)
    return result.replies


def _unavailable(reason: str, metadata: dict[str, Any]) -> Problem:
    log.error("connectors.turn_not_answered", reason=reason, correlation_id=metadata["correlation_id"])
    return Problem(UNAVAILABLE, {"Retry-After": RETRY_SOON_S})
