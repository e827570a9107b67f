"""Delivers to a person's sockets wherever they are connected: here at once, on other replicas through Redis."""

from __future__ import annotations

import asyncio
import json
import uuid
from typing import TYPE_CHECKING, Any

import structlog
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from socketio import AsyncRedisManager
from socketio.asyncio_manager import AsyncManager

from context.redis_clients import ConnectionLimits, RedisClients, disconnect

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from redis.asyncio.client import PubSub

log = structlog.get_logger(__name__)

HEARTBEAT_S = 2.0
RETRY_PAUSE_S = 0.5
REDIS_LIMITS = ConnectionLimits(connect_s=1.0, answer_s=HEARTBEAT_S + 1.0)
RESUMED_EVENT = "delivery_resumed"


class ReplicaRooms(AsyncRedisManager):
    """``AsyncRedisManager`` that loses less and trusts less.

    - A socket of this process is served without the way through Redis, which serves the other replicas only.
    - What travels is JSON: the base class unpickles whatever is published, which runs code of whoever can publish.
    - A subscription that broke is taken up again within a second, not after up to a minute; then the local sockets
      hear ``delivery_resumed`` and ask for what they missed. A silent connection is noticed by a heartbeat.
    """

    def __init__(self, url: str, channel: str) -> None:
        self._clients = RedisClients(url, REDIS_LIMITS, text=False)
        super().__init__(url, channel=channel)
        self._closing = False
        self._listener: asyncio.Task[None] | None = None

    def initialize(self) -> None:
        """Start to listen; worker processes that were forked from one another tell themselves apart from here on."""
        self.host_id = uuid.uuid4().hex
        super().initialize()
        self._listener = self.thread

    async def close(self) -> None:
        """Stop listening and give back the connections."""
        # redis-py may take a cancellation that comes together with a time-out for the time-out.
        self._closing = True
        if self._listener is not None:
            self._listener.cancel()
            await asyncio.gather(self._listener, return_exceptions=True)
        await disconnect(self.redis)

    async def emit(
        self,
        event: str,
        data: Any,
        namespace: str | None = None,
        room: str | None = None,
        skip_sid: str | None = None,
        callback: Any = None,
        **options: Any,
    ) -> None:
        """Send to the room's sockets; with ``ignore_queue`` only to those of this process."""
        namespace = namespace or "/"
        await AsyncManager.emit(self, event, data, namespace, room=room, skip_sid=skip_sid, callback=callback)
        if not options.get("ignore_queue"):
            message = {"event": event, "data": data, "namespace": namespace, "room": room, "skip_sid": skip_sid}
            await self._publish({"method": "emit", **message, "host_id": self.host_id})

    async def _handle_emit(self, message: dict[str, Any]) -> None:
        if message.get("host_id") != self.host_id:
            await super()._handle_emit(message)

    async def _publish(self, data: dict[str, Any]) -> None:
        document = json.dumps(data, ensure_ascii=False)
        for last_attempt in (False, True):
            try:
                await self.redis.publish(self.channel, document)
                return
            except (RedisError, OSError, asyncio.TimeoutError) as error:
                # A connection that Redis closed while idle fails once; a new one is made for the second attempt.
                if last_attempt or not isinstance(error, RedisConnectionError):
                    log.warning("connectors.replicas_not_told", error=type(error).__name__)
                    return

    async def _listen(self) -> AsyncIterator[dict[str, Any]]:
        resumed = False
        while not self._closing:
            try:
                async for message in self._subscription(resumed):
                    yield message
            except (RedisError, OSError, asyncio.TimeoutError) as error:
                log.warning("connectors.replicas_not_heard", error=type(error).__name__)
            resumed = True
            await asyncio.sleep(RETRY_PAUSE_S)
        # The base class listens again whenever this ends in another way.
        raise asyncio.CancelledError

    def _redis_connect(self) -> None:
        self.redis = self._clients.connect()

    async def _subscription(self, resumed: bool) -> AsyncIterator[dict[str, Any]]:
        client = self._clients.connect_subscriber()
        try:
            async with client.pubsub() as pubsub:
                async for document in self._heard(pubsub, resumed):
                    yield document
        finally:
            await disconnect(client)

    async def _heard(self, pubsub: PubSub, resumed: bool) -> AsyncIterator[dict[str, Any]]:
        await pubsub.subscribe(self.channel)
        pinged = False
        while not self._closing:
            message = await pubsub.get_message(timeout=HEARTBEAT_S)
            if message is None:
                if pinged:
                    raise asyncio.TimeoutError("Redis does not answer on the subscription")
                await pubsub.ping()
            pinged = message is None
            if message is None:
                continue
            if message["type"] == "subscribe" and resumed:
                await AsyncManager.emit(self, RESUMED_EVENT, {}, "/")
            elif message["type"] == "message":
                document = _document(message["data"])
                if document is not None:
                    yield document


def _document(data: bytes) -> dict[str, Any] | None:
    try:
        document = json.loads(data)
    except ValueError:
        log.warning("connectors.unreadable_delivery")
        return None
    return document if isinstance(document, dict) else None
