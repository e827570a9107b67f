from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from rasa_sdk import Action
from sanic import Sanic

from actions.server import create_app
from deploy.local.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
SECRET = "s" * 40


class Echo(Action):
    """An action that says one response."""

    def name(self) -> str:
        return "action_echo"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[dict[str, Any]]:
        dispatcher.utter_message(response="utter_x", sender=tracker.sender_id)
        return []


class Broken(Action):
    """An action that fails with something that nobody may read."""

    def name(self) -> str:
        return "action_broken"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[dict[str, Any]]:
        raise RuntimeError("secreto: 3113000")


@pytest.fixture
async def url() -> AsyncIterator[str]:
    """The address of a running server."""
    Sanic.test_mode = True
    port = free_port()
    app = create_app([Echo(), Broken()], SECRET, name=f"actions_{port}")
    server = await app.create_server("127.0.0.1", port, return_asyncio_server=True, access_log=False)
    assert server is not None
    await server.startup()
    await server.start_serving()
    yield f"http://127.0.0.1:{port}"
    server.close()
    await server.wait_closed()


async def call(url: str, body: Any, authorization: str | None = f"Bearer {SECRET}") -> tuple[int, Any]:
    headers = {} if authorization is None else {"Authorization": authorization}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{url}/webhook", json=body, headers=headers) as answer,
    ):
        return answer.status, await answer.json()


def tracker(sender: str = "x") -> dict[str, Any]:
    return {"sender_id": sender, "slots": {}, "latest_message": {}, "events": [], "active_loop": {}}


async def test_actions_are_timed_and_their_failures_counted_under_names_of_ours_alone(url: str) -> None:
    for action in ("action_echo", "action_broken", "action_inventada_por_alguien"):
        await call(url, {"next_action": action, "tracker": tracker()})
    async with aiohttp.ClientSession() as session, session.get(f"{url}/metrics") as answer:
        text = await answer.text()
    assert 'chatnomina_action_seconds_count{action="action_echo"} 1.0' in text
    assert 'chatnomina_action_failures_total{action="action_broken",error="RuntimeError"} 1.0' in text
    assert "inventada" not in text
    assert "3113000" not in text


async def test_an_action_runs_for_whoever_knows_the_secret(url: str) -> None:
    status, content = await call(url, {"next_action": "action_echo", "tracker": tracker("laura")})
    assert status == 200
    assert content["responses"][0]["sender"] == "laura"


@pytest.mark.parametrize(
    "authorization", [None, "", "Bearer", "Bearer ", f"bearer {SECRET}", f"Basic {SECRET}", f"Bearer {SECRET}x", SECRET]
)
async def test_nothing_runs_without_the_secret(url: str, authorization: str | None) -> None:
    status, _ = await call(url, {"next_action": "action_echo", "tracker": tracker()}, authorization)
    assert status == 401


async def test_every_path_but_health_needs_the_secret(url: str) -> None:
    async with aiohttp.ClientSession() as session:
        for path, expected in (("/actions", 401), ("/webhook", 401), ("/no-such-page", 401), ("/health", 200)):
            async with session.get(f"{url}{path}") as answer:
                assert answer.status == expected, path


@pytest.mark.parametrize(
    "body", [None, [], "x", {}, {"next_action": 3}, {"next_action": "a", "tracker": {"sender_id": 7}}]
)
async def test_a_malformed_call_is_a_400(url: str, body: Any) -> None:
    status, _ = await call(url, body)
    assert status == 400


async def test_an_unknown_action_is_a_404(url: str) -> None:
    status, _ = await call(url, {"next_action": "action_unknown", "tracker": tracker()})
    assert status == 404


async def test_a_failure_tells_nothing_of_itself(url: str) -> None:
    assert await call(url, {"next_action": "action_broken", "tracker": tracker()}) == (500, {"error": "internal"})


def test_there_is_no_server_without_a_secret() -> None:
    with pytest.raises(ValueError, match="secret"):
        create_app([], "")


def test_the_process_refuses_a_default_secret_in_production(tmp_path: Path) -> None:
    outcome = subprocess.run(
        [sys.executable, "-m", "actions"],
        cwd=ROOT,
        env={
            **{name: value for name, value in os.environ.items() if name != "ACTION_SERVER_SECRET"},
            "CHATNOMINA_ENV": "production",
            "DATABASE_URL": "postgresql://x:x@127.0.0.1:1/x",
            "REDIS_URL": "redis://127.0.0.1:1/0",
        },
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert outcome.returncode == 2
    assert "ACTION_SERVER_SECRET" in outcome.stdout + outcome.stderr


def test_the_process_serves_and_ends_cleanly_on_sigterm(database_url: str, redis_url: str, tmp_path: Path) -> None:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "actions"],
        cwd=ROOT,
        env={
            **os.environ,
            "CHATNOMINA_ENV": "test",
            "CHATNOMINA_DATA_DIRECTORY": str(tmp_path),
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "ACTIONS_PORT": str(port),
            "ACTION_SERVER_SECRET": SECRET,
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _until_it_listens(port, process)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=10) as answer:
            assert answer.status == 200
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/actions", timeout=10)
        assert refused.value.code == 401
        refused.value.close()
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _until_it_listens(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert process.poll() is None, "the action server ended by itself"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError("the action server does not listen")
