"""What a client that keeps to no library's manners may send over a socket, packet by packet (Socket.IO protocol 5)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import aiohttp
import pytest
import redis

from connectors import origins
from services.auth.principal import Role
from services.auth.tickets import TicketOffice
from services.auth.tokens import TICKET_COOKIE, session_revocation_key, ticket_key, ticket_name
from tests.connectors.conftest import AUDIENCE, DOMAIN, ISSUER, Identity
from tests.connectors.replica import Replica, running_replica

TENANT = "prueba-paquetes"
PATIENCE_S = 15


@pytest.fixture(scope="module")
def replica(small_model: Path, identity: Identity, redis_url: str) -> Iterator[Replica]:
    credentials = {
        "jwks_url": identity.jwks_url,
        "issuer": ISSUER,
        "audience": AUDIENCE,
        "redis_url": redis_url,
        "tenant": TENANT,
    }
    with running_replica(small_model, DOMAIN, redis_url, credentials) as running:
        yield running


class RawSocket:
    """A WebSocket on which Socket.IO packets are written by hand."""

    def __init__(self, stream: aiohttp.ClientWebSocketResponse) -> None:
        self.stream = stream

    async def send(self, packet: str) -> None:
        await self.stream.send_str(packet)

    async def receive(self) -> str | None:
        """The next packet but pings, which are answered; None once the server has closed."""
        while True:
            message = await self.stream.receive(timeout=PATIENCE_S)
            if message.type is not aiohttp.WSMsgType.TEXT or message.data in ("1", "41"):
                return None
            if message.data != "2":
                return str(message.data)
            await self.stream.send_str("3")

    async def event(self, name: str) -> Any:
        """The payload of the next event of that name; None once the connection is closed."""
        while (packet := await self.receive()) is not None:
            if packet.startswith("42"):
                event, *payload = json.loads(packet[2:])
                if event == name:
                    return payload[0] if payload else {}
        return None

    async def say(self, text: str) -> Any:
        await self.send("42" + json.dumps(["user_uttered", {"message": text}]))
        return await self.event("bot_uttered")


@asynccontextmanager
async def opened(replica: Replica, **headers: str) -> AsyncIterator[RawSocket]:
    """A connection that has not yet said whose it is."""
    address = f"{replica.url.replace('http', 'ws', 1)}/socket.io/?EIO=4&transport=websocket"
    async with aiohttp.ClientSession() as session, session.ws_connect(address, headers=headers) as stream:
        socket = RawSocket(stream)
        assert (await socket.receive() or "").startswith("0")
        yield socket


@asynccontextmanager
async def connected(replica: Replica, token: str) -> AsyncIterator[RawSocket]:
    async with opened(replica) as socket:
        await socket.send("40" + json.dumps({"token": token}))
        assert (await socket.receive() or "").startswith("40")
        yield socket


async def test_a_token_in_a_cookie_or_a_second_ticket_opens_nothing(
    replica: Replica, identity: Identity, redis_client: redis.Redis
) -> None:
    office = TicketOffice(redis_client, TENANT)
    first, second = (office.issue(identity.token(uuid4())).value for _ in range(2))
    for cookie in (
        f"{TICKET_COOKIE}={identity.token(uuid4())}",
        f"{TICKET_COOKIE}={first}; {TICKET_COOKIE}={second}",
        f"otra={first}",
        f"{TICKET_COOKIE}=",
    ):
        async with opened(replica, Cookie=cookie) as socket:
            await socket.send("40")
            assert (await socket.receive() or "").startswith("44"), cookie
    async with opened(replica, Cookie=f"{TICKET_COOKIE}={first}") as socket:
        await socket.send("40")
        assert (await socket.receive() or "").startswith("40")


def is_polled(replica: Replica, sid: str) -> bool:
    """Whether the connection has a long poll under way, which takes packets as they come."""
    return bool(replica.sockets._server.eio.sockets[sid].queue._getters)


async def test_a_polling_client_that_leaves_or_is_refused_is_let_go_at_once(
    replica: Replica, identity: Identity
) -> None:
    for token, told in ((identity.token(uuid4()), "40"), ("a.b.c", "44")):
        async with aiohttp.ClientSession(f"{replica.url}") as session:
            opened_with = await (await session.get("/socket.io/?EIO=4&transport=polling")).text()
            sid = json.loads(opened_with[1:])["sid"]
            address = f"/socket.io/?EIO=4&transport=polling&sid={sid}"
            await (await session.post(address, data="40" + json.dumps({"token": token}))).text()
            assert (await (await session.get(address)).text()).startswith(told)
            waiting = asyncio.ensure_future(session.get(address))
            while not is_polled(replica, sid):  # noqa: ASYNC110 - it belongs to another event loop
                await asyncio.sleep(0.01)
            await (await session.post(address, data="1")).text()
            # The packet that does nothing, which is what ends a long poll under way.
            assert await (await asyncio.wait_for(waiting, PATIENCE_S)).text() == "6"
            # Whoever goes on after that, or never opened one, is refused, and that is no failure of ours.
            for gone in (address, "/socket.io/?EIO=4&transport=polling", f"{address}x"):
                assert (await session.post(gone, data="1")).status == 400
            assert (await session.get(address)).status == 400


async def test_a_page_of_another_site_opens_nothing_with_the_persons_cookie(
    replica: Replica, identity: Identity, redis_client: redis.Redis
) -> None:
    ticket = TicketOffice(redis_client, TENANT).issue(identity.token(uuid4())).value
    with pytest.raises(aiohttp.WSServerHandshakeError):
        async with opened(replica, Cookie=f"{TICKET_COOKIE}={ticket}", Origin="https://malo.example"):
            pass
    assert redis_client.exists(ticket_key(TENANT, ticket_name(ticket)))


@pytest.mark.parametrize("words", [["disconnect"], ["disconnect", "x"], ["connect", {"QUERY_STRING": ""}]])
async def test_a_client_that_says_the_servers_own_words_is_still_cut_off_when_its_session_ends(
    words: list[Any], replica: Replica, identity: Identity, redis_client: redis.Redis
) -> None:
    session_id = uuid4()
    async with connected(replica, identity.token(uuid4(), session_id)) as socket:
        await socket.send("42" + json.dumps(words))
        assert (await socket.say("hola"))["text"] == "¡Hola!"
        redis_client.set(session_revocation_key(TENANT, session_id), b"1", ex=60)
        assert (await socket.event("session_ended"))["reason"] == "revoked"
        assert await socket.event("bot_uttered") is None


async def test_words_of_the_server_never_move_a_socket_into_another_persons_room(
    replica: Replica, identity: Identity
) -> None:
    mine, other = uuid4(), uuid4()
    async with (
        connected(replica, identity.token(mine)) as socket,
        connected(replica, identity.token(other)) as another,
    ):
        stolen = identity.token(other)
        await socket.send("42" + json.dumps(["connect", {"HTTP_AUTHORIZATION": f"Bearer {stolen}"}]))
        await socket.send("40" + json.dumps({"token": stolen}))
        assert (await another.say("hola"))["text"] == "¡Hola!"
        await socket.send("42" + json.dumps(["session_request", {"session_id": str(other)}]))
        assert UUID(await socket.event("session_confirm")) == mine


@pytest.mark.parametrize("role", list(Role))
async def test_no_role_hears_another_persons_room_whatever_it_asks_for(
    role: Role, replica: Replica, identity: Identity
) -> None:
    subject, mine = uuid4(), uuid4()
    token = identity.issuer.issue(mine, frozenset({Role.EMPLOYEE, role}), uuid4()).value
    async with connected(replica, identity.token(subject)) as speaking, connected(replica, token) as listening:
        for words in (
            ["session_request", {"session_id": str(subject), "last_event_id": "0"}],
            ["user_uttered", {"message": "hola", "session_id": str(subject), "sender": str(subject)}],
            *([word, str(subject)] for word in ("join", "enter_room", "subscribe", "room")),
        ):
            await listening.send("42" + json.dumps(words))
        assert UUID(await listening.event("session_confirm")) == mine
        assert (await listening.event("bot_uttered"))["text"] == "¡Hola!"
        assert (await speaking.say("opciones"))["text"] == "¿Qué quieres ver?"
        # What comes next is the answer to its own message: nothing of the other's came before.
        await listening.send("42" + json.dumps(["user_uttered", {"message": "hola"}]))
        assert (await listening.event("bot_uttered"))["text"] == "¡Hola!"


@pytest.mark.parametrize("packet", ['459999999-["user_uttered",{"_placeholder":true,"num":0}]', "463-[]", b"x" * 1024])
async def test_nobody_has_attachments_collected_whether_identified_or_not(
    packet: str | bytes, replica: Replica, identity: Identity
) -> None:
    for connection in (opened(replica), connected(replica, identity.token(uuid4()))):
        async with connection as socket:
            await (socket.stream.send_str(packet) if isinstance(packet, str) else socket.stream.send_bytes(packet))
            assert await socket.receive() is None


async def test_a_connection_that_identifies_nobody_is_closed_after_a_while(
    replica: Replica, identity: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with connected(replica, identity.token(uuid4())) as named:
        monkeypatch.setattr(origins, "NAMED_WITHIN_S", 0.5)
        async with opened(replica) as silent:
            assert await silent.receive() is None
        async with opened(replica) as refused:
            await refused.send("40" + json.dumps({"token": "a.b.c"}))
            while await refused.receive() is not None:
                pass
        assert (await named.say("hola"))["text"] == "¡Hola!"


@pytest.mark.parametrize(
    "packet",
    [
        "42[]",
        "42{}",
        '42{"0":"user_uttered"}',
        "42[7]",
        '42[["user_uttered"],{"message":"hola"}]',
        "42[null]",
        "42not json",
        "4",
        "49",
        "451-",
        '451-["user_uttered",{"_placeholder":true,"num":9}]',
        '43999999["x"]',
        '42/admin,["user_uttered",{"message":"hola"}]',
        "40/admin," + json.dumps({"token": "x"}),
        "42" + "[" * 5_000,
        "\x00",
    ],
)
async def test_packets_that_make_no_sense_harm_nobody_else(packet: str, replica: Replica, identity: Identity) -> None:
    person = uuid4()
    async with connected(replica, identity.token(person)) as orderly:
        async with connected(replica, identity.token(uuid4())) as odd:
            await odd.send(packet)
        assert (await orderly.say("hola"))["text"] == "¡Hola!"
