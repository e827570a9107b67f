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
from uuid import UUID, uuid4

import pytest
import redis

from services.auth.tickets import TicketOffice
from services.auth.tokens import TICKET_COOKIE, ticket_key, ticket_name
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


def said_to(replica: Replica, person: UUID) -> list[str]:
    """What the conversation of a person holds, in order."""
    events = replica.call(replica.app.ctx.agent.tracker_store.tail(str(person), 100))
    return [event["text"] for _, event in events if event["event"] in ("user", "bot")]


@pytest.mark.parametrize("transports", [["polling"], ["websocket"], ["polling", "websocket"]])
def test_socketio_client_converses(replica: Replica, identity: Identity, transports: list[str]) -> None:
    person = uuid4()
    result = run(
        "socketio_client.js", url=replica.url, token=identity.token(person), transports=transports, message="hola"
    )
    assert result["session"] == str(person)
    assert result["acknowledgement"]["status"] == "ok"
    assert result["acknowledgement"]["client_message_id"] == "npm-1"
    assert [reply["text"] for reply in result["replies"]] == ["¡Hola!"]
    assert result["replies"][0]["metadata"]["in_reply_to"] == "npm-1"
    assert result["transport"] == transports[-1]
    assert said_to(replica, person) == ["hola", "¡Hola!"]


def test_socketio_client_is_told_why_it_is_refused(replica: Replica) -> None:
    result = run("socketio_client.js", url=replica.url, token="a.b.c", transports=["websocket"], message="hola")
    assert result["refused"] == "Falta una sesión vigente. Inicia sesión de nuevo."
    assert result["data"]["type"] == "urn:chatnomina:problem:no-autenticado"


def test_socketio_client_hears_why_its_message_was_refused(replica: Replica, identity: Identity) -> None:
    result = run(
        "socketio_client.js", url=replica.url, token=identity.token(uuid4()), transports=["websocket"], message=""
    )
    assert result["acknowledgement"]["type"] == "urn:chatnomina:problem:mensaje-vacio"


@pytest.mark.parametrize("cookie", [None, TICKET_COOKIE], ids=["in-the-address", "in-a-cookie"])
def test_rasa_webchat_converses_in_chromium_with_a_one_time_ticket(
    replica: Replica, identity: Identity, redis_client: redis.Redis, cookie: str | None
) -> None:
    person = uuid4()
    ticket = TicketOffice(redis_client, TENANT).issue(identity.token(person)).value
    result = run(
        "webchat.js",
        url=replica.url,
        ticket=ticket,
        cookie=cookie,
        chromium=shutil.which("chromium") or shutil.which("chromium-browser"),
        message="hola",
        reply="¡Hola!",
    )
    assert "error" not in result, result
    # What the person wrote, once, and one answer to it; nothing for the event without a message that it opens with.
    assert result["messages"] == ["hola", "¡Hola!"]
    assert all((ticket in address) is (cookie is None) for address in result["addresses"])
    assert said_to(replica, person) == ["hola", "¡Hola!"]
    assert redis_client.get(ticket_key(TENANT, ticket_name(ticket))) is None
