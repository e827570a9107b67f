"""What sockets are sent: the exchange just stored, what was missed, typing, and problems."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import structlog
from rasa.core.tracker_store import FailSafeTrackerStore
from redis.exceptions import RedisError

from connectors.problem import Problem, problem_document
from connectors.said_messages import BOT_EVENT, exchange_of, messages_after, parts_of
from context.tracker_store import RedisTrackerStore

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rasa.core.agent import Agent
    from redis.asyncio import Redis
    from socketio import AsyncServer

    from connectors.message_body import IncomingMessage
    from connectors.said_messages import SaidMessage

log = structlog.get_logger(__name__)

TYPING_EVENT = "bot_typing"
PROBLEM_EVENT = "message_failed"
MISSED_KEPT_S = 3_600
_OUTAGES = (RedisError, OSError, asyncio.TimeoutError)


class SocketDelivery:
    """Sends to a person's room on every replica, or to one socket of this process."""

    def __init__(self, server: AsyncServer, redis_client: Redis[bytes], tenant: str) -> None:
        self._server = server
        self._redis = redis_client
        self._prefix = f"{tenant}:socketio:missed"

    async def typing(self, person: str, active: bool) -> None:
        """Tell the person's sockets whether an answer is being prepared."""
        await self._server.emit(TYPING_EVENT, {"active": active}, room=person)

    async def answered(
        self,
        agent: Agent,
        person: str,
        sid: str,
        message: IncomingMessage,
        correlation_id: str,
        replies: Sequence[dict[str, Any]],
    ) -> str | None:
        """Deliver an answered message and return the last event's id, unknown when the store numbers no events.

        Everybody hears a new exchange, except the sender their own words. The answer to a message sent again goes only
        to the socket that sent it.
        """
        exchange = await self._stored(agent, person, correlation_id, message.client_message_id)
        if exchange is None:
            for payload, message_id in (
                (part, reply.get("message_id")) for reply in replies for part in parts_of(reply)
            ):
                metadata = {"in_reply_to": message.client_message_id, "message_id": message_id}
                await self._server.emit(BOT_EVENT, {**payload, "metadata": metadata}, room=sid, ignore_queue=True)
            return None
        if exchange.correlation_id == correlation_id:
            for said in exchange.messages:
                skip = None if said.event == BOT_EVENT else sid
                await self._server.emit(said.event, said.payload, room=person, skip_sid=skip)
        else:
            await self._send(sid, exchange.replies)
        last: str = exchange.messages[-1].payload["metadata"]["id"]
        return last

    async def keep_for_return(self, agent: Agent, person: str, correlation_id: str) -> None:
        """Remember that the sender of a message left before its answer came, for when the person connects again."""
        exchange = await self._stored(agent, person, correlation_id, None)
        if exchange is None:
            return
        try:
            number = exchange.messages[0].number
            await self._redis.set(f"{self._prefix}:{person}", number, nx=True, ex=MISSED_KEPT_S)
        except _OUTAGES as error:
            log.warning("connectors.missed_not_noted", error=type(error).__name__)

    async def catch_up(self, agent: Agent | None, person: str, sid: str, last_number: int | None) -> None:
        """Send a socket what was said after the event it saw last; without one, what its person left unanswered."""
        store = _numbering_store(agent)
        if store is None:
            return
        try:
            waiting = await self._redis.getdel(f"{self._prefix}:{person}")
            if last_number is None and waiting is not None:
                last_number = int(waiting)
            if last_number is not None:
                await self._send(sid, await messages_after(store, person, last_number))
        except _OUTAGES as error:
            log.warning("connectors.missed_not_sent", error=type(error).__name__)

    async def refuse(self, sid: str, problem: Problem, correlation_id: str, message_id: str | None) -> dict[str, Any]:
        """Tell a socket that its message was not answered; returns the acknowledgement.

        Clients that name their messages hear `message_failed`; Rasa's stock clients know `bot_uttered` alone.
        """
        document = {**problem_document(problem, correlation_id), "client_message_id": message_id}
        if "Retry-After" in problem.headers:
            document["retry_after"] = int(problem.headers["Retry-After"])
        await self._server.emit(PROBLEM_EVENT, document, room=sid, ignore_queue=True)
        return document

    async def say_in_words(self, sid: str, problem: Problem) -> None:
        """Say a problem as the assistant would, for clients that show nothing else."""
        await self._server.emit(BOT_EVENT, {"text": problem.kind.detail}, room=sid, ignore_queue=True)

    async def _send(self, sid: str, messages: Sequence[SaidMessage]) -> None:
        for said in messages:
            await self._server.emit(said.event, said.payload, room=sid, ignore_queue=True)

    async def _stored(self, agent: Agent, person: str, correlation_id: str, client_message_id: str | None) -> Any:
        store = _numbering_store(agent)
        if store is None:
            return None
        try:
            return await exchange_of(store, person, correlation_id, client_message_id)
        except _OUTAGES as error:
            log.warning("connectors.exchange_not_read", error=type(error).__name__)
            return None


def _numbering_store(agent: Agent | None) -> RedisTrackerStore | None:
    store = None if agent is None else agent.tracker_store
    if isinstance(store, FailSafeTrackerStore):
        store = store._tracker_store
    return store if isinstance(store, RedisTrackerStore) else None
