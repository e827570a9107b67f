"""Publishes the conversation's events to Redis Streams."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

from rasa.core.brokers.broker import EventBroker

from context.keys import DEFAULT_PARTITIONS, Keyspace
from context.redis_clients import RedisClients

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    from rasa.utils.endpoints import EndpointConfig


class RedisEventStream(EventBroker):
    """Rasa event broker with one Redis stream a partition, in order per conversation.

    `context.tracker_store` publishes a turn's events in the script that stores them, so that an event is published
    exactly when it is stored. Other tracker stores publish through `publish`. An entry has the fields `id` (unique),
    `sender_id` and `event` (JSON); the consumer group of `services.chat` reads and trims the streams.

    Configured in `endpoints.yml` (`event_broker: type: context.event_stream.RedisEventStream`) with `url` and
    optionally `tenant` and `partitions`.
    """

    def __init__(self, url: str, keyspace: Keyspace) -> None:
        self.keyspace = keyspace
        self._client = RedisClients(url).blocking()

    @classmethod
    async def from_endpoint_config(
        cls, broker_config: EndpointConfig | None, event_loop: AbstractEventLoop | None = None
    ) -> RedisEventStream | None:
        """The broker that `endpoints.yml` describes."""
        if broker_config is None:
            return None
        options = broker_config.kwargs
        keyspace = Keyspace(str(options.get("tenant", "demo")), int(options.get("partitions", DEFAULT_PARTITIONS)))
        return cls(str(broker_config.url), keyspace)

    def publish(self, event: dict[str, Any]) -> None:
        """Append one event; raises `redis.RedisError` when Redis does not take it within its time limit."""
        sender_id = event["sender_id"]
        body = {name: value for name, value in event.items() if name != "sender_id"}
        self._client.xadd(
            self.keyspace.conversation(sender_id).stream,
            {"id": uuid.uuid4().hex, "sender_id": sender_id, "event": json.dumps(body, ensure_ascii=False)},
        )

    async def close(self) -> None:
        """Close the connection."""
        self._client.close()
