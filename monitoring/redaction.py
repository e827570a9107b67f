"""What may never be written to a log: amounts, identity numbers, addresses, tokens, secrets and what people say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from typing import Any

HIDDEN = "[oculto]"
LARGEST_PLAIN_NUMBER = 9_999
MINIMUM_HIDDEN_CHARACTERS = 4

# Names under which the product, Rasa, rasa_sdk and the web servers log what a person said, owns or knows.
_PRIVATE_KEYS = frozenset(
    {
        *(
            "text",
            "message",
            "user_text",
            "response_text",
            "token_text",
            "user_message",
            "json_message",
            "body",
            "query",
        ),
        *("response", "responses", "replies", "buttons", "payload", "metadata", "result", "args", "kwargs", "locals"),
        *("entity", "entities", "value", "slots", "slot_values", "slot_candidates", "prefilled_slots", "parse_data"),
        *("parse_data_text", "parse_data_entities", "tracker", "tracker_latest_message", "tracker_states", "states"),
        *("events", "rasa_event", "rasa_events", "prediction_events", "current_states", "old_states", "successes"),
        *("current_entity", "next_entity", "full_name", "first_names", "last_names", "document_number", "account"),
        *("account_number", "bank_account", "address", "dsn", "cookie", "cookies", "parameters", "params"),
    }
)
_PRIVATE_PARTS = ("password", "passwd", "secret", "token", "authoriz", "email", "e_mail", "salar", "amount", "monto")
# Measures of the machinery, which may be large.
_MEASURES = frozenset({"milliseconds", "seconds", "bytes", "port", "pid", "lag"})

_UUID = r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
_MOMENT = r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_NUMBER = r"\$\s?\d(?:[.,'\u00a0 ]?\d)*|\d(?:[.,'\u00a0 -]?\d){4,}"
_KEPT_OR_NUMBER = re.compile(rf"(?<![0-9A-Za-z])(?P<kept>{_UUID}|{_MOMENT})(?![0-9A-Za-z])|(?P<number>{_NUMBER})")
_SECRETS = (
    (re.compile(r"(?<=://)[^\s/@]*:[^\s@]*@"), f"{HIDDEN}@"),
    (re.compile(r"eyJ[\w-]{4,}\.[\w-]*(?:\.[\w-]*)?"), HIDDEN),
    (re.compile(r"\b(bearer|basic|token)[ =:]+[\w.~+/=-]{8,}", re.IGNORECASE), rf"\1 {HIDDEN}"),
    (re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"), HIDDEN),
    (re.compile(rf"(?!{_UUID}\b)(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[A-Za-z0-9_-]{{40,}}"), HIDDEN),
)

_confidential: ContextVar[tuple[str, ...]] = ContextVar("confidential", default=())


@contextmanager
def confidential(*values: str | None) -> Iterator[None]:
    """Hide these exact texts from every line that is logged inside, whoever logs it and under whatever name."""
    long_enough = tuple(value for value in values if value and len(value) >= MINIMUM_HIDDEN_CHARACTERS)
    outer = _confidential.set((*_confidential.get(), *sorted(long_enough, key=len, reverse=True)))
    try:
        yield
    finally:
        _confidential.reset(outer)


def redact_text(text: str) -> str:
    """The text without tokens, e-mail addresses, passwords in URLs, numbers of five digits or more, and sums of money.

    UUIDs and ISO 8601 moments stay: they lead support to a request, and name nobody by themselves.
    """
    for value in _confidential.get():
        text = text.replace(value, HIDDEN)
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return _KEPT_OR_NUMBER.sub(lambda match: match["kept"] or HIDDEN, text)


def redact(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a log line, each as it may be written; names that promise personal data keep no value at all."""
    return {key: HIDDEN if _is_private(key) else _redact_value(key, value) for key, value in fields.items()}


def _is_private(key: str) -> bool:
    name = key.lower()
    return name in _PRIVATE_KEYS or any(part in name for part in _PRIVATE_PARTS)


def _redact_value(key: str, value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return value if key in _MEASURES or abs(value) <= LARGEST_PLAIN_NUMBER else HIDDEN
    if isinstance(value, Decimal):
        return HIDDEN
    if isinstance(value, str):
        return redact_text(value)
    if isinstance(value, Mapping):
        return redact({str(name): item for name, item in value.items()})
    if isinstance(value, (Sequence, set, frozenset)) and not isinstance(value, (bytes, bytearray)):
        return [_redact_value(key, item) for item in value]
    # The text of an exception, of bytes or of an object may hold anything; its type does not.
    return type(value).__name__
