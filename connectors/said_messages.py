"""What was said, read from the stored conversation and put as Socket.IO clients of Rasa expect it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from context.tracker_store import RedisTrackerStore

USER_EVENT = "user_message"
BOT_EVENT = "bot_uttered"
# A turn leaves some twenty events; many more are read to catch up after an absence.
TURN_EVENTS = 80
CATCH_UP_EVENTS = 600
CATCH_UP_MESSAGES = 100


@dataclass(frozen=True)
class SaidMessage:
    """One message as a socket receives it: the event's name and its payload, whose ``metadata`` holds its ``id``."""

    event: str
    payload: dict[str, Any] = field(repr=False)
    number: int


@dataclass(frozen=True)
class Exchange:
    """A person's message and the replies to it, in order."""

    correlation_id: str | None
    client_message_id: str | None
    messages: list[SaidMessage]

    @property
    def replies(self) -> list[SaidMessage]:
        """What the assistant said."""
        return [message for message in self.messages if message.event == BOT_EVENT]


async def exchange_of(
    store: RedisTrackerStore, person: str, correlation_id: str, client_message_id: str | None
) -> Exchange | None:
    """The stored exchange of a message just answered, or of the earlier one with the same ``client_message_id``."""
    by_client: Exchange | None = None
    for exchange in _exchanges(await store.tail(person, TURN_EVENTS)):
        if exchange.correlation_id == correlation_id:
            return exchange
        if client_message_id is not None and exchange.client_message_id == client_message_id:
            by_client = exchange
    return by_client


async def messages_after(store: RedisTrackerStore, person: str, number: int) -> list[SaidMessage]:
    """What was said after event ``number``, the latest hundred messages at most.

    A number beyond the last event comes from a conversation that was deleted since: then all of the new one is given.
    """
    events = await store.tail(person, CATCH_UP_EVENTS)
    if events and number > events[-1][0]:
        number = 0
    said = [message for exchange in _exchanges(events) for message in exchange.messages if message.number > number]
    return said[-CATCH_UP_MESSAGES:]


def parts_of(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The payloads of one utterance, shaped as Rasa's own channel shapes them; ``custom`` goes in a part of its own.

    ``content`` has ``text`` and the members of an utterance's data: buttons, quick_replies, image, attachment,
    elements, custom.
    """
    parts: list[dict[str, Any]] = []
    choices = content.get("quick_replies") or content.get("buttons")
    if content.get("text"):
        parts.append({"text": content["text"]})
        if choices:
            parts[0]["quick_replies"] = [_choice(choice) for choice in choices]
    if content.get("image"):
        parts.append({"attachment": {"type": "image", "payload": {"src": content["image"]}}})
    if content.get("attachment"):
        parts.append({"attachment": content["attachment"]})
    if content.get("elements"):
        template = {"template_type": "generic", "elements": content["elements"]}
        parts.append({"attachment": {"type": "template", "payload": template}})
    if content.get("custom"):
        parts.append({"custom": content["custom"]})
    return parts


def event_number(event_id: object) -> int | None:
    """The number in an ``id`` that a client gives back, or ``None`` when it is none of ours."""
    if isinstance(event_id, int) and not isinstance(event_id, bool):
        return event_id if event_id >= 0 else None
    if not isinstance(event_id, str) or len(event_id) > 24:
        return None
    digits = event_id.partition(".")[0]
    return int(digits) if digits.isascii() and digits.isdigit() else None


def _exchanges(events: Iterable[tuple[int, Mapping[str, Any]]]) -> Sequence[Exchange]:
    exchanges: list[Exchange] = []
    for number, event in events:
        if event.get("event") == "user" and event.get("text"):
            exchanges.append(_opening(number, event))
        elif event.get("event") == "bot":
            if not exchanges:
                exchanges.append(Exchange(None, None, []))
            exchanges[-1].messages.extend(_utterance(number, event, exchanges[-1].client_message_id))
    return exchanges


def _opening(number: int, event: Mapping[str, Any]) -> Exchange:
    known = event.get("metadata") or {}
    client_message_id = known.get("client_message_id")
    metadata = {"id": str(number), "client_message_id": client_message_id, "sent_at": _moment(event)}
    said = SaidMessage(USER_EVENT, {"text": event["text"], "metadata": metadata}, number)
    return Exchange(known.get("correlation_id"), client_message_id, [said])


def _utterance(number: int, event: Mapping[str, Any], in_reply_to: str | None) -> list[SaidMessage]:
    parts = parts_of({**(event.get("data") or {}), "text": event.get("text")})
    return [
        # rasa-webchat knows a message by the exact members that it has, `metadata` apart.
        SaidMessage(
            BOT_EVENT,
            {
                **part,
                "metadata": {
                    "id": f"{number}.{index}" if index else str(number),
                    "message_id": (event.get("metadata") or {}).get("message_id"),
                    "in_reply_to": in_reply_to,
                    "sent_at": _moment(event),
                },
            },
            number,
        )
        for index, part in enumerate(parts)
    ]


def _choice(choice: Mapping[str, Any]) -> dict[str, Any]:
    return {"content_type": "text", "title": choice.get("title"), "payload": choice.get("payload")}


def _moment(event: Mapping[str, Any]) -> str | None:
    timestamp = event.get("timestamp")
    return None if timestamp is None else datetime.fromtimestamp(timestamp, timezone.utc).isoformat()
