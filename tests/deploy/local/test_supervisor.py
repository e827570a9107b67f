from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import psutil
import pytest

from deploy.local.errors import LaunchError
from deploy.local.processes import CommandServer
from deploy.local.supervisor import Supervisor
from tests.conftest import ROOT


class Stop(BaseException):
    """Ends the watching."""


@pytest.fixture
def announced() -> list[str]:
    return []


@pytest.fixture
def supervisor(tmp_path: Path, announced: list[str]) -> Iterator[Supervisor]:
    running = Supervisor(tmp_path, announced.append)
    yield running
    running.stop()


def server(tmp_path: Path, command: str, health_url: str | None = None) -> CommandServer:
    return CommandServer(command, os.environ, tmp_path / "server.log", health_url)


@contextmanager
def health_address(answers: Iterator[int]) -> Iterator[str]:
    """An address that answers with one status after the other."""

    class Health(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(next(answers))
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class's name
            pass

    with HTTPServer(("127.0.0.1", 0), Health) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}/health"
        http.shutdown()


def watch_until(supervisor: Supervisor, done: Callable[[], bool], timeout_s: float = 60.0) -> None:
    """Watch in this thread, which the children's lives are tied to, until the condition holds."""
    deadline = time.monotonic() + timeout_s

    def look(_number: int, _frame: object) -> None:
        if done():
            raise Stop
        if time.monotonic() > deadline:
            raise TimeoutError

    previous = signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, 0.1, 0.1)
    try:
        with pytest.raises(Stop):
            supervisor.watch()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


def test_a_server_that_dies_is_started_again(supervisor: Supervisor, tmp_path: Path, announced: list[str]) -> None:
    sleeper = server(tmp_path, "sleep 600")
    supervisor.start("durmiente", sleeper)
    assert sleeper.process is not None
    first = sleeper.process
    first.kill()
    watch_until(supervisor, lambda: "✓ durmiente se reinició" in announced)
    assert announced[0] == "! durmiente se detuvo (código -9); se reinicia en 1 s"
    assert sleeper.process is not None
    assert sleeper.process.pid != first.pid
    assert sleeper.process.poll() is None


def test_a_server_that_keeps_dying_is_started_ever_later(
    supervisor: Supervisor, tmp_path: Path, announced: list[str]
) -> None:
    supervisor.start("fugaz", server(tmp_path, "false"))
    watch_until(supervisor, lambda: len(announced) >= 5)
    stops = [line for line in announced if line.startswith("!")]
    assert stops[:3] == [f"! fugaz se detuvo (código 1); se reinicia en {delay} s" for delay in (1, 2, 4)]


def test_waiting_ends_when_the_health_address_answers(supervisor: Supervisor, tmp_path: Path) -> None:
    answers = iter([503, 200])
    with health_address(answers) as address:
        sleeper = server(tmp_path, "sleep 600", address)
        supervisor.start("durmiente", sleeper)
        notes: list[str] = []
        supervisor.wait_ready({"durmiente": sleeper}, 30, notes.append)
    assert notes == ["falta durmiente"]
    assert list(answers) == []


def test_a_restart_is_announced_once_the_server_answers(
    supervisor: Supervisor, tmp_path: Path, announced: list[str]
) -> None:
    answers = iter([503, 503, 200])
    with health_address(answers) as address:
        sleeper = server(tmp_path, "sleep 600", address)
        supervisor.start("durmiente", sleeper)
        assert sleeper.process is not None
        sleeper.process.kill()
        watch_until(supervisor, lambda: "✓ durmiente se reinició" in announced)
    assert list(answers) == []


def test_a_server_that_ends_while_it_is_waited_for_is_told_with_its_log(supervisor: Supervisor, tmp_path: Path) -> None:
    failing = server(tmp_path, "sh -c 'echo no hay nadie; exit 3'", "http://127.0.0.1:9/health")
    supervisor.start("fugaz", failing)
    with pytest.raises(LaunchError, match=f"^El proceso «fugaz» se detuvo al arrancar: vea {failing.log_path}.$"):
        supervisor.wait_ready({"fugaz": failing}, 30, lambda note: None)
    assert failing.log_path.read_text() == "no hay nadie\n"


def test_a_server_that_never_answers_is_told(supervisor: Supervisor, tmp_path: Path) -> None:
    sleeper = server(tmp_path, "sleep 600", "http://127.0.0.1:9/health")
    supervisor.start("durmiente", sleeper)
    with pytest.raises(LaunchError, match=r"^El proceso «durmiente» no respondió en 1 s"):
        supervisor.wait_ready({"durmiente": sleeper}, 1, lambda note: None)


def test_stopping_takes_the_servers_grandchildren_along(supervisor: Supervisor, tmp_path: Path) -> None:
    parent = server(tmp_path, "sh -c 'sleep 600 & sleep 600'")
    supervisor.start("padre", parent)
    assert parent.process is not None
    family = psutil.Process(parent.process.pid)
    while len(family.children(recursive=True)) < 2:
        time.sleep(0.05)
    everyone = [family, *family.children(recursive=True)]
    supervisor.stop()
    _, alive = psutil.wait_procs(everyone, timeout=10)
    assert alive == []
    assert not (tmp_path / "processes.json").exists()


SUPERVISOR = """
import os, sys, time
from pathlib import Path
from deploy.local.processes import CommandServer
from deploy.local.supervisor import Supervisor
home = Path(sys.argv[1])
supervisor = Supervisor(home, print)
supervisor.start("terco", CommandServer("sh -c 'trap : TERM; while :; do sleep 1; done'", os.environ, home / "l", None))
supervisor.start("dócil", CommandServer("sleep 600", os.environ, home / "l", None))
print("started", flush=True)
time.sleep(600)
"""


def test_nothing_survives_a_killed_supervisor_for_longer_than_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as victim:
        assert victim.stdout is not None
        assert victim.stdout.readline() == "started\n"
        stubborn, docile = (
            psutil.Process(entry["pid"]) for entry in json.loads((tmp_path / "processes.json").read_text())
        )
        victim.kill()
        victim.wait(timeout=30)
    docile.wait(timeout=30)
    assert stubborn.is_running()
    monkeypatch.setattr("deploy.local.supervisor._LEFTOVER_PATIENCE_S", 0.5)
    Supervisor(tmp_path, print).clear_leftovers()
    _, alive = psutil.wait_procs([stubborn], timeout=10)
    assert alive == []


def test_a_later_process_with_a_recorded_number_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "processes.json").write_text(json.dumps([{"pid": os.getpid(), "created": 1.0}]))
    Supervisor(tmp_path, print).clear_leftovers()
    assert not (tmp_path / "processes.json").exists()
