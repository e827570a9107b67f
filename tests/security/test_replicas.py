"""Two processes of the API over the same stores: limits, refreshes and revocations are one; logs hold no secret."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from deploy.local.ports import free_port
from services.api.application import CALLS_PER_PERSON
from services.auth.attempts import LoginLimits
from services.bootstrap import build_services
from services.settings import Settings
from services.users.directory import NewEmployee
from tests.conftest import ROOT
from tests.services.api.conftest import RunningApi
from tests.services.people import PASSWORD

START_TIMEOUT_S = 90
ATTEMPTS = LoginLimits().account_and_address.maximum


@dataclass
class Replicas:
    """The addresses of both processes, what each has written, and a way to hire people."""

    urls: list[str]
    log_paths: list[Path]
    staff: RunningApi

    def log(self) -> str:
        return "".join(path.read_text(encoding="utf-8") for path in self.log_paths)

    def log_in(self, replica: int, email: str, password: str = PASSWORD) -> httpx.Response:
        return httpx.post(f"{self.urls[replica]}/auth/login", json={"email": email, "password": password}, timeout=20)


@pytest.fixture(scope="module")
def replicas(module_database_url: str, redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replicas]:
    home = tmp_path_factory.mktemp("replicas")
    tenant = f"t{secrets.token_hex(6)}"
    shared = {
        "CHATNOMINA_ENV": "test",
        "CHATNOMINA_TENANT": tenant,
        "CHATNOMINA_DATA_DIRECTORY": str(home),
        "DATABASE_URL": module_database_url,
        "REDIS_URL": redis_url,
    }
    # Built first: it makes the key files that both processes read.
    services = build_services(
        Settings(
            environment="test",
            tenant=tenant,
            data_directory=home,
            database_url=module_database_url,
            redis_url=redis_url,
        )
    )
    services.signing_keys.jwks()
    with ExitStack() as running:
        running.callback(services.close)
        urls, log_paths = [], []
        for number in range(2):
            port, log_path = free_port(), home / f"{number}.log"
            log = running.enter_context(log_path.open("wb"))
            process = subprocess.Popen(
                [sys.executable, "-m", "services.api"],
                cwd=ROOT,
                env=os.environ | shared | {"SERVICES_PORT": str(port)},
                stdout=log,
                stderr=log,
            )
            running.callback(_stop, process)
            urls.append(f"http://127.0.0.1:{port}")
            log_paths.append(log_path)
        for url in urls:
            _wait_until_ready(url)
        yield Replicas(urls, log_paths, RunningApi(urls[0], services))


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(30)
    finally:
        process.kill()


def _wait_until_ready(url: str) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{url}/ready", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"{url} is not ready")


@pytest.fixture(scope="module")
def employee(replicas: Replicas) -> NewEmployee:
    return replicas.staff.hire()


def refresh(url: str, token: str) -> dict[str, Any]:
    response = httpx.post(f"{url}/auth/refresh", json={"refresh_token": token}, timeout=20)
    assert response.status_code == 200, response.text
    pair: dict[str, Any] = response.json()
    return pair


def test_refreshes_at_once_in_both_processes_give_one_pair(replicas: Replicas, employee: NewEmployee) -> None:
    token = replicas.log_in(0, employee.email).json()["refresh_token"]
    with ThreadPoolExecutor(8) as pool:
        pairs = list(pool.map(lambda url: refresh(url, token), replicas.urls * 4))
    assert len({pair["refresh_token"] for pair in pairs}) == 1
    assert len({pair["access_token"] for pair in pairs}) == 1


def test_a_session_ended_in_one_process_is_ended_in_the_other(replicas: Replicas, employee: NewEmployee) -> None:
    token = replicas.log_in(0, employee.email).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert httpx.get(f"{replicas.urls[1]}/me", headers=headers, timeout=20).status_code == 200
    assert httpx.post(f"{replicas.urls[0]}/auth/logout", headers=headers, json={}, timeout=20).status_code == 204
    assert httpx.get(f"{replicas.urls[1]}/me", headers=headers, timeout=20).status_code == 401


@pytest.mark.parametrize("exists", [True, False])
def test_attempts_to_log_in_are_counted_by_both_together(replicas: Replicas, exists: bool) -> None:
    email = replicas.staff.hire().email if exists else f"nadie.{uuid4().hex}@tejidosdelvalle.example"
    turns = cycle((0, 1))
    for _ in range(ATTEMPTS):
        assert replicas.log_in(next(turns), email, "equivocada-72-veces").status_code == 401
    for replica in (0, 1):
        refused = replicas.log_in(replica, email)
        assert refused.status_code == 429
        assert 0 < int(refused.headers["retry-after"]) <= 15 * 60
        assert refused.json()["type"].endswith("demasiadas-solicitudes")


def test_calls_of_a_person_are_counted_by_both_together(replicas: Replicas) -> None:
    person = replicas.staff.hire()
    headers = {"Authorization": f"Bearer {replicas.log_in(0, person.email).json()['access_token']}"}
    for _ in range(CALLS_PER_PERSON.maximum - 2):
        replicas.staff.services.limiter.take([(f"api:{person.user_id}", CALLS_PER_PERSON)])
    answers = [httpx.get(f"{url}/me", headers=headers, timeout=20) for url in replicas.urls * 2]
    assert [answer.status_code for answer in answers] == [200, 200, 429, 429]
    assert 0 < int(answers[-1].headers["retry-after"]) <= CALLS_PER_PERSON.window_s
    assert replicas.log_in(1, replicas.staff.hire().email).status_code == 200


def test_no_log_holds_what_was_sent(replicas: Replicas) -> None:
    person = replicas.staff.hire()
    tokens = replicas.log_in(0, person.email).json()
    url, headers = replicas.urls[0], {"Authorization": f"Bearer {tokens['access_token']}"}
    claim = "Berenice Quiñones gana 8765432 en la cuenta 031-234567-89"
    httpx.post(f"{url}/me/corrections", headers=headers, json={"datum": "payroll", "claim": claim}, timeout=20)
    httpx.get(f"{url}/me/data?access_token={tokens['access_token']}", headers=headers, timeout=20)
    httpx.get(f"{url}/{person.email}?password={PASSWORD}", timeout=20)
    httpx.post(f"{url}/auth/login", content=claim.encode(), headers={"Content-Type": "application/json"}, timeout=20)
    replicas.log_in(0, person.email, "una-clave-mala-8765432")
    httpx.post(f"{url}/auth/refresh", json={"refresh_token": "x" * 60 + "8765432"}, timeout=20)
    written = replicas.log()
    assert '"route": "/me/corrections"' in written
    secrets_sent = (
        *(person.email, person.document_number, PASSWORD, "una-clave-mala", "8765432", "Berenice", "031-234567-89"),
        *(tokens["access_token"], tokens["access_token"].split(".")[1], tokens["refresh_token"]),
    )
    assert [secret for secret in secrets_sent if secret in written] == []
    assert {json.loads(line)["process"] for line in written.splitlines()} == {"services"}
