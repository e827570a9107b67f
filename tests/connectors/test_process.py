"""`python -m connectors` as it runs in production, as two workers: what it answers, counts and may not write down."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import aiohttp
import httpx
import pytest
import socketio

from deploy.local.ports import free_port
from tests.conftest import ROOT
from tests.connectors.conftest import AUDIENCE, ISSUER, Identity
from transport.security_headers import SECURITY_HEADERS

START_TIMEOUT_S = 180
ACTION_SECRET = "secreto-del-servidor-de-acciones-52"
SAID = ("hola, gano $ 4.321.987 al mes", "hola soy Berenice Quiñones", "hola cédula 52987123", "hola ana@example.com")


@dataclass
class Assistant:
    """The running process and everything it has written."""

    process: subprocess.Popen[bytes]
    url: str
    log_path: Path
    identity: Identity

    def lines(self) -> list[str]:
        return self.log_path.read_text(encoding="utf-8").splitlines()

    def send(self, text: str, token: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.post(f"{self.url}/webhooks/rest/webhook", json={"message": text}, headers=headers, timeout=30)


@pytest.fixture(scope="module")
def assistant(
    small_model: Path, identity: Identity, redis_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Assistant]:
    log_path = tmp_path_factory.mktemp("asistente") / "rasa.log"
    port = free_port()
    variables = {
        "RASA_MODEL": str(small_model),
        "RASA_PORT": str(port),
        "REDIS_URL": redis_url,
        "AUTH_JWKS_URL": identity.jwks_url,
        "AUTH_ISSUER": ISSUER,
        "AUTH_AUDIENCE": AUDIENCE,
        "CHATNOMINA_TENANT": f"proceso-{uuid4().hex[:8]}",
        "ACTION_SERVER_URL": "http://127.0.0.1:9/webhook",
        "ACTION_SERVER_SECRET": ACTION_SECRET,
        "SANIC_WORKERS": "2",
    }
    with log_path.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "connectors"], cwd=ROOT, env=os.environ | variables, stdout=log, stderr=log
        )
    running = Assistant(process, f"http://127.0.0.1:{port}", log_path, identity)
    try:
        _wait_until_up(running)
        yield running
    finally:
        process.terminate()
        try:
            process.wait(30)
        finally:
            process.kill()


def _wait_until_up(assistant: Assistant) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while True:
        try:
            if httpx.get(f"{assistant.url}/webhooks/rest/", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            pass
        if assistant.process.poll() is not None or time.monotonic() > deadline:
            raise AssertionError("\n".join(assistant.lines()[-30:]))
        time.sleep(0.2)


def test_nothing_of_a_person_s_reaches_the_log_not_even_when_turns_fail(assistant: Assistant, redis_url: str) -> None:
    token = assistant.identity.token(uuid4())
    for text in SAID:
        assert assistant.send(text, token).status_code == 200
    assert assistant.send("mi salario de 8765432 llegó mal", token).status_code == 503
    assert assistant.send('/elegir{"persona": "Berenice Quiñones"}', token).status_code in {200, 500}
    assert assistant.send("hola", f"{token}x").status_code == 401
    assert httpx.get(f"{assistant.url}/webhooks/rest/webhook?token={token}", timeout=10).status_code == 405
    assert httpx.get(f"{assistant.url}/conversations/x/tracker?token={token}", timeout=10).status_code == 404
    lines = assistant.lines()
    assert any(json.loads(line)["event"] == "connectors.turn_not_answered" for line in lines)
    password = redis_url.split(":")[2].split("@")[0]
    secrets = (
        *("4.321.987", "4321987", "Berenice", "Quiñones", "52987123", "ana@example", "8765432", "llegó mal"),
        *(token, token.split(".")[1], token.split(".")[2], ACTION_SECRET, password),
    )
    written = "\n".join(lines)
    assert [secret for secret in secrets if secret in written] == []


def test_every_line_is_json_and_names_its_process(assistant: Assistant) -> None:
    assert {json.loads(line)["process"] for line in assistant.lines()} == {"rasa"}


def test_turns_are_counted_by_intent_and_failures_by_type(assistant: Assistant) -> None:
    token = assistant.identity.token(uuid4())
    assistant.send("hola", token)
    text = httpx.get(f"{assistant.url}/webhooks/rest/metrics", timeout=10).text
    assert 'chatnomina_turns_total{intent="saludar"}' in text
    assert "chatnomina_turn_failures_total{reason=" in text
    assert "chatnomina_lock_wait_seconds_count" in text
    assert "chatnomina_tracker_events_count" in text


def _answered(assistant: Assistant) -> float:
    text = httpx.get(f"{assistant.url}/webhooks/rest/metrics", timeout=10).text
    return sum(float(line.split()[1]) for line in text.splitlines() if line.startswith("chatnomina_turns_total{"))


def test_the_workers_count_together(assistant: Assistant) -> None:
    before, people = _answered(assistant), [uuid4() for _ in range(12)]
    # A connection each, so that both workers answer, and both are asked what was counted.
    for person in people:
        assert assistant.send("hola", assistant.identity.token(person)).status_code == 200
    assert {_answered(assistant) - before for _ in range(12)} == {len(people)}


def test_workers_are_reached_by_websocket_alone(assistant: Assistant) -> None:
    polled = httpx.get(f"{assistant.url}/socket.io/?EIO=4&transport=polling", timeout=10)
    assert polled.status_code == 400

    async def say_hello() -> str:
        heard: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        async with aiohttp.ClientSession() as session:
            client = socketio.AsyncClient(reconnection=False, http_session=session)
            client.on("bot_uttered", lambda data: heard.done() or heard.set_result(data["text"]))
            token = assistant.identity.token(uuid4())
            await client.connect(assistant.url, auth={"token": token}, transports=["websocket"], wait_timeout=60)
            await client.emit("user_uttered", {"message": "hola"})
            said = await asyncio.wait_for(heard, 60)
            await client.disconnect()
            return said

    assert asyncio.run(say_hello()) == "¡Hola!"


def test_rasa_s_own_http_interface_is_off(assistant: Assistant) -> None:
    for path in ("/status", "/domain", "/model", f"/conversations/{uuid4()}/tracker"):
        assert httpx.get(assistant.url + path, timeout=10).status_code == 404
    assert httpx.post(f"{assistant.url}/model/parse", json={"text": "hola"}, timeout=10).status_code == 404


def test_every_answer_carries_the_security_headers_and_none_names_what_runs_here(assistant: Assistant) -> None:
    url, token = assistant.url, assistant.identity.token(uuid4())
    answers = {
        200: httpx.get(f"{url}/webhooks/rest/", timeout=10),
        400: httpx.get(f"{url}/socket.io/?EIO=3&transport=websocket", timeout=10),
        401: httpx.post(f"{url}/webhooks/rest/webhook", json={"message": "hola"}, timeout=10),
        404: httpx.get(url, timeout=10),
        405: httpx.put(f"{url}/webhooks/rest/", timeout=10),
        413: httpx.post(
            f"{url}/webhooks/rest/webhook",
            content=b"x" * 70_000,
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
            timeout=10,
        ),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        assert {name: answer.headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS, status
        assert "rasa" not in answer.text.lower()
        assert "sanic" not in f"{answer.text} {answer.headers}".lower()
        if status > 400:
            assert answer.headers["content-type"].startswith("application/problem+json")
            assert answer.json()["status"] == status


def test_a_page_of_this_machine_may_speak_with_it_and_a_foreign_one_may_not(assistant: Assistant) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}
    url = f"{assistant.url}/webhooks/rest/webhook?stream=true"
    here = httpx.options(url, headers={"Origin": "http://127.0.0.1:8000", **asked}, timeout=10)
    assert here.headers["access-control-allow-origin"] == "http://127.0.0.1:8000"
    assert {"Authorization", "Content-Type"} <= set(here.headers["access-control-allow-headers"].split(", "))
    foreign = httpx.options(url, headers={"Origin": "https://malo.example", **asked}, timeout=10)
    assert "access-control-allow-origin" not in foreign.headers
    assert "access-control-allow-credentials" not in {**here.headers, **foreign.headers}


def test_it_does_not_start_without_a_trained_assistant() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "RASA_MODEL"}
    finished = subprocess.run(
        [sys.executable, "-m", "connectors"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert finished.returncode == 2
    assert json.loads(finished.stdout)["event"] == "assistant.refused_to_start"
