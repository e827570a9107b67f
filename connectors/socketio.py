"""The Socket.IO channel: Rasa's events and path, with a verified person behind every socket and every message."""

from __future__ import annotations

import asyncio
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import structlog
from rasa.core.channels.channel import InputChannel, UserMessage
from redis.exceptions import RedisError
from sanic import Blueprint
from sanic.response import HTTPResponse
from socketio.exceptions import ConnectionRefusedError as ConnectionRefused

from connectors.channel_settings import ChannelSettings
from connectors.connection_identity import ConnectionIdentity
from connectors.identity import Authenticator
from connectors.jwks import JwksCache
from connectors.message_body import MAXIMUM_BODY_BYTES
from connectors.message_event import named_id, read_event, says_nothing
from connectors.message_limits import LocalWindow, MessageRateLimiter
from connectors.origins import OriginCheckingServer
from connectors.presence import Presence, Presences
from connectors.problem import (
    INTERNAL,
    RATE_LIMITED,
    SENDER_MISMATCH,
    SESSION_ENDED,
    TOO_MANY_CONNECTIONS,
    UNAUTHENTICATED,
    Problem,
    problem_document,
)
from connectors.replica_rooms import ReplicaRooms
from connectors.rest import REDIS_LIMITS, WINDOW_S
from connectors.said_messages import event_number
from connectors.socket_blueprint import SocketBlueprint
from connectors.socket_delivery import SocketDelivery
from connectors.swallowed_failures import hear_swallowed_failures
from connectors.turn_answer import answer
from context.redis_clients import RedisClients, disconnect
from services.auth.tokens import InvalidToken

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from rasa.core.agent import Agent
    from sanic import Sanic
    from sanic.request import Request

log = structlog.get_logger(__name__)

PATH = "/socket.io"
SESSION_ENDED_EVENT = "session_ended"
LONGEST_QUEUE = 8
SOCKETS_PER_PERSON = 20
SESSION_REQUESTS_PER_MINUTE = 30
# Beyond it the transport closes the connection; what is merely too long for a message still gets its explanation.
MAXIMUM_PACKET_BYTES = 4 * MAXIMUM_BODY_BYTES
# The acknowledgement and the reason leave before the connection closes.
CLOSING_PAUSE_S = 0.1


class AuthenticatedSocketChannel(InputChannel):
    """Rasa's Socket.IO contract with an access token at connect, looked at again with every message and each second.

    The conversation and the room are the token's subject; a ``session_id`` that a client sends changes nothing. All of
    a person's sockets, on any replica, share the conversation.

    Events from clients: ``session_request`` {session_id?, last_event_id?}, ``user_uttered`` {message,
    client_message_id?}, ``session_renew`` {token}. To clients: ``session_confirm`` (the subject), ``bot_uttered``,
    ``user_message`` (said from another device), ``bot_typing`` {active}, ``message_failed`` and ``session_ended``
    (problem details), ``delivery_resumed``. A message's acknowledgement is {status: "ok", client_message_id, event_id}
    once its turn is stored, or the problem's details.
    """

    def __init__(self, settings: ChannelSettings) -> None:
        self._settings = settings
        # Each worker process makes its own connections, the first time it needs one.
        self._redis = RedisClients(settings.redis_url, REDIS_LIMITS, text=False).connect()
        authenticator = Authenticator(
            JwksCache(settings.jwks_url),
            self._redis,
            issuer=settings.issuer,
            audience=settings.audience,
            tenant=settings.tenant,
        )
        self._identity = ConnectionIdentity(authenticator, self._redis, settings.tenant)
        self._limiter = MessageRateLimiter(
            self._redis, settings.tenant, maximum=settings.messages_per_minute, window_s=WINDOW_S
        )
        self._session_requests = LocalWindow(SESSION_REQUESTS_PER_MINUTE, WINDOW_S)
        self._server = OriginCheckingServer(
            client_manager=ReplicaRooms(settings.redis_url, f"chatnomina:{settings.tenant}:socketio"),
            async_mode="sanic",
            cors_allowed_origins=tuple(settings.origins),
            cors_credentials=False,
            max_http_buffer_size=MAXIMUM_PACKET_BYTES,
            # A polling client's next request may reach another worker, which does not know it.
            transports=["websocket"] if settings.workers > 1 else None,
        )
        self._delivery = SocketDelivery(self._server, self._redis, settings.tenant)
        self._presences = Presences(self._redis, settings.tenant, self._end_session)
        self._app: Sanic | None = None
        hear_swallowed_failures()

    @classmethod
    def name(cls) -> str:
        """The channel's name, part of its address."""
        return "socketio"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> AuthenticatedSocketChannel:
        """The channel of a section of credentials.yml."""
        return cls(ChannelSettings.from_credentials(credentials))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's health address and its sockets. Turns go through ``connectors.turn_answer``."""
        blueprint = SocketBlueprint("authenticated_socketio", self.attach)

        async def health(_request: Request) -> HTTPResponse:
            return HTTPResponse('{"status": "ok"}', content_type="application/json")

        blueprint.add_route(health, "/", methods=["GET"], name="health")
        for event, handler in (
            ("connect", self._connect),
            ("disconnect", self._disconnect),
            ("session_request", self._session_request),
            ("session_renew", self._session_renew),
            ("user_uttered", self._user_uttered),
        ):
            self._server.on(event, handler)
        return blueprint

    def attach(self, app: Sanic) -> None:
        """Serve the sockets from an application."""
        self._app = app
        self._server.attach(app, PATH)

        async def start(*_: Any) -> None:
            self._presences.start()

        async def stop(*_: Any) -> None:
            await self._presences.stop()
            await self._server.manager.close()
            await disconnect(self._redis)

        app.register_listener(start, "before_server_start")
        app.register_listener(stop, "before_server_stop")

    @property
    def _agent(self) -> Agent | None:
        return getattr(self._app.ctx, "agent", None) if self._app is not None else None

    async def _connect(self, sid: str, environ: Mapping[str, Any], payload: object = None) -> None:
        try:
            access_token, token = await self._identity.identify(environ, payload)
            presence = Presence(sid, access_token, token)
            if len(self._presences.sockets(presence.person)) >= SOCKETS_PER_PERSON:
                raise Problem(TOO_MANY_CONNECTIONS)
        except Problem as problem:
            raise ConnectionRefused(problem.kind.detail, problem_document(problem, str(uuid4()))) from None
        self._presences.add(presence)
        self._server.enter_room(sid, presence.person)

    async def _disconnect(self, sid: str) -> None:
        self._presences.remove(sid)

    async def _session_request(self, sid: str, data: object = None, *_: object) -> None:
        presence = self._presences.get(sid)
        if presence is None:
            return
        if self._session_requests.take(presence.person) > 0:
            await self._delivery.refuse(sid, Problem(RATE_LIMITED), str(uuid4()), None)
            return
        # Nothing is told to a socket whose session ended a moment ago.
        problem = await self._recheck(presence)
        if problem is not None:
            return
        await self._server.emit("session_confirm", presence.person, room=sid, ignore_queue=True)
        last_event_id = data.get("last_event_id") if isinstance(data, dict) else None
        await self._delivery.catch_up(self._agent, presence.person, sid, event_number(last_event_id))

    async def _session_renew(self, sid: str, data: object = None, *_: object) -> dict[str, Any]:
        """Go on with a newer token of the same person, so that the socket outlives the first one."""
        correlation_id = str(uuid4())
        presence = self._presences.get(sid)
        try:
            if presence is None:
                raise Problem(UNAUTHENTICATED)
            access_token = data.get("token") if isinstance(data, dict) else None
            token = await self._identity.verify(access_token)
            if token.subject != presence.token.subject:
                raise Problem(SENDER_MISMATCH)
        except InvalidToken:
            return problem_document(Problem(UNAUTHENTICATED), correlation_id)
        except Problem as problem:
            return problem_document(problem, correlation_id)
        presence.access_token, presence.token = str(access_token), token
        return {"status": "ok", "expires_at": token.expires_at.isoformat()}

    async def _user_uttered(self, sid: str, data: object = None, *_: object) -> dict[str, Any]:
        correlation_id = str(uuid4())
        presence = self._presences.get(sid)
        if presence is None:
            return problem_document(Problem(UNAUTHENTICATED), correlation_id)
        message_id = named_id(data)
        try:
            if presence.waiting >= LONGEST_QUEUE:
                raise Problem(RATE_LIMITED, {"Retry-After": "2"})
            presence.waiting += 1
            try:
                async with presence.order:
                    return await self._answer(presence, data, correlation_id)
            finally:
                presence.waiting -= 1
        except Problem as raised:
            problem = raised
        except Exception as error:  # whatever failed, the person gets a code to give to support
            log.exception("connectors.message_failed", error=type(error).__name__, correlation_id=correlation_id)
            problem = Problem(INTERNAL)
        document = await self._delivery.refuse(sid, problem, correlation_id, message_id)
        if message_id is None and not says_nothing(data) and problem.kind is not SESSION_ENDED:
            await self._delivery.say_in_words(sid, problem)
        return document

    async def _answer(self, presence: Presence, data: object, correlation_id: str) -> dict[str, Any]:
        ended = await self._recheck(presence)
        if ended is not None:
            raise ended
        person, sid = presence.person, presence.sid
        before = self._presences.sockets(person)
        message = read_event(data)
        await self._limiter.require_capacity(person)
        await self._delivery.typing(person, True)
        try:
            replies = await answer(
                self._agent,
                text=message.text,
                sender_id=person,
                channel=self.name(),
                metadata={
                    "sent_at": datetime.now(timezone.utc).isoformat(),
                    "correlation_id": correlation_id,
                    "client_message_id": message.client_message_id,
                },
                time_limit_s=self._settings.time_limit_s,
            )
        finally:
            await self._delivery.typing(person, False)
        agent = self._agent
        assert agent is not None  # noqa: S101 - there is no answer without one
        # Looked at before the answer is sent: who returns in between may hear it twice, never not at all.
        present = self._presences.sockets(person)
        event_id = await self._delivery.answered(agent, person, sid, message, correlation_id, replies)
        if sid not in present and present <= before:
            await self._delivery.keep_for_return(agent, person, correlation_id)
        return {"status": "ok", "client_message_id": message.client_message_id, "event_id": event_id}

    async def _recheck(self, presence: Presence) -> Problem | None:
        """Verify the socket's token again; when it no longer stands, end the socket and return the problem."""
        try:
            await self._identity.verify(presence.access_token)
        except InvalidToken as refusal:
            await self._end_session(presence, refusal.reason_code)
            return Problem(SESSION_ENDED)
        return None

    async def _end_session(self, presence: Presence, reason_code: str) -> None:
        """Tell a socket why it is over, let nothing more reach it, and close it."""
        if self._presences.remove(presence.sid) is None:
            return
        log.info("connectors.session_ended", reason=reason_code)
        self._server.leave_room(presence.sid, presence.person)
        document = {**problem_document(Problem(SESSION_ENDED), str(uuid4())), "reason": reason_code}
        await self._server.emit(SESSION_ENDED_EVENT, document, room=presence.sid, ignore_queue=True)
        asyncio.get_running_loop().create_task(self._close(presence.sid))

    async def _close(self, sid: str) -> None:
        await asyncio.sleep(CLOSING_PAUSE_S)
        eio_sid = self._server.manager.eio_sid_from_sid(sid, "/")
        try:
            await self._server.disconnect(sid, ignore_queue=True)
            if eio_sid is not None:
                await self._server.eio.disconnect(eio_sid)
        except (RedisError, OSError, KeyError) as error:
            log.warning("connectors.socket_not_closed", error=type(error).__name__)
