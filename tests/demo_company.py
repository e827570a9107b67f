"""The demo company for tests: seeded once as of a fixed day, and copied for whoever wants one of their own."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path

from pydantic import SecretStr
from redis import Redis

from actions.conversation import BOGOTA
from services.auth.passwords import PasswordHasher
from services.bootstrap import Services, build_services
from services.cache import Cache
from services.database import Database
from services.demo.company import person_id
from services.demo.seeding import DemoCompany
from services.encryption import EncryptionKey, FieldCipher
from services.payroll.legal_parameters import default_legal_parameters
from services.settings import Settings
from services.users.directory import EmployeeDirectory

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=BOGOTA)
PASSWORD = "telar-verde-72-manzana-rio"
SECRET = "secret-of-the-action-server-in-tests"
_KEY, _INDEX_KEY = EncryptionKey(b"demo", bytes(32)), bytes(32)


class DemoCompanies:
    """Seeds companies, which takes long, and copies the one of `TODAY`."""

    def __init__(self, create_database: Callable[..., str], redis_url: str) -> None:
        self._create_database = create_database
        self._redis_url = redis_url
        self._seeded_url: str | None = None

    def seed(self, database: Database, as_of: date) -> int:
        """Bring the company of a database up to a day; how many payslips were added."""
        with closing(Redis.from_url(self._redis_url)) as client:
            cache = Cache(client, f"seed-{secrets.token_hex(4)}")
            hasher = PasswordHasher(time_cost=1, memory_cost_kib=64, parallelism=1)
            directory = EmployeeDirectory(database, cache, cipher(), hasher)
            company = DemoCompany(database, cache, cipher(), directory, default_legal_parameters())
            return company.seed(as_of, PASSWORD).payslips_added

    def copy(self) -> str:
        """The URL of a database of one's own with the company as of `TODAY`."""
        if self._seeded_url is None:
            url = self._create_database()
            database = Database(url, statement_timeout_ms=60_000)
            try:
                self.seed(database, TODAY)
            finally:
                database.dispose()
            self._seeded_url = url
        return self._create_database(copy_of=self._seeded_url)

    @contextmanager
    def open(self, directory: Path, tenant: str) -> Iterator[Services]:
        """The services over a copy; `tenant` keeps their cache apart from every other."""
        services = build_services(self.settings(self.copy(), directory, tenant))
        try:
            yield services
        finally:
            services.close()

    def settings(self, database_url: str, directory: Path, tenant: str) -> Settings:
        """Of services over a copy, with the keys that it is encrypted with."""
        return Settings(
            environment="test",
            tenant=tenant,
            data_directory=directory,
            encryption_keys_file=_key_file(directory),
            database_url=SecretStr(database_url),
            redis_url=SecretStr(self._redis_url),
            action_server_secret=SecretStr(SECRET),
        )


def cipher() -> FieldCipher:
    """What the company's national IDs and bank accounts are encrypted with."""
    return FieldCipher((_KEY,), _INDEX_KEY)


def sender_id(key: str) -> str:
    """The conversation id of an employee, by the key of `people.csv`: `laura.gomez`."""
    return str(person_id(key))


def _key_file(directory: Path) -> Path:
    keys = {
        "keys": [{"id": _KEY.key_id.hex(), "secret": base64.b64encode(_KEY.secret).decode()}],
        "index_key": base64.b64encode(_INDEX_KEY).decode(),
    }
    path = directory / "encryption.json"
    path.touch(mode=0o600)
    path.write_text(json.dumps(keys), encoding="utf-8")
    return path
