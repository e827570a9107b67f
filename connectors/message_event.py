"""What a ``user_uttered`` event brings, which may be anything at all."""

from __future__ import annotations

from connectors.message_body import IncomingMessage, message_of
from connectors.problem import MESSAGE_MISSING, MESSAGE_NOT_TEXT, Problem


def named_id(data: object) -> str | None:
    """The message's identifier as the client gave it, to be named in whatever answers it."""
    value = data.get("client_message_id") if isinstance(data, dict) else None
    return value[:64] if isinstance(value, str) else None


def says_nothing(data: object) -> bool:
    """Whether the event brings no message at all, as rasa-webchat's does when it opens without an initial payload."""
    return data is None or (isinstance(data, dict) and data.get("message") is None)


def read_event(data: object) -> IncomingMessage:
    """The message of an event, or the ``Problem`` with it."""
    if data is None:
        raise Problem(MESSAGE_MISSING)
    if not isinstance(data, dict):
        raise Problem(MESSAGE_NOT_TEXT)
    return message_of(data)
