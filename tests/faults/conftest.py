"""Two replicas of Rasa, an action server and a Redis of their own, reached through a proxy that can misbehave.

The second replica is two worker processes that share its port.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
import redis

from bench import small_assistant
from bench.small_actions import SECRET
from context.keys import Keyspace
from deploy.local.ports import free_port
from deploy.local.redis_server import RedisServer
from tests.connectors.conftest import Identity, identity
from tests.faults.load import CLIENT_LIMIT_S, MARGIN_S, Load
from tests.faults.tcp_proxy import TcpProxy

__all__ = ["identity"]

ROOT = Path(__file__).resolve().parents[2]
TENANT = "fallas"
START_S = 120
ACTION_TAKES_S = "0.3"
WORKERS = (1, 2)


class Rig:
    """The running pieces, each of which can be killed and started again."""

    def __init__(self, folder: Path, identity: Identity) -> None:
        self._folder = folder
        self.identity = identity
        self._model = small_assistant.train_assistant(folder)
        self.redis = RedisServer(folder / "redis", free_port(), "clave-de-prueba")
        self.redis.start()
        self.redis_proxy = TcpProxy(self.redis.port)
        self.redis_proxy.start()
        self._actions_port = free_port()
        self._ports = [free_port(), free_port()]
        small_assistant.write_product_configuration(
            folder,
            redis_url=self.redis.url.replace(f":{self.redis.port}/", f":{self.redis_proxy.port}/"),
            actions_url=f"http://127.0.0.1:{self._actions_port}/webhook",
            actions_secret=SECRET,
            jwks_url=identity.jwks_url,
            tenant=TENANT,
        )
        self.actions = self._start_actions()
        self.replicas = [self._start_replica(place) for place in range(len(self._ports))]
        with ThreadPoolExecutor() as pool:
            list(pool.map(_wait_for, [f"http://127.0.0.1:{self._actions_port}/health", *map(_health, self._ports)]))

    @property
    def urls(self) -> list[str]:
        return [f"http://127.0.0.1:{port}" for port in self._ports]

    def start_again(self) -> None:
        """Start whatever was killed, and wait for it."""
        if self.actions.poll() is not None:
            self.actions = self._start_actions()
            _wait_for(f"http://127.0.0.1:{self._actions_port}/health")
        for place, port in enumerate(self._ports):
            if self.replicas[place].poll() is not None:
                self.replicas[place] = self._start_replica(place)
                _wait_for(_health(port))

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """Kill a replica with its workers, or the action server."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def kill_a_worker(self) -> None:
        """Kill one of the workers of the second replica; the other goes on alone."""
        one, _ = psutil.Process(self.replicas[1].pid).children()
        one.kill()
        one.wait(10)

    def stop(self) -> None:
        for process in (self.actions, *self.replicas):
            self.kill(process)
        self.redis_proxy.stop()
        self.redis.stop()

    def _start_actions(self) -> subprocess.Popen[bytes]:
        return self._start("actions", "-m", "bench.small_actions", str(self._actions_port), ACTION_TAKES_S)

    def _start_replica(self, place: int) -> subprocess.Popen[bytes]:
        port = self._ports[place]
        return self._start(
            f"rasa-{port}",
            *("-m", "rasa", "run", "--interface", "127.0.0.1", "--port", str(port), "--model", str(self._model)),
            *("--endpoints", str(self._folder / "endpoints.yml"), "--credentials"),
            str(self._folder / "credentials.yml"),
            SANIC_WORKERS=str(WORKERS[place]),
        )

    def _start(self, name: str, *command: str, **variables: str) -> subprocess.Popen[bytes]:
        with (self._folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env=os.environ | variables,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def events_of(self, person: str) -> list[dict[str, Any]]:
        """What is stored of a conversation, read with a client of the test's own, behind the proxy's back."""
        with closing(redis.Redis.from_url(self.redis.url, decode_responses=True)) as client:
            return [json.loads(event) for event in client.lrange(Keyspace(TENANT).conversation(person).events, 0, -1)]

    @contextmanager
    def under_load(self, urls: list[str] | None = None) -> Iterator[Load]:
        """People write while the body breaks something; at the end all they wrote was answered, once."""
        self.start_again()
        load = Load(urls or self.urls, self.identity.token)
        failures: list[BaseException] = []

        def run() -> None:
            try:
                asyncio.run(load.run())
            except BaseException as error:
                failures.append(error)

        thread = threading.Thread(target=run)
        thread.start()
        time.sleep(3)
        try:
            yield load
        finally:
            time.sleep(3)
            load.stopping = True
            thread.join(240)
        if failures:
            raise failures[0]
        assert not thread.is_alive()

    def check_nothing_lost_or_doubled(self, load: Load) -> None:
        """Every message is in its conversation once, was answered with its own number, and in time."""
        for person, messages in load.sent.items():
            events = self.events_of(str(person))
            stored = Counter(event["text"] for event in events if event["event"] == "user")
            assert stored == Counter(f"registra {message.number}" for message in messages)
            assert sum(event["event"] == "session_started" for event in events) == 1
            said = Counter(event["text"] for event in events if event["event"] == "bot")
            assert said == Counter(f"Quedó registrado: {message.number}" for message in messages)
            for message in messages:
                assert message.replies == [f"Quedó registrado: {message.number}"]
                assert message.longest_s < CLIENT_LIMIT_S + MARGIN_S
                assert all(status == 503 and retry for status, retry in message.refusals)
        assert sum(len(messages) for messages in load.sent.values()) > len(load.people)


def _health(port: int) -> str:
    return f"http://127.0.0.1:{port}/webhooks/rest/"


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 (http on this machine)
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.3)
    raise AssertionError(f"{url} does not answer")


@pytest.fixture(scope="package")
def rig(tmp_path_factory: pytest.TempPathFactory, identity: Identity) -> Iterator[Rig]:
    rig = Rig(tmp_path_factory.mktemp("fallas"), identity)
    yield rig
    rig.stop()
