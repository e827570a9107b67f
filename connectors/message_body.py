"""The one message a client sends: its text and its identifier; everything else the client says is ignored."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from connectors.problem import (
    MESSAGE_ID_INVALID,
    MESSAGE_MISSING,
    MESSAGE_NOT_TEXT,
    MESSAGE_TOO_LONG,
    NOT_JSON,
    SENDER_MISMATCH,
    WRONG_TYPE,
    Problem,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

MAXIMUM_CHARACTERS = 2_000
MAXIMUM_BODY_BYTES = 64 * 1024
_MESSAGE_ID = re.compile(r"[A-Za-z0-9._:\-]{1,64}")
# What Rasa says to itself when a session begins: typed, it would begin one and say nothing.
_SESSION_START = "/session_start"
# Line breaks and tabs are writing; other control characters are not.
_ALLOWED_CONTROLS = frozenset("\n\r\t")


@dataclass(frozen=True)
class IncomingMessage:
    """A message that may be given to the assistant."""

    text: str
    client_message_id: str | None

    def __repr__(self) -> str:
        return f"IncomingMessage({len(self.text)} characters)"


def require_json(content_type: str | None) -> None:
    """Refuse with 415 whatever is not declared as JSON."""
    if (content_type or "").split(";", 1)[0].strip().lower() != "application/json":
        raise Problem(WRONG_TYPE)


def read_message(raw: bytes, subject: str, idempotency_key: str | None) -> IncomingMessage:
    """The message of a request body sent by ``subject``.

    ``sender``, when given, must be the subject itself. The identifier comes from the ``Idempotency-Key`` header or the
    ``client_message_id`` member; both may be given if they agree.
    """
    document = _object(raw)
    sender = document.get("sender")
    if sender is not None and sender != subject:
        raise Problem(SENDER_MISMATCH)
    return message_of(document, idempotency_key)


def message_of(document: Mapping[str, Any], idempotency_key: str | None = None) -> IncomingMessage:
    """The message that a JSON object holds: its members ``message`` and ``client_message_id``."""
    return IncomingMessage(_text(document.get("message")), _message_id(document, idempotency_key))


def _object(raw: bytes) -> dict[str, Any]:
    try:
        document = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Problem(NOT_JSON) from None
    if not isinstance(document, dict):
        raise Problem(NOT_JSON)
    return document


def _text(value: object) -> str:
    if value is None:
        raise Problem(MESSAGE_MISSING)
    if not isinstance(value, str) or any(_is_unreadable(character) for character in value):
        raise Problem(MESSAGE_NOT_TEXT)
    text = unicodedata.normalize("NFC", value).strip()
    if not text or text.startswith(_SESSION_START):
        raise Problem(MESSAGE_MISSING)
    if len(text) > MAXIMUM_CHARACTERS:
        raise Problem(MESSAGE_TOO_LONG)
    return text


def _is_unreadable(character: str) -> bool:
    # Lone surrogates (Cs) cannot be encoded, and control characters (Cc) break logs and stores.
    category = unicodedata.category(character)
    return category == "Cs" or (category == "Cc" and character not in _ALLOWED_CONTROLS)


def _message_id(document: Mapping[str, Any], idempotency_key: str | None) -> str | None:
    in_body = document.get("client_message_id")
    given = [value for value in (idempotency_key, in_body) if value is not None]
    if (
        any(not isinstance(value, str) or _MESSAGE_ID.fullmatch(value) is None for value in given)
        or len(set(given)) > 1
    ):
        raise Problem(MESSAGE_ID_INVALID)
    return given[0] if given else None
