"""People of the demo company as principals."""

from __future__ import annotations

from datetime import date

from services.auth.principal import Principal, Role
from services.demo.company import person_id

TODAY = date(2026, 11, 23)


def principal(key: str, *roles: Role) -> Principal:
    """The person with the employee role and those given."""
    return Principal(person_id(key), frozenset({Role.EMPLOYEE, *roles}))


LAURA = principal("laura.gomez")
