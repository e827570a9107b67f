"""The API over real HTTP, real PostgreSQL and real Redis."""

from __future__ import annotations

import asyncio
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from prometheus_client import CollectorRegistry
from sanic.server.socket import bind_socket

from services.api.server import build_application
from services.auth.passwords import PasswordHasher
from services.auth.principal import Role
from services.bootstrap import Services, build_services
from services.settings import Settings
from services.users.directory import ContractTerm, NewEmployee, PositionTerm
from tests.services.people import PASSWORD, TODAY


@dataclass
class RunningApi:
    """The API at work: its address and the services behind it."""

    url: str
    services: Services

    def hire(self, *roles: Role, manager_id: UUID | None = None) -> NewEmployee:
        user_id = uuid4()
        employee = NewEmployee(
            user_id=user_id,
            email=f"persona.{user_id.hex[:12]}@tejidosdelvalle.example",
            first_names="Ana María",
            last_names="Restrepo Gil",
            document_type="CC",
            document_number=str(secrets.randbelow(9 * 10**9) + 10**9),
            contracts=(ContractTerm("indefinite", TODAY.replace(year=2022)),),
            positions=(PositionTerm("Tejedora", "Tejeduría", TODAY.replace(year=2022), None, manager_id),),
            roles=frozenset({Role.EMPLOYEE, *roles}),
            manager_id=manager_id,
            password=PASSWORD,
        )
        assert self.services.directory.register(employee)
        return employee

    def call(self, method: str, path: str, token: str | None = None, **options: Any) -> httpx.Response:
        headers = dict(options.pop("headers", {}))
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        return httpx.request(method, self.url + path, headers=headers, timeout=20, **options)

    def log_in(self, person: NewEmployee) -> dict[str, Any]:
        response = self.call("POST", "/auth/login", json={"email": person.email, "password": PASSWORD})
        assert response.status_code == 200, response.text
        tokens: dict[str, Any] = response.json()
        return tokens

    def token_of(self, person: NewEmployee) -> str:
        return str(self.log_in(person)["access_token"])


@pytest.fixture(scope="module")
def api(module_database_url: str, redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApi]:
    services = build_services(
        Settings(
            environment="test",
            tenant=f"t{secrets.token_hex(6)}",
            data_directory=tmp_path_factory.mktemp("datos"),
            database_url=module_database_url,
            redis_url=redis_url,
            cors_origins="https://chat.example",
        )
    )
    with running_api(services) as running:
        yield running
    services.close()


@contextmanager
def running_api(services: Services) -> Iterator[RunningApi]:
    """The API over these services."""
    # The real parameters cost half a second and 64 MiB a log-in.
    services.auth._hasher = services.directory._hasher = PasswordHasher(1, 64, 1)
    app = build_application(services, CollectorRegistry())
    listening = bind_socket("127.0.0.1", 0)
    host, port = listening.getsockname()
    loop = asyncio.SelectorEventLoop()
    started = threading.Event()

    async def start() -> Any:
        server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
        assert server is not None
        await server.startup()
        await server.before_start()
        await server.start_serving()
        started.set()
        return server

    async def stop(server: Any) -> None:
        await server.before_stop()
        await server.close()

    def run() -> None:
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(start())
        loop.run_forever()
        loop.run_until_complete(stop(server))
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert started.wait(30)
    yield RunningApi(f"http://{host}:{port}", services)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
