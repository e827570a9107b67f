"""Who may do what to whose data: one table of permissions, default deny."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from services.auth.principal import AccessDenied, Principal, Role

if TYPE_CHECKING:
    from uuid import UUID


class Permission(str, Enum):
    """An operation on a person's data, as fine as the field groups that are shown apart."""

    PROFILE_READ = "profile.read"
    WORK_PROFILE_READ = "work_profile.read"
    PAY_READ = "pay.read"
    LEAVE_READ = "leave.read"
    LEAVE_REQUEST = "leave.request"
    LEAVE_DECIDE = "leave.decide"
    CONVERSATION_READ = "conversation.read"
    ACCOUNT_MANAGE = "account.manage"
    AUDIT_READ = "audit.read"
    DOCUMENT_ISSUE = "document.issue"
    PRIVACY_DECIDE = "privacy.decide"
    CASE_READ = "case.read"
    CASE_HANDLE = "case.handle"
    CASE_FILE_READ = "case.file.read"
    IMPORT_RUN = "import.run"


SELF = frozenset(
    {
        Permission.PROFILE_READ,
        Permission.WORK_PROFILE_READ,
        Permission.PAY_READ,
        Permission.LEAVE_READ,
        Permission.LEAVE_REQUEST,
        Permission.CONVERSATION_READ,
        Permission.DOCUMENT_ISSUE,
    }
)
# A manager answers for their people's time, never for their pay nor their personal data.
TEAM = frozenset({Permission.WORK_PROFILE_READ, Permission.LEAVE_READ, Permission.LEAVE_DECIDE})
ANYONE: dict[Role, frozenset[Permission]] = {
    Role.EMPLOYEE: frozenset(),
    Role.MANAGER: frozenset(),
    Role.HR: frozenset(
        {
            Permission.PROFILE_READ,
            Permission.WORK_PROFILE_READ,
            Permission.PAY_READ,
            Permission.LEAVE_READ,
            Permission.LEAVE_DECIDE,
            Permission.PRIVACY_DECIDE,
            Permission.DOCUMENT_ISSUE,
            Permission.CASE_READ,
            Permission.CASE_HANDLE,
            # A medical certificate is sensitive data: HR alone reads what people attach.
            Permission.CASE_FILE_READ,
            Permission.IMPORT_RUN,
        }
    ),
    Role.PAYROLL: frozenset(
        {
            Permission.WORK_PROFILE_READ,
            Permission.PAY_READ,
            Permission.LEAVE_READ,
            Permission.DOCUMENT_ISSUE,
            Permission.CASE_READ,
            Permission.CASE_HANDLE,
            Permission.IMPORT_RUN,
        }
    ),
    Role.AUDITOR: frozenset(
        {
            Permission.PROFILE_READ,
            Permission.WORK_PROFILE_READ,
            Permission.PAY_READ,
            Permission.LEAVE_READ,
            Permission.AUDIT_READ,
            Permission.CASE_READ,
        }
    ),
    Role.ADMIN: frozenset({Permission.WORK_PROFILE_READ, Permission.ACCOUNT_MANAGE}),
}


_NEVER_OWN = frozenset(
    {Permission.LEAVE_DECIDE, Permission.ACCOUNT_MANAGE, Permission.PRIVACY_DECIDE, Permission.CASE_HANDLE}
)


def ground_for(
    principal: Principal, permission: Permission, subject_id: UUID, *, manages_subject: bool = False
) -> str | None:
    """Why the principal may do this to ``subject_id``'s data (``self``, ``role:hr``, ``team``), or ``None``.

    ``manages_subject`` must come from the directory, read now: a role alone makes nobody the manager of a person.
    """
    if principal.user_id == subject_id:
        return "self" if permission in SELF else _company_ground(principal, permission, own_data=True)
    ground = _company_ground(principal, permission, own_data=False)
    if ground is not None:
        return ground
    if manages_subject and principal.has_any(Role.MANAGER) and permission in TEAM:
        return "team"
    return None


def authorise(principal: Principal, permission: Permission, subject_id: UUID, *, manages_subject: bool = False) -> str:
    """The ground on which the principal may act; ``AccessDenied`` when there is none."""
    ground = ground_for(principal, permission, subject_id, manages_subject=manages_subject)
    if ground is None:
        raise AccessDenied(f"{permission.value}:no_ground")
    return ground


def authorise_company_wide(principal: Principal, permission: Permission) -> str:
    """The ground for what concerns nobody in particular (the audit log); ``AccessDenied`` when there is none."""
    ground = _company_ground(principal, permission, own_data=False)
    if ground is None:
        raise AccessDenied(f"{permission.value}:no_ground")
    return ground


def _company_ground(principal: Principal, permission: Permission, *, own_data: bool) -> str | None:
    # Nobody decides their own leave, case or claim nor manages their own account, whatever their role.
    if own_data and permission in _NEVER_OWN:
        return None
    for role in sorted(principal.roles):
        if permission in ANYONE[role]:
            return f"role:{role.value}"
    return None
