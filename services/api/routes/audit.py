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
    from services.bootstrap import Services

MAXIMUM_ROWS = 200
ACTION_PATTERN = "[a-z][a-z_.]{0,63}"


class AuditEntryReply(ReplyBody):
    """Who did what about whom, on which ground and when."""

    occurred_at: datetime
    actor_id: UUID | None
    subject_id: UUID | None
    action: str
    outcome: str
    reason: str | None
    correlation_id: str | None


class AuditReply(ReplyBody):
    """Rows of the log, the newest first."""

    entries: list[AuditEntryReply]


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
    if not text.isdecimal() or not 1 <= value <= MAXIMUM_ROWS:
        raise ValueError("out of range")
    return value


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
        "La operación.",
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
        rows = services.audit.entries(**{"limit": 100, **call.parameters})
        return Reply(
            AuditReply(
                entries=[
                    AuditEntryReply(**{name: getattr(row, name) for name in AuditEntryReply.__fields__}) for row in rows
                ]
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
