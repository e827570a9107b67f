"""Whose pay somebody may see: the decision, and the trace it leaves when the data are another person's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from services.audit import AuditLog
from services.auth.access import Permission, authorise
from services.auth.principal import AccessDenied

if TYPE_CHECKING:
    from uuid import UUID

    from services.auth.principal import Principal
    from services.database import Database


class Directory(Protocol):
    """Who leads whom, read now."""

    def is_manager_of(self, principal: Principal, user_id: UUID) -> bool:
        """Whether the person answers directly to the principal now."""
        ...


class PayrollAccess:
    """Authorises one operation on one person's payroll data; default deny.

    Another person's data, seen or refused, leave a row in the audit log. Without a directory nobody is a manager.
    """

    def __init__(self, database: Database, directory: Directory | None = None) -> None:
        self._audit = AuditLog(database)
        self._directory = directory

    def subject(self, principal: Principal, user_id: UUID | None, permission: Permission, operation: str) -> UUID:
        """The person whose data may be read or changed; AccessDenied (audited) when the principal may not."""
        subject_id = principal.user_id if user_id is None else user_id
        own = subject_id == principal.user_id
        manages = not own and self._directory is not None and self._directory.is_manager_of(principal, subject_id)
        try:
            ground = authorise(principal, permission, subject_id, manages_subject=manages)
        except AccessDenied as denial:
            self._write(principal, subject_id, operation, denial.reason_code, "denied")
            raise
        if not own:
            self._write(principal, subject_id, operation, ground, "allowed")
        return subject_id

    def _write(self, principal: Principal, subject_id: UUID, operation: str, reason: str, outcome: str) -> None:
        self._audit.write(
            f"payroll.{operation}", actor_id=principal.user_id, subject_id=subject_id, reason=reason, outcome=outcome
        )
