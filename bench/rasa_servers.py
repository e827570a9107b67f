"""Rasa processes and the action server of a measurement, on free ports."""

from __future__ import annotations

import os
import signal
import sys
import time
import urllib.request
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import psutil

from deploy.local.child_process import start_child, stop_child
from deploy.local.ports import free_port

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator, Sequence
    from pathlib import Path

START_S = 240.0
STOP_SIGNALS = ((signal.SIGTERM, 10.0),)


class RasaServer:
    """One `rasa run`."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._process = psutil.Process(process.pid)

    def cpu_s(self) -> float:
        """CPU seconds that the process and its children have used."""
        processes = [self._process, *self._process.children(recursive=True)]
        return sum(sum(process.cpu_times()[:2]) for process in processes)


@contextmanager
def rasa_servers(model: Path, configuration: Path, count: int) -> Iterator[list[RasaServer]]:
    """`count` replicas of one model with the endpoints.yml and credentials.yml in `configuration`."""
    with ExitStack() as running:
        servers = []
        for _ in range(count):
            port = free_port()
            command = [
                *(sys.executable, "-m", "rasa", "run", "--interface", "127.0.0.1", "--port", str(port)),
                *("--model", str(model), "--endpoints", str(configuration / "endpoints.yml")),
                *("--credentials", str(configuration / "credentials.yml")),
            ]
            process = running.enter_context(_running(command, configuration / f"rasa-{port}.log"))
            servers.append(RasaServer(process, port))
        for server in servers:
            _wait_for(f"{server.url}/webhooks/rest/")
        yield servers


@contextmanager
def small_action_server(folder: Path) -> Iterator[str]:
    """The action server of `bench.small_actions`; gives the address of its webhook."""
    port = free_port()
    with _running([sys.executable, "-m", "bench.small_actions", str(port)], folder / "actions.log"):
        _wait_for(f"http://127.0.0.1:{port}/health")
        yield f"http://127.0.0.1:{port}/webhook"


@contextmanager
def _running(command: Sequence[str], log_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = dict(os.environ, RASA_TELEMETRY_ENABLED="false", TF_CPP_MIN_LOG_LEVEL="3", OMP_NUM_THREADS="1")
    with log_path.open("ab") as log:
        process = start_child(command, death_signal=signal.SIGKILL, environment=environment, output=log)
    try:
        yield process
    finally:
        stop_child(process, STOP_SIGNALS)


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 (http on this machine)
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.3)
    raise RuntimeError(f"{url} does not answer")
