"""The audit log, for auditors."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import TYPE_CHECKING
from uuid import UUID

from services.api.operation import Call, Operation, Parameter, Reply, ReplyBody, company_wide
from services.api.problem import FORBIDDEN
from services.auth.access import Permission, authorise_company_wide

if TYPE_CHECKING:
    from services.audit import AuditRecord
    from services.bootstrap import Services

MAXIMUM_ROWS = 200
DEFAULT_ROWS = 100
LARGEST_ID = 2**63 - 1
OUTCOMES = ("allowed", "denied")
ACTION_PATTERN = "[a-z][a-z_.]{0,63}"


class AuditEntryReply(ReplyBody):
    """Who did what about whom, on which ground and when."""

    entry_id: int
    occurred_at: datetime
    actor_id: UUID | None
    actor_name: str | None
    subject_id: UUID | None
    subject_name: str | None
    action: str
    outcome: str
    reason: str | None
    correlation_id: str | None


class AuditReply(ReplyBody):
    """Rows of the log, the newest first; ``next_cursor`` continues with older ones."""

    entries: list[AuditEntryReply]
    next_cursor: str | None


def _moment(text: str) -> datetime:
    value = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if value.tzinfo is None:
        raise ValueError("a moment needs its offset")
    try:
        # PostgreSQL takes no offset beyond sixteen hours, which ISO 8601 allows.
        return value.astimezone(timezone.utc)
    except OverflowError:
        raise ValueError("out of range") from None


def _rows(text: str) -> int:
    value = int(text)
    if not text.isascii() or not text.isdecimal() or not 1 <= value <= MAXIMUM_ROWS:
        raise ValueError("out of range")
    return value


def _outcome(text: str) -> str:
    if text not in OUTCOMES:
        raise ValueError("not an outcome")
    return text


def _entry_id(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) <= LARGEST_ID):
        raise ValueError("not a cursor")
    return int(text)


def _action(text: str) -> str:
    if re.fullmatch(ACTION_PATTERN, text) is None:
        raise ValueError("not an action")
    return text


_UUID = {"type": "string", "format": "uuid"}
_TIME = {"type": "string", "format": "date-time"}
PARAMETERS = (
    Parameter("subject_id", "query", "De quién son los datos.", _UUID, UUID, required=False),
    Parameter("actor_id", "query", "Quién actuó.", _UUID, UUID, required=False),
    Parameter(
        "action",
        "query",
        "La operación; si termina en punto, todas las que empiezan así.",
        {"type": "string", "pattern": f"^{ACTION_PATTERN}$"},
        _action,
        required=False,
    ),
    Parameter("since", "query", "Desde este momento.", _TIME, _moment, required=False),
    Parameter("until", "query", "Antes de este momento.", _TIME, _moment, required=False),
    Parameter(
        "limit",
        "query",
        "Cuántas filas, como máximo.",
        {"type": "integer", "minimum": 1, "maximum": MAXIMUM_ROWS},
        _rows,
        required=False,
    ),
    Parameter(
        "outcome",
        "query",
        "Si se permitió o se negó.",
        {"type": "string", "enum": list(OUTCOMES)},
        _outcome,
        required=False,
    ),
    Parameter(
        "cursor",
        "query",
        "Desde dónde seguir, según la página anterior.",
        {"type": "integer", "minimum": 0, "maximum": LARGEST_ID},
        _entry_id,
        required=False,
    ),
)


def operations(services: Services) -> list[Operation]:
    """The reading of the audit log, itself audited."""

    def entries(call: Call) -> Reply:
        ground = authorise_company_wide(call.principal, Permission.AUDIT_READ)
        services.audit.write(
            "audit.read",
            actor_id=call.principal.user_id,
            subject_id=call.parameters.get("subject_id"),
            reason=ground,
        )
        wanted = {name: value for name, value in call.parameters.items() if name not in {"limit", "cursor"}}
        limit = call.parameters.get("limit", DEFAULT_ROWS)
        found = services.audit.entries(**wanted, before=call.parameters.get("cursor"), limit=limit + 1)
        rows = found[:limit]
        named = {each for row in rows for each in (row.actor_id, row.subject_id) if each is not None}
        names = services.users.names_of(named)
        return Reply(
            AuditReply(
                entries=[_entry(row, names) for row in rows],
                next_cursor=str(rows[-1].id) if len(found) > limit else None,
            )
        )

    return [
        Operation(
            "GET",
            "/audit",
            "audit",
            "Auditoría",
            "Quién consultó o cambió qué datos de quién",
            company_wide(Permission.AUDIT_READ),
            entries,
            reply=AuditReply,
            parameters=PARAMETERS,
            problems=(FORBIDDEN,),
        )
    ]


def _entry(row: AuditRecord, names: dict[UUID, str]) -> AuditEntryReply:
    return AuditEntryReply(
        entry_id=row.id,
        actor_name=None if row.actor_id is None else names.get(row.actor_id),
        subject_name=None if row.subject_id is None else names.get(row.subject_id),
        **{name: getattr(row, name) for name in _KEPT},
    )


_KEPT = ("occurred_at", "actor_id", "subject_id", "action", "outcome", "reason", "correlation_id")
