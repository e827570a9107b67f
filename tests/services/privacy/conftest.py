"""The privacy service over real PostgreSQL, with a clock moved by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from uuid import UUID, uuid4

import pytest

from services.audit import AuditLog
from services.auth.principal import Principal, Role
from services.database import Database
from services.encryption import EncryptionKey, FieldCipher
from services.privacy.service import PrivacyService
from services.users.models import User
from tests.services.people import Clock


@pytest.fixture(scope="module")
def privacy_database(module_database_url: str) -> Iterator[Database]:
    """A database of its own: requests encrypted with the keys of others could not be listed."""
    database = Database(module_database_url)
    yield database
    database.dispose()


@pytest.fixture
def audit_log(privacy_database: Database) -> AuditLog:
    return AuditLog(privacy_database)


@pytest.fixture
def clock() -> Clock:
    clock = Clock()
    clock.now = datetime(2026, 11, 23, 15, tzinfo=timezone.utc)
    return clock


@pytest.fixture
def privacy(privacy_database: Database, clock: Clock) -> PrivacyService:
    cipher = FieldCipher((EncryptionKey(b"test", bytes(32)),), bytes(32))
    return PrivacyService(privacy_database, cipher, clock=clock)


@pytest.fixture
def person(privacy_database: Database) -> Callable[..., Principal]:
    """Register a person and act as them."""

    def register(*roles: Role) -> Principal:
        user_id: UUID = uuid4()
        with privacy_database.session() as session:
            session.add(
                User(
                    id=user_id,
                    email=f"{user_id}@example.com",
                    first_names="Ana",
                    last_names="Rojas",
                    document_type="CC",
                    document_number_encrypted=b"x",
                    document_number_index=user_id.bytes,
                )
            )
            session.commit()
        return Principal(user_id, frozenset({Role.EMPLOYEE, *roles}))

    return register
