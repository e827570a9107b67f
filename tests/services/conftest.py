"""The demo company in a database of its own, seeded once for the run, and services over it."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date

import pytest
from redis import Redis

from services.auth.keys import SigningKeyRing
from services.auth.passwords import PasswordHasher
from services.bootstrap import Services, build_services
from services.cache import Cache
from services.database import Database
from services.demo.seeding import DemoCompany
from services.encryption import EncryptionKey, FieldCipher
from services.payroll.legal_parameters import default_legal_parameters
from services.payroll.service import PayrollService
from services.settings import Settings
from services.users.directory import EmployeeDirectory
from tests.services.people import IdentityWorld, identity_world

DEMO_DAY = date(2026, 11, 23)
DEMO_PASSWORD = "telar-verde-72-manzana-rio"


@pytest.fixture(scope="session")
def cache_client(redis_url: str) -> Iterator[Redis]:
    """A Redis client for caches with prefixes of their own."""
    with closing(Redis.from_url(redis_url)) as client:
        yield client


@pytest.fixture(scope="session")
def seed_demo(cache_client: Redis) -> Callable[[Database, date], int]:
    """Seed the demo company into a database up to a day; returns how many payslips were added."""
    cipher = FieldCipher((EncryptionKey(b"demo", bytes(32)),), bytes(32))
    hasher = PasswordHasher(time_cost=1, memory_cost_kib=64, parallelism=1)

    def seed(database: Database, as_of: date) -> int:
        cache = Cache(cache_client, f"seed-{secrets.token_hex(4)}")
        directory = EmployeeDirectory(database, cache, cipher, hasher)
        company = DemoCompany(database, cache, cipher, directory, default_legal_parameters())
        return company.seed(as_of, DEMO_PASSWORD).payslips_added

    return seed


@pytest.fixture(scope="session")
def demo_database(
    create_database: Callable[..., str], seed_demo: Callable[[Database, date], int]
) -> Iterator[Database]:
    """The company as of DEMO_DAY; tests that write do it for people that no other test reads."""
    database = Database(create_database(), statement_timeout_ms=60_000)
    seed_demo(database, DEMO_DAY)
    yield database
    database.dispose()


@pytest.fixture(scope="module")
def demo_services(
    demo_database: Database, redis_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Services]:
    """Every service over the company of `demo_database`, with the key that its seeding encrypted with."""
    home = tmp_path_factory.mktemp("demo")
    key = base64.b64encode(bytes(32)).decode()
    keys = {"keys": [{"id": b"demo".hex(), "secret": key}], "index_key": key}
    path = home / "encryption.json"
    path.touch(mode=0o600)
    path.write_text(json.dumps(keys), encoding="utf-8")
    services = build_services(
        Settings(
            environment="test",
            tenant=f"t{secrets.token_hex(6)}",
            data_directory=home,
            encryption_keys_file=path,
            database_url=demo_database.engine.url.render_as_string(hide_password=False),
            redis_url=redis_url,
        )
    )
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
