"""Demo companies in databases of their own, as of a fixed day, with the services over them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
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


class DemoCompanies:
    """Opens demo companies; the first is seeded, which takes long, and the others are copies of what that one was."""

    def __init__(self, create_database: Callable[..., str], redis_url: str, home: Path) -> None:
        self._create_database = create_database
        self._redis_url = redis_url
        self._home = home
        self._seeded: Settings | None = None

    @contextmanager
    def open(self, directory: Path, tenant: str) -> Iterator[Services]:
        """The services over a company of one's own; `tenant` keeps its cache apart from every other."""
        if self._seeded is None:
            self._seeded = self._seed()
        copied = self._create_database(copy_of=self._seeded.database_url.get_secret_value())
        settings = self._settings(copied, directory, tenant)
        # What was seeded is encrypted with these keys.
        settings.encryption_keys_path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(self._seeded.encryption_keys_path, settings.encryption_keys_path)
        services = build_services(settings)
        try:
            yield services
        finally:
            services.close()

    def _seed(self) -> Settings:
        settings = self._settings(self._create_database(), self._home, "seeding")
        services = build_services(settings)
        try:
            # The seeding clears what the services have cached, so it uses their cache.
            cache: Cache = services.cache
            company = DemoCompany(
                services.database, cache, services.cipher, services.directory, default_legal_parameters()
            )
            company.seed(TODAY, _PASSWORD)
        finally:
            services.close()
        return settings

    def _settings(self, database_url: str, directory: Path, tenant: str) -> Settings:
        return Settings(
            environment="test",
            tenant=tenant,
            data_directory=directory,
            database_url=SecretStr(database_url),
            redis_url=SecretStr(self._redis_url),
            action_server_secret=SecretStr(SECRET),
        )


def sender_id(key: str) -> str:
    """The conversation id of an employee, by the key of `people.csv`: `laura.gomez`."""
    return str(person_id(key))
