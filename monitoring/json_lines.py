"""One JSON object a line for every log record, the product's own and the libraries', redacted."""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import datetime, timezone
from typing import Any

from monitoring.failure_description import describe
from monitoring.redaction import HIDDEN, LARGEST_PLAIN_NUMBER, redact, redact_text

OWN_PACKAGES = ("__main__", "actions", "connectors", "context", "deploy", "monitoring", "nlu", "services")
LONGEST_FOREIGN_EVENT = 300

_IDENTIFIER = re.compile(r"[\w./:@<>-]{1,80}")
_QUOTED = re.compile(r"""'[^'\n]*\s[^'\n]*'|"[^"\n]*\s[^"\n]*"|«[^»\n]*»|\{[^\n]*\}""")


class JsonLineFormatter(logging.Formatter):
    """Formats what structlog and the standard library log alike.

    The product's own lines are trusted to keep personal data under the names that are always hidden. A library's are
    not: of their structured values only identifiers stay, and of their sentences neither quotations nor arguments
    that are more than a word.
    """

    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line of JSON."""
        own = record.name.split(".", 1)[0] in OWN_PACKAGES
        fields = _structured_fields(record)
        error = _exception(record, fields)
        if fields is None:
            event, fields = _foreign_event(record), {}
        else:
            event = str(fields.pop("event", ""))
            fields = redact(fields if own else _identifiers(fields))
            event = redact_text(event if own else _unquoted(event))
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "process": self._process,
            "logger": record.name,
            "event": event,
        }
        line.update((name, value) for name, value in fields.items() if name not in line)
        if error is not None:
            line["exception"] = describe(error)
        return json.dumps(line, ensure_ascii=False, default=lambda value: type(value).__name__)


def _structured_fields(record: logging.LogRecord) -> dict[str, Any] | None:
    if isinstance(record.msg, dict):
        return dict(record.msg)
    # A logger that was bound before the configuration renders its fields to JSON by itself.
    if isinstance(record.msg, str) and record.msg.startswith("{") and not record.args:
        try:
            document = json.loads(record.msg)
        except ValueError:
            return None
        return document if isinstance(document, dict) else None
    return None


def _exception(record: logging.LogRecord, fields: dict[str, Any] | None) -> BaseException | None:
    given: Any = record.exc_info
    if fields is not None:
        given = fields.pop("exc_info", None) or given
        for rendered in ("exception", "stack", "stack_info", "level"):
            fields.pop(rendered, None)
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        return given[1] if isinstance(given[1], BaseException) else None
    return sys.exc_info()[1] if given else None


def _foreign_event(record: logging.LogRecord) -> str:
    template = str(record.msg)
    if not record.args:
        return _unquoted(template)
    if record.name == "py.warnings" and isinstance(record.args, tuple):
        return _unquoted(str(record.args[0]))
    arguments: Any = (
        {name: _safe_argument(value) for name, value in record.args.items()}
        if isinstance(record.args, dict)
        else tuple(_safe_argument(value) for value in record.args)
    )
    try:
        return _unquoted(template % arguments)
    except (TypeError, ValueError, KeyError):
        return _unquoted(template)


def _unquoted(text: str) -> str:
    first_line = text.split("\n", 1)[0]
    return redact_text(_QUOTED.sub(HIDDEN, first_line))[:LONGEST_FOREIGN_EVENT]


def _safe_argument(value: Any) -> Any:
    if isinstance(value, (bool, int, float)):
        return value if abs(value) <= LARGEST_PLAIN_NUMBER else HIDDEN
    if isinstance(value, str) and _IDENTIFIER.fullmatch(value):
        return value
    return HIDDEN if isinstance(value, str) else type(value).__name__


def _identifiers(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _unquoted(value) if name == "event_info" and isinstance(value, str) else _safe_argument(value)
        for name, value in fields.items()
    }
