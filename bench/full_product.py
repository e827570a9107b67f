"""The whole product with its demo company, for the measurements that need real answers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg2

from deploy.local.configuration import ROOT, LocalConfiguration
from deploy.local.demo_file import DemoUser, read_demo_file
from deploy.local.ports import free_port
from deploy.local.secrets_file import load_or_create_secrets

if TYPE_CHECKING:
    from collections.abc import Iterator

START_S = 1200.0
STOP_S = 90.0


@dataclass(frozen=True)
class FullProduct:
    """Its folder, its address, those that further Rasa processes need, and the demo company's people and log-ins."""

    home: Path
    services_url: str
    addresses: dict[str, str]
    people: list[str]
    users: tuple[DemoUser, ...]


@contextmanager
def running_product() -> Iterator[FullProduct]:
    """Start the product on ports of its own, training the assistant if none fits the sources."""
    with tempfile.TemporaryDirectory(prefix="chatnomina-bench-") as folder:
        home = Path(folder)
        ports = {name: str(free_port()) for name in ("SERVICES_PORT", "RASA_PORT", "ACTIONS_PORT")}
        variables = {**os.environ, "CHATNOMINA_HOME": str(home), **ports}
        process = subprocess.Popen([sys.executable, "-m", "deploy.local", "run"], cwd=ROOT, env=variables)
        try:
            _await_start(process, home)
            yield _facts(home, variables, ports["ACTIONS_PORT"])
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(STOP_S)


def _await_start(process: subprocess.Popen[bytes], home: Path) -> None:
    deadline = time.monotonic() + START_S
    while not (home / "demo.json").exists():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("the product did not start")
        time.sleep(0.5)


def _facts(home: Path, variables: dict[str, str], actions_port: str) -> FullProduct:
    demo = read_demo_file(LocalConfiguration.from_environment(variables))
    with closing(psycopg2.connect(demo.database_url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT id::text FROM users WHERE status = 'active' ORDER BY email")
        people = [row[0] for row in cursor.fetchall()]
    addresses = {
        "redis_url": demo.redis_url,
        "actions_url": f"http://127.0.0.1:{actions_port}/webhook",
        "actions_secret": load_or_create_secrets(home).action_server,
    }
    return FullProduct(home, f"http://127.0.0.1:{variables['SERVICES_PORT']}/", addresses, people, demo.users)
