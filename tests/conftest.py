"""What every test may lean on: a real PostgreSQL and a real Redis, started once in a temporary folder."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest
import redis
import sanic  # its import puts a warning filter before pytest's: here it does so before any test
from psycopg2 import sql

from deploy.local.ports import free_port
from deploy.local.stores import Stores
from tests import directory
from tests.directory import CLIENT_ID, CLIENT_SECRET
from tests.product import RunningProduct
from tests.product import start as start_product

if TYPE_CHECKING:
    from tests.demo_company import DemoCompanies

ROOT = Path(__file__).resolve().parents[1]

_MIGRATED = "migrated_template"

# Rasa, TensorFlow and their thread pools read these when they are imported, so they are set before any test is.
os.environ.update(
    CHATNOMINA_ENV="test",
    RASA_TELEMETRY_ENABLED="false",
    TF_CPP_MIN_LOG_LEVEL="3",
    OMP_NUM_THREADS="1",
    SQLALCHEMY_SILENCE_UBER_WARNING="1",
)

# Sanic rewrites its own methods when an application starts, and can do it again in one process only in this mode.
sanic.Sanic.test_mode = True


# What takes longest to make is made by one worker only, and first: the rest of the tests fill the time beside it.
_SHARED_BY_MANY_MODULES = ("stack", "assistant", "small_model")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep together, for `--dist loadgroup`, the tests that share a costly fixture, and those of a module."""

    def group(item: pytest.Item) -> str:
        needed = getattr(item, "fixturenames", ())
        return next((name for name in _SHARED_BY_MANY_MODULES if name in needed), item.nodeid.partition("::")[0])

    for item in items:
        item.add_marker(pytest.mark.xdist_group(group(item)))
    order = {name: position for position, name in enumerate(_SHARED_BY_MANY_MODULES)}
    items.sort(key=lambda item: order.get(group(item), len(order)))


@pytest.fixture(scope="session")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stores]:
    """PostgreSQL and Redis on free ports, for the whole run."""
    with Stores(tmp_path_factory.mktemp("stores")) as running:
        yield running


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningProduct]:
    """The whole product with the demo company, trained from the working tree's sources, on free ports."""
    services, company_directory = free_port(), free_port()
    variables = {
        # Another site of this machine, whose pages embed the chat.
        "CORS_ORIGINS": f"http://localhost:{free_port()}",
        "SERVICES_PORT": str(services),
        # A directory that runs only in the tests that log in with it.
        "OIDC_ISSUER": f"http://127.0.0.1:{company_directory}",
        "OIDC_CLIENT_ID": CLIENT_ID,
        "OIDC_CLIENT_SECRET": CLIENT_SECRET,
        "OIDC_REDIRECT_URI": f"http://127.0.0.1:{services}/entrar",
    }
    product = start_product(
        [sys.executable, "-m", "deploy.local", "run"], ROOT, tmp_path_factory.mktemp("product"), variables
    )
    yield product
    product.stop()
    # Whatever was said to it in all the tests that share it.
    assert product.personal_lines() == []


@pytest.fixture(scope="session")
def directory_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the company's directory of `tests.directory` is installed."""
    return directory.install(tmp_path_factory.mktemp("directory") / "provider")


@pytest.fixture(scope="session")
def create_database(stores: Stores) -> Callable[..., str]:
    """Make a database of one's own and return its URL: empty, or (`migrated=True`) with the tables of the product.

    `copy_of`: the URL of one made before, to which nobody is connected any more: it comes with what that one holds.
    """
    databases: set[str] = set()

    def create(*, migrated: bool = True, copy_of: str | None = None) -> str:
        if migrated and _MIGRATED not in databases:
            _create(stores, _MIGRATED, template="template1")
            databases.add(_MIGRATED)
            _migrate(_named(stores.postgres.url, _MIGRATED))
        name = f"test_{secrets.token_hex(6)}"
        template = _MIGRATED if migrated else "template1"
        _create(stores, name, template if copy_of is None else urlsplit(copy_of).path.removeprefix("/"))
        databases.add(name)
        return _named(stores.postgres.url, name)

    return create


@pytest.fixture(scope="session")
def database_url(create_database: Callable[..., str]) -> str:
    """A migrated database shared by the whole run: for tests that bring their own people."""
    return create_database()


@pytest.fixture(scope="module")
def module_database_url(create_database: Callable[..., str]) -> str:
    """A migrated database for one test module."""
    return create_database()


@pytest.fixture
def fresh_database_url(create_database: Callable[..., str]) -> str:
    """A migrated database for one test."""
    return create_database()


@pytest.fixture
def empty_database_url(create_database: Callable[..., str]) -> str:
    """A database without tables for one test."""
    return create_database(migrated=False)


@pytest.fixture(scope="session")
def redis_url(stores: Stores) -> str:
    """Redis database 0, shared by the whole run: use keys of your own."""
    return stores.redis.url


@pytest.fixture(scope="session")
def demo_companies(create_database: Callable[..., str], redis_url: str) -> DemoCompanies:
    """Demo companies as of a fixed day, each in a database of its own."""
    from tests.demo_company import DemoCompanies

    return DemoCompanies(create_database, redis_url)


@pytest.fixture
def fresh_redis_url(stores: Stores) -> Iterator[str]:
    """Redis database 1, empty for one test and emptied after it."""
    url = f"{stores.redis.url.rsplit('/', 1)[0]}/1"
    with closing(redis.Redis.from_url(url)) as client:
        client.flushdb()
        yield url
        client.flushdb()


def _create(stores: Stores, name: str, template: str) -> None:
    with closing(psycopg2.connect(stores.postgres.administrator_url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(
                sql.SQL("CREATE DATABASE {} OWNER chatnomina TEMPLATE {} STRATEGY FILE_COPY").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )


def _migrate(url: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "services.migrations", "upgrade"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url},
        check=True,
        timeout=300,
    )


def _named(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))
