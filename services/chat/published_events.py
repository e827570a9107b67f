"""Reads the conversation events that the assistant publishes to Redis Streams."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

PARTITIONS = 8
ATTACHMENTS = ("buttons", "elements", "quick_replies", "attachment", "image", "custom")


def stream_names(tenant: str, partitions: int = PARTITIONS) -> list[str]:
    """The streams of a tenant, one a partition; the names are those of ``context.keys``."""
    return [f"chatnomina:{{{tenant}:{number}}}:stream" for number in range(partitions)]


class UnreadableEvent(Exception):
    """An entry that no assistant of ours wrote; the message says what is wrong, never what it holds."""


@dataclass(frozen=True)
class SaidMessage:
    """What a person or the assistant said, as the history keeps it."""

    event_id: str
    user_id: UUID
    occurred_at: datetime
    author: str
    text: str | None
    intent: str | None = None
    confidence: Decimal | None = None
    entities: list[dict[str, Any]] = field(default_factory=list)
    attachments: dict[str, Any] = field(default_factory=dict)
    channel: str | None = None
    client_message_id: str | None = None
    correlation_id: str | None = None


def said_message(entry: Mapping[str, str]) -> SaidMessage | None:
    """The message of a stream entry, or ``None`` when the event is not something said.

    An entry has the fields ``id``, ``sender_id`` and ``event`` (the Rasa event as JSON). Raises ``UnreadableEvent``.
    """
    try:
        event = json.loads(entry["event"])
        return _said(entry, event) if event["event"] in ("user", "bot") else None
    except (LookupError, AttributeError, TypeError, ValueError, ArithmeticError) as error:
        raise UnreadableEvent(f"{type(error).__name__} while reading an event") from None


def _said(entry: Mapping[str, str], event: Mapping[str, Any]) -> SaidMessage:
    person = UUID(entry["sender_id"])
    occurred_at = datetime.fromtimestamp(event["timestamp"], tz=timezone.utc)
    event_id = entry["id"]
    metadata = event.get("metadata") or {}
    if event["event"] == "bot":
        return SaidMessage(
            metadata.get("message_id") or event_id,
            person,
            occurred_at,
            "assistant",
            event.get("text"),
            attachments=_attachments(event.get("data")),
            correlation_id=metadata.get("correlation_id"),
        )
    parsed = event.get("parse_data") or {}
    intent = parsed.get("intent") or {}
    confidence = intent.get("confidence")
    return SaidMessage(
        event_id,
        person,
        occurred_at,
        "person",
        event.get("text"),
        intent=intent.get("name"),
        confidence=None if confidence is None else round(Decimal(str(confidence)), 4),
        entities=[_entity(found) for found in parsed.get("entities") or []],
        channel=event.get("input_channel"),
        client_message_id=metadata.get("client_message_id"),
        correlation_id=metadata.get("correlation_id"),
    )


def _entity(found: Mapping[str, Any]) -> dict[str, Any]:
    return {name: found.get(name) for name in ("entity", "value", "start", "end")}


def _attachments(data: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: data[name] for name in ATTACHMENTS if data.get(name)} if data else {}
