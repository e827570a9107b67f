"""Keys fetched from the services: when they start late, rotate, or go away."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web

from connectors.jwks import FIRST_RETRY_S, REFRESH_S, RETRY_S, JwksCache, KeysUnavailable
from services.auth.keys import SigningKeyRing, rotate_signing_keys


class Clock:
    """Seconds moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class KeyServer:
    """Publishes the keys of a file, counts the fetches, and can fall ill."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.ring = SigningKeyRing(path, create=True)
        self.fetches = 0
        self.body: str | None = None
        self.status = 200
        self.url = ""

    async def answer(self, _request: web.Request) -> web.Response:
        self.fetches += 1
        return web.Response(status=self.status, text=self.body or json.dumps(self.ring.jwks()))


@pytest_asyncio.fixture
async def server(tmp_path: Path) -> AsyncIterator[KeyServer]:
    keys = KeyServer(tmp_path / "signing.json")
    app = web.Application()
    app.router.add_get("/keys", keys.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    keys.url = f"http://127.0.0.1:{runner.addresses[0][1]}/keys"
    yield keys
    await runner.cleanup()


async def test_fetches_once_for_many_at_once(server: KeyServer) -> None:
    cache = JwksCache(server.url)
    current, _ = server.ring.current()
    found = await asyncio.gather(*(cache.keys_for(current) for _ in range(20)))
    assert all(current in keys for keys in found)
    assert server.fetches == 1


async def test_works_when_the_services_start_later(server: KeyServer) -> None:
    clock = Clock()
    cache = JwksCache(server.url, clock=clock)
    server.status = 503
    current, _ = server.ring.current()
    with pytest.raises(KeysUnavailable):
        await cache.keys_for(current)
    server.status = 200
    clock.now += FIRST_RETRY_S
    assert current in await cache.keys_for(current)


async def test_takes_up_a_new_key_and_asks_for_unknown_ones_only_now_and_then(server: KeyServer) -> None:
    clock = Clock()
    cache = JwksCache(server.url, clock=clock)
    await cache.keys_for(server.ring.current()[0])
    new = rotate_signing_keys(server.path)
    clock.now += RETRY_S
    assert new in await cache.keys_for(new)
    for _ in range(50):
        assert "inventada" not in await cache.keys_for("inventada")
    assert server.fetches == 2


async def test_a_withdrawn_key_is_forgotten_at_the_next_refresh(server: KeyServer) -> None:
    clock = Clock()
    cache = JwksCache(server.url, clock=clock)
    old = server.ring.current()[0]
    await cache.keys_for(old)
    for _ in range(3):
        rotate_signing_keys(server.path)
    clock.now += REFRESH_S
    assert old not in await cache.keys_for(old)


@pytest.mark.parametrize("body", ["no es json", "[]", '{"keys": []}', '{"keys": [{"kty": "RSA"}]}'])
async def test_keeps_the_old_keys_when_a_fetch_fails(server: KeyServer, body: str) -> None:
    clock = Clock()
    cache = JwksCache(server.url, clock=clock)
    current, _ = server.ring.current()
    await cache.keys_for(current)
    server.body = body
    clock.now += REFRESH_S
    assert current in await cache.keys_for(current)
    assert server.fetches == 2


async def test_nobody_there_is_no_keys() -> None:
    with pytest.raises(KeysUnavailable):
        await JwksCache("http://127.0.0.1:9/keys").keys_for("k")
