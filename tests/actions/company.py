"""The demo company in a database of its own, as of a fixed day, with the services over it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from pydantic import SecretStr

from actions.conversation import BOGOTA
from services.bootstrap import Services, build_services
from services.cache import Cache
from services.demo.company import person_id
from services.demo.seeding import DemoCompany
from services.payroll.legal_parameters import default_legal_parameters
from services.settings import Settings

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=BOGOTA)
SECRET = "secret-of-the-action-server-in-tests"
_PASSWORD = "una-clave-larga-de-prueba"


@contextmanager
def demo_company(database_url: str, redis_url: str, directory: Path, tenant: str) -> Iterator[Services]:
    """The services over a freshly seeded company; `tenant` keeps its cache apart from every other."""
    settings = Settings(
        environment="test",
        tenant=tenant,
        data_directory=directory,
        database_url=SecretStr(database_url),
        redis_url=SecretStr(redis_url),
        action_server_secret=SecretStr(SECRET),
    )
    services = build_services(settings)
    try:
        # The seeding clears what the services have cached, so it uses their cache.
        cache: Cache = services.cache
        DemoCompany(services.database, cache, services.cipher, services.directory, default_legal_parameters()).seed(
            TODAY, _PASSWORD
        )
        yield services
    finally:
        services.close()


def sender_id(key: str) -> str:
    """The conversation id of an employee, by the key of `people.csv`: `laura.gomez`."""
    return str(person_id(key))
