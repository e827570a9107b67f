"""Delivery between replicas through Redis, and what happens when the way through Redis breaks or is misused."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
import redis
import structlog
from socketio import AsyncServer

from connectors.replica_rooms import RESUMED_EVENT, ReplicaRooms

PATIENCE_S = 10


class Side:
    """One replica's rooms, with what its sockets would be sent in place of the sockets."""

    def __init__(self, url: str, channel: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.rooms = ReplicaRooms(url, channel)
        self.sent: asyncio.Queue[tuple[str, str, Any]] = asyncio.Queue()
        server = AsyncServer(client_manager=self.rooms, async_mode="sanic")

        async def keep(socket: str, packet: Any) -> None:
            await self.sent.put((socket, packet.data, None))

        monkeypatch.setattr(server, "_send_eio_packet", keep)
        self.sid = self.rooms.connect(f"transport-{uuid4().hex}", "/")
        self.rooms.enter_room(self.sid, "/", "ana")
        self.rooms.initialize()

    async def receives(self, text: str) -> None:
        """Wait until the socket is sent something that holds the text."""
        while text not in (await asyncio.wait_for(self.sent.get(), PATIENCE_S))[1]:
            pass


@pytest_asyncio.fixture
async def sides(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Side, Side]]:
    channel = f"prueba:{uuid4().hex}"
    here, there = Side(redis_url, channel, monkeypatch), Side(redis_url, channel, monkeypatch)
    with redis.Redis.from_url(redis_url) as client:
        while dict(client.pubsub_numsub(channel))[channel.encode()] < 2:  # noqa: ASYNC110 - Redis tells nobody
            await asyncio.sleep(0.02)
    yield here, there
    for side in (here, there):
        await side.rooms.close()


async def test_a_room_is_reached_on_every_replica_exactly_once(sides: tuple[Side, Side]) -> None:
    here, _ = sides
    await here.rooms.emit("bot_uttered", {"text": "uno"}, room="ana")
    await here.rooms.emit("bot_uttered", {"text": "dos"}, room="ana")
    for side in sides:
        await side.receives("uno")
        await side.receives("dos")
        assert side.sent.empty()


async def test_another_room_and_a_skipped_socket_hear_nothing(sides: tuple[Side, Side]) -> None:
    here, there = sides
    await here.rooms.emit("bot_uttered", {"text": "de otra persona"}, room="luis")
    await here.rooms.emit("user_message", {"text": "eco"}, room="ana", skip_sid=here.sid)
    await there.receives("eco")
    assert here.sent.empty()
    assert there.sent.empty()


async def test_what_is_for_one_process_does_not_travel(sides: tuple[Side, Side]) -> None:
    here, there = sides
    await here.rooms.emit("session_confirm", "local", room="ana", ignore_queue=True)
    await here.rooms.emit("bot_uttered", {"text": "luego"}, room="ana")
    await there.receives("luego")
    assert there.sent.empty()


async def test_a_broken_subscription_is_taken_up_again_and_the_sockets_are_told(
    sides: tuple[Side, Side], redis_url: str
) -> None:
    here, there = sides
    with redis.Redis.from_url(redis_url) as client:
        client.client_kill_filter(_type="pubsub")
    await there.receives(RESUMED_EVENT)
    await here.rooms.emit("bot_uttered", {"text": "de nuevo"}, room="ana")
    await there.receives("de nuevo")


async def test_published_pickles_are_not_loaded_and_rubbish_stops_nothing(
    sides: tuple[Side, Side], redis_url: str
) -> None:
    here, there = sides
    forged = {"method": "emit", "event": "bot_uttered", "data": {"text": "falso"}, "namespace": "/", "room": "ana"}
    with structlog.testing.capture_logs() as logs, redis.Redis.from_url(redis_url) as client:
        for rubbish in (pickle.dumps(forged), b"\xff", b"[]", b"7", b'{"method": "emit"}', b'{"method": 1}'):
            client.publish(here.rooms.channel, rubbish)
        await here.rooms.emit("bot_uttered", {"text": "cierto"}, room="ana")
        await there.receives("cierto")
    assert there.sent.empty()
    assert "falso" not in str(logs)


async def test_without_redis_the_sockets_of_this_process_are_still_served(monkeypatch: pytest.MonkeyPatch) -> None:
    side = Side("redis://127.0.0.1:9/0", "prueba:sin-redis", monkeypatch)
    await side.rooms.emit("bot_uttered", {"text": "local"}, room="ana")
    await side.receives("local")
    await side.rooms.close()
