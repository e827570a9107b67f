"""A replica of the assistant with both channels, in a thread of its own, for tests that talk to it over the network."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from rasa.core.agent import Agent
from rasa.core.channels.channel import register
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig
from sanic import Sanic
from sanic.server.socket import bind_socket

from connectors.rest import AuthenticatedRestChannel
from connectors.server_surface import guard
from connectors.socketio import AuthenticatedSocketChannel
from context.lock_store import RedisLockStore
from context.tracker_store import RedisTrackerStore

START_TIMEOUT_S = 60
STOP_TIMEOUT_S = 20


@dataclass
class Replica:
    """A running replica: its address, its application and its Socket.IO channel."""

    url: str
    app: Sanic
    sockets: AuthenticatedSocketChannel
    loop: asyncio.AbstractEventLoop

    def call(self, coroutine: Any) -> Any:
        """Run a coroutine in the replica's event loop."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(STOP_TIMEOUT_S)


@contextmanager
def running_replica(model: Path, domain_text: str, redis_url: str, credentials: dict[str, Any]) -> Iterator[Replica]:
    """Serve the trained assistant on a free port until the context ends."""
    sockets = AuthenticatedSocketChannel.from_credentials(credentials)
    app = Sanic(f"replica-{uuid4().hex}", configure_logging=False)
    rest = AuthenticatedRestChannel.from_credentials(credentials)
    guard(app)
    register([rest, sockets], app, route="/webhooks/")
    loop = asyncio.SelectorEventLoop()
    listening = bind_socket("127.0.0.1", 0)
    host, port = listening.getsockname()
    started = threading.Event()
    tenant = credentials["tenant"]
    domain = Domain.from_yaml(domain_text)
    stores = (
        RedisTrackerStore(domain, redis_url, tenant=tenant),
        RedisLockStore(EndpointConfig(url=redis_url, tenant=tenant, wait_s=3)),
    )

    async def start() -> Any:
        app.ctx.agent = Agent.load(
            model,
            domain=domain,
            tracker_store=stores[0],
            lock_store=stores[1],
            action_endpoint=EndpointConfig("http://127.0.0.1:9/webhook"),
        )
        server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
        assert server is not None
        await server.startup()
        await server.before_start()
        await server.start_serving()
        started.set()
        return server

    async def stop(server: Any) -> None:
        await server.before_stop()
        server.close()
        await server.wait_closed()
        await rest._authenticator._redis.connection_pool.disconnect()
        for store in stores:
            await store.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def run() -> None:
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(start())
        loop.run_forever()
        loop.run_until_complete(stop(server))
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert started.wait(START_TIMEOUT_S)
    yield Replica(f"http://{host}:{port}", app, sockets, loop)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(STOP_TIMEOUT_S)
