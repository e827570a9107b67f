"""Identity services over the shared database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from redis import Redis

from services.auth.keys import SigningKeyRing
from services.database import Database
from tests.services.people import IdentityWorld, identity_world


@pytest.fixture(scope="session")
def signing_keys(tmp_path_factory: pytest.TempPathFactory) -> SigningKeyRing:
    return SigningKeyRing(tmp_path_factory.mktemp("claves") / "signing.json", create=True)


@pytest.fixture(scope="module")
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.dispose()


@pytest.fixture
def world(database: Database, cache_client: Redis, signing_keys: SigningKeyRing) -> IdentityWorld:
    return identity_world(database, cache_client, signing_keys)
