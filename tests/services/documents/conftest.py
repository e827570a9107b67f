"""The document service over the demo company."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from services.cache import Cache
from services.database import Database
from services.documents.employer import DEMO_EMPLOYER
from services.documents.service import DocumentService
from services.payroll.service import PayrollService
from services.users.service import UserService
from tests.demo_company import cipher
from tests.services.payroll.people import TODAY

NOW = datetime(2026, 11, 23, 15, 30, tzinfo=timezone.utc)
VERIFICATION_URL = "https://nomina.example/verificar"


@pytest.fixture
def users(demo_database: Database, cache: Cache) -> UserService:
    """The demo company's people, with their national IDs."""
    return UserService(demo_database, cache, cipher(), today=lambda: TODAY)


@pytest.fixture
def documents(demo_database: Database, payroll: PayrollService, users: UserService) -> DocumentService:
    """Issues documents about the demo company's people on the morning of its day."""
    return DocumentService(demo_database, payroll, users, DEMO_EMPLOYER, VERIFICATION_URL, now=lambda: NOW)
