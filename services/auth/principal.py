"""Who asks: a person with roles, and the refusal when that is not enough."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID


class Role(str, Enum):
    """What a person may be in the company, besides themselves."""

    EMPLOYEE = "employee"
    MANAGER = "manager"
    HR = "hr"
    PAYROLL = "payroll"
    AUDITOR = "auditor"
    ADMIN = "admin"


@dataclass(frozen=True)
class Principal:
    """The person on whose behalf a service acts; every authorisation decision starts here."""

    user_id: UUID
    roles: frozenset[Role] = field(default_factory=frozenset)

    def has_any(self, *roles: Role) -> bool:
        """Whether the person holds at least one of ``roles``."""
        return not self.roles.isdisjoint(roles)


class AccessDenied(Exception):
    """The principal may not do this; ``reason_code`` is for logs and audit rows, never for the person."""

    def __init__(self, reason_code: str) -> None:
        super().__init__(reason_code)
        self.reason_code = reason_code
