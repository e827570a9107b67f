"""The demo company in a database that the tests of the services share, and services over it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import closing

import pytest
from redis import Redis

from services.auth.keys import SigningKeyRing
from services.bootstrap import Services, build_services
from services.cache import Cache
from services.database import Database
from services.payroll.legal_parameters import default_legal_parameters
from services.payroll.service import PayrollService
from tests.demo_company import DemoCompanies
from tests.services.people import IdentityWorld, identity_world


@pytest.fixture(scope="session")
def cache_client(redis_url: str) -> Iterator[Redis]:
    """A Redis client for caches with prefixes of their own."""
    with closing(Redis.from_url(redis_url)) as client:
        yield client


@pytest.fixture(scope="session")
def demo_url(demo_companies: DemoCompanies) -> str:
    """A database with the demo company; tests that write do it for people that no other test reads."""
    return demo_companies.copy()


@pytest.fixture(scope="session")
def demo_database(demo_url: str) -> Iterator[Database]:
    """The database with the demo company."""
    database = Database(demo_url, statement_timeout_ms=60_000)
    yield database
    database.dispose()


@pytest.fixture(scope="module")
def demo_services(
    demo_companies: DemoCompanies, demo_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Services]:
    """Every service over the company of `demo_database`."""
    settings = demo_companies.settings(demo_url, tmp_path_factory.mktemp("demo"), f"t{secrets.token_hex(6)}")
    services = build_services(settings)
    yield services
    services.close()


@pytest.fixture(scope="module")
def database(database_url: str) -> Iterator[Database]:
    """The migrated database that the tests of this process share; every test makes its own people."""
    database = Database(database_url)
    yield database
    database.dispose()


@pytest.fixture(scope="session")
def signing_keys(tmp_path_factory: pytest.TempPathFactory) -> SigningKeyRing:
    """The keys that access tokens are signed with."""
    return SigningKeyRing(tmp_path_factory.mktemp("claves") / "signing.json", create=True)


@pytest.fixture
def world(database: Database, cache_client: Redis, signing_keys: SigningKeyRing) -> IdentityWorld:
    """The identity services over the shared database."""
    return identity_world(database, cache_client, signing_keys)


@pytest.fixture
def cache(cache_client: Redis) -> Cache:
    """An empty cache."""
    return Cache(cache_client, f"test-{secrets.token_hex(6)}")


@pytest.fixture
def payroll(demo_database: Database, cache: Cache) -> PayrollService:
    """The payroll service over the demo company, with an empty cache."""
    return PayrollService(demo_database, cache, default_legal_parameters())
