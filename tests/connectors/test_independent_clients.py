"""Clients that nobody here wrote talk to the Socket.IO channel: socket.io-client in Node, rasa-webchat in Chromium.

The python-socketio client is the one of ``test_socketio``.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import redis

from services.auth.tickets import TicketOffice
from tests.connectors.conftest import AUDIENCE, DOMAIN, ISSUER, Identity
from tests.connectors.replica import Replica, running_replica

CLIENTS = Path(__file__).parent / "independent_clients"
TENANT = "prueba-independientes"
INSTALL_TIMEOUT_S = 900
RUN_TIMEOUT_S = 120


@pytest.fixture(scope="session")
def clients() -> None:
    """The npm packages and Chromium, installed when they are not there."""
    subprocess.run([str(CLIENTS / "install.sh")], check=True, timeout=INSTALL_TIMEOUT_S)


@pytest.fixture(scope="module")
def replica(small_model: Path, identity: Identity, redis_url: str, clients: None) -> Iterator[Replica]:
    credentials = {
        "jwks_url": identity.jwks_url,
        "issuer": ISSUER,
        "audience": AUDIENCE,
        "redis_url": redis_url,
        "tenant": TENANT,
    }
    with running_replica(small_model, DOMAIN, redis_url, credentials) as running:
        yield running


def run(script: str, **settings: Any) -> dict[str, Any]:
    """Run a client to its end and return what it printed."""
    node = shutil.which("node")
    assert node is not None
    finished = subprocess.run(
        [node, script, json.dumps(settings)],
        cwd=CLIENTS,
        capture_output=True,
        text=True,
        timeout=RUN_TIMEOUT_S,
        check=False,
    )
    assert finished.stdout, finished.stderr
    printed: dict[str, Any] = json.loads(finished.stdout)
    return printed


@pytest.mark.parametrize("transports", [["polling"], ["websocket"], ["polling", "websocket"]])
def test_socketio_client_converses(replica: Replica, identity: Identity, transports: list[str]) -> None:
    person = uuid4()
    result = run(
        "socketio_client.js", url=replica.url, token=identity.token(person), transports=transports, message="hola"
    )
    assert result["session"] == str(person)
    assert result["acknowledgement"]["status"] == "ok"
    assert [reply["text"] for reply in result["replies"]] == ["¡Hola!"]


def test_socketio_client_is_told_why_it_is_refused(replica: Replica) -> None:
    result = run("socketio_client.js", url=replica.url, token="a.b.c", transports=["websocket"], message="hola")
    assert result["refused"] == "Falta una sesión vigente. Inicia sesión de nuevo."
    assert result["data"]["type"] == "urn:chatnomina:problem:no-autenticado"


def test_socketio_client_hears_why_its_message_was_refused(replica: Replica, identity: Identity) -> None:
    result = run(
        "socketio_client.js", url=replica.url, token=identity.token(uuid4()), transports=["websocket"], message=""
    )
    assert result["acknowledgement"]["type"] == "urn:chatnomina:problem:mensaje-vacio"


def test_rasa_webchat_converses_in_chromium_with_a_one_time_ticket(
    replica: Replica, identity: Identity, redis_client: redis.Redis
) -> None:
    ticket = TicketOffice(redis_client, TENANT).issue(identity.token(uuid4())).value
    result = run(
        "webchat.js",
        url=replica.url,
        ticket=ticket,
        chromium=shutil.which("chromium") or shutil.which("chromium-browser"),
        message="hola",
        reply="¡Hola!",
    )
    assert "error" not in result, result
    assert "hola" in result["messages"]
