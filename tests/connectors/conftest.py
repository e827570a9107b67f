"""The REST channel over real HTTP: a small assistant of four rules, real Redis, a real JWKS address."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import redis
from rasa.core.agent import Agent
from rasa.core.channels.channel import register
from rasa.model_training import train
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig
from sanic import Sanic
from sanic.server.socket import bind_socket

from bench.token_signer import TokenSigner
from connectors.rest import AuthenticatedRestChannel
from connectors.server_surface import guard
from context.lock_store import RedisLockStore
from context.tracker_store import RedisTrackerStore
from services.auth.keys import SigningKeyRing
from services.auth.principal import Role
from services.auth.tokens import TokenIssuer

TENANT = "prueba-conectores"
ISSUER = "chatnomina"
AUDIENCE = "chatnomina"

CONFIG = """
recipe: default.v1
assistant_id: canal-de-prueba
language: es
pipeline: [{name: KeywordIntentClassifier}]
policies: [{name: RulePolicy, enable_fallback_prediction: false}]
"""
DOMAIN = """
version: "3.1"
intents: [saludar, elegir, consultar_salario, callar]
actions: [action_inalcanzable]
responses:
  utter_saludo: [{text: "¡Hola!"}]
  utter_opciones:
    - text: "¿Qué quieres ver?"
      buttons: [{title: "Mi salario", payload: "/consultar_salario"}]
  utter_tabla: [{custom: {type: table, rows: []}}]
session_config: {session_expiration_time: 60, carry_over_slots_to_new_session: true}
"""
DATA = """
version: "3.1"
nlu:
- {intent: saludar, examples: "- hola\\n- buenas\\n"}
- {intent: elegir, examples: "- opciones\\n- menú\\n"}
- {intent: consultar_salario, examples: "- salario\\n- sueldo\\n"}
- {intent: callar, examples: "- silencio\\n- nada\\n"}
rules:
- {rule: saludo, steps: [{intent: saludar}, {action: utter_saludo}]}
- {rule: opciones, steps: [{intent: elegir}, {action: utter_opciones}, {action: utter_tabla}]}
- {rule: salario, steps: [{intent: consultar_salario}, {action: utter_saludo}, {action: action_inalcanzable}]}
- {rule: silencio, steps: [{intent: callar}, {action: action_listen}]}
"""


@dataclass
class Identity:
    """Signs tokens and publishes their keys."""

    ring: SigningKeyRing
    issuer: TokenIssuer
    jwks_url: str

    def token(self, subject: UUID, session_id: UUID | None = None) -> str:
        return self.issuer.issue(subject, frozenset({Role.EMPLOYEE}), session_id or uuid4()).value


@dataclass
class Channel:
    """A running channel: its address and the application behind it."""

    url: str
    app: Sanic
    identity: Identity

    def send(self, body: Any, token: str | None = None, **headers: str) -> httpx.Response:
        content = body if isinstance(body, (bytes, str)) else json.dumps(body)
        sent = {"Content-Type": "application/json", **headers}
        if token is not None:
            sent["Authorization"] = f"Bearer {token}"
        return httpx.post(f"{self.url}/webhooks/rest/webhook", content=content, headers=sent, timeout=20)


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("asistente")
    for name, text in (("config.yml", CONFIG), ("domain.yml", DOMAIN), ("data.yml", DATA)):
        (folder / name).write_text(text, encoding="utf-8")
    result = train(
        str(folder / "domain.yml"), str(folder / "config.yml"), [str(folder / "data.yml")], str(folder / "models")
    )
    assert result.model is not None
    return Path(result.model)


@pytest.fixture(scope="session")
def identity(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Identity]:
    with TokenSigner(tmp_path_factory.mktemp("claves")) as signer:
        yield Identity(signer.ring, signer.issuer, signer.jwks_url)


@pytest.fixture(scope="session")
def running_channel(small_model: Path, identity: Identity, redis_url: str) -> Iterator[Channel]:
    channel = AuthenticatedRestChannel.from_credentials(
        {
            "jwks_url": identity.jwks_url,
            "issuer": ISSUER,
            "audience": AUDIENCE,
            "redis_url": redis_url,
            "tenant": TENANT,
            "cors_origins": "https://chat.example",
            "messages_per_minute": 5,
            "time_limit_s": 4,
        }
    )
    app = Sanic(f"canal-{uuid4().hex}", configure_logging=False)
    guard(app)
    register([channel], app, route="/webhooks/")
    app.ctx.agent = None
    loop = asyncio.SelectorEventLoop()
    listening = bind_socket("127.0.0.1", 0)
    host, port = listening.getsockname()
    started = threading.Event()

    async def start() -> Any:
        domain = Domain.from_yaml(DOMAIN)
        app.ctx.trained = Agent.load(
            small_model,
            domain=domain,
            tracker_store=RedisTrackerStore(domain, redis_url, tenant=TENANT),
            lock_store=RedisLockStore(EndpointConfig(url=redis_url, tenant=TENANT, wait_s=1)),
            action_endpoint=EndpointConfig("http://127.0.0.1:9/webhook"),
        )
        server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
        assert server is not None
        await server.startup()
        await server.before_start()
        await server.start_serving()
        started.set()
        return server

    def run() -> None:
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(start())
        loop.run_forever()
        server.close()
        loop.run_until_complete(server.wait_closed())
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert started.wait(60)
    yield Channel(f"http://{host}:{port}", app, identity)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)


@pytest.fixture
def channel(running_channel: Channel) -> Iterator[Channel]:
    """The channel with its assistant loaded."""
    running_channel.app.ctx.agent = running_channel.app.ctx.trained
    yield running_channel
    running_channel.app.ctx.agent = running_channel.app.ctx.trained


@pytest.fixture
def redis_client(redis_url: str) -> Iterator[redis.Redis]:
    client = redis.Redis.from_url(redis_url)
    yield client
    client.close()
