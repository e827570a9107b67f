"""The Socket.IO channel, with the python-socketio client over the network, two replicas and a real assistant."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import aiohttp
import pytest
import pytest_asyncio
import redis
import socketio
from rasa.core.channels.channel import UserMessage

from services.auth.tickets import TicketOffice
from services.auth.tokens import TICKET_COOKIE, TokenIssuer, session_revocation_key, user_revocation_key
from services.chat.live import LiveDelivery
from tests.connectors.conftest import AUDIENCE, DOMAIN, ISSUER, Identity
from tests.connectors.replica import Replica, running_replica

TENANT = "prueba-sockets"
PATIENCE_S = 15


@pytest.fixture(scope="module")
def replicas(small_model: Path, identity: Identity, redis_url: str) -> Iterator[tuple[Replica, Replica]]:
    credentials = {
        "jwks_url": identity.jwks_url,
        "issuer": ISSUER,
        "audience": AUDIENCE,
        "redis_url": redis_url,
        "tenant": TENANT,
        "cors_origins": "https://chat.example",
        "messages_per_minute": 12,
        "time_limit_s": 4,
    }
    with (
        running_replica(small_model, DOMAIN, redis_url, credentials) as first,
        running_replica(small_model, DOMAIN, redis_url, credentials) as second,
    ):
        yield first, second


@pytest.fixture
def replica(replicas: tuple[Replica, Replica]) -> Replica:
    return replicas[0]


class Device:
    """A connected client that keeps every event it hears."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.client = socketio.AsyncClient(reconnection=False, http_session=session)
        self.heard: list[tuple[str, Any]] = []
        self._news = asyncio.Event()
        for event in (
            "bot_uttered",
            "user_message",
            "bot_typing",
            "message_failed",
            "session_confirm",
            "session_ended",
            "delivery_resumed",
        ):
            self.client.on(event, lambda data, event=event: self._hear(event, data))
        self.client.on("connect_error", lambda data: self._hear("connect_error", data))
        self.client.on("disconnect", lambda: self._hear("disconnect", None))

    def _hear(self, event: str, data: Any) -> None:
        self.heard.append((event, data))
        self._news.set()

    def all(self, event: str) -> list[Any]:
        return [data for name, data in self.heard if name == event]

    async def hear(self, event: str, count: int = 1) -> Any:
        """The event's ``count``-th occurrence, waiting for it."""
        while len(self.all(event)) < count:
            await self.next_event()
        return self.all(event)[count - 1]

    async def next_event(self) -> None:
        """Wait until something more is heard."""
        self._news.clear()
        await asyncio.wait_for(self._news.wait(), PATIENCE_S)

    async def say(self, data: Any) -> Any:
        """Send a message and wait for its acknowledgement."""
        return await self.client.call("user_uttered", data, timeout=PATIENCE_S)

    async def close(self) -> None:
        """Disconnect, and see the client's loops end: a polling one would go on with an HTTP session of its own."""
        await self.client.disconnect()
        engine = self.client.eio
        loops = {task for task in (engine.read_loop_task, engine.write_loop_task) if task is not None}
        if loops:
            await asyncio.wait(loops, timeout=PATIENCE_S)

    async def join(self, **data: Any) -> str:
        await self.client.emit("session_request", {"session_id": None, **data})
        return str(await self.hear("session_confirm"))


Connect = Callable[..., Any]


@pytest_asyncio.fixture
async def connect(replica: Replica, identity: Identity) -> AsyncIterator[Connect]:
    """Connect a device of a person; every device is disconnected at the end."""
    devices: list[Device] = []
    session = aiohttp.ClientSession()

    async def open_socket(
        person: UUID | None = None, *, to: Replica = replica, token: str | None = None, **options: Any
    ) -> Device:
        device = Device(session)
        devices.append(device)
        auth = options.pop("auth", {"token": token or identity.token(person or uuid4())})
        options = {"transports": ["websocket"], "wait_timeout": PATIENCE_S, **options}
        await device.client.connect(f"{to.url}{options.pop('query', '')}", auth=auth, **options)
        return device

    yield open_socket
    await asyncio.gather(*(device.close() for device in devices))
    await session.close()


async def refusal(connect: Connect, **options: Any) -> Any:
    """The problem with which a connection is refused."""
    device = await connect(wait=False, **options)
    return await device.hear("connect_error")


@pytest.mark.parametrize("transports", [["polling"], ["websocket"], ["polling", "websocket"]])
async def test_answers_over_every_transport(connect: Connect, transports: list[str]) -> None:
    person = uuid4()
    device = await connect(person, transports=transports)
    assert await device.join() == str(person)
    acknowledgement = await device.say({"message": "hola", "client_message_id": "m-1"})
    reply = await device.hear("bot_uttered")
    assert reply["text"] == "¡Hola!"
    assert reply["metadata"]["in_reply_to"] == "m-1"
    assert acknowledgement == {"status": "ok", "client_message_id": "m-1", "event_id": reply["metadata"]["id"]}
    assert [data["active"] for data in device.all("bot_typing")] == [True, False]


async def test_has_the_members_that_stock_clients_know(connect: Connect) -> None:
    device = await connect()
    await device.join()
    await device.say({"message": "opciones"})
    options, table = device.all("bot_uttered")
    for reply in (options, table):
        assert set(reply.pop("metadata")) == {"id", "message_id", "in_reply_to", "sent_at"}
    assert options == {
        "text": "¿Qué quieres ver?",
        "quick_replies": [{"content_type": "text", "title": "Mi salario", "payload": "/consultar_salario"}],
    }
    assert table == {"custom": {"type": "table", "rows": []}}


async def test_whatever_session_a_client_names_the_conversation_is_the_tokens_subject(connect: Connect) -> None:
    victim, person = uuid4(), uuid4()
    watching, device = await connect(victim), await connect(person)
    assert await device.join(session_id=str(victim), sender=str(victim), room=str(victim)) == str(person)
    forged = {"message": "hola", "session_id": str(victim), "sender": str(victim), "room": str(victim)}
    assert (await device.say(forged))["status"] == "ok"
    await device.hear("bot_uttered")
    await watching.join()
    assert watching.all("bot_uttered") == []


async def test_the_server_alone_writes_the_metadata(
    connect: Connect, replica: Replica, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[UserMessage] = []
    processor = replica.app.ctx.agent.processor
    handle = processor.handle_message

    async def listen(message: UserMessage) -> Any:
        heard.append(message)
        return await handle(message)

    monkeypatch.setattr(processor, "handle_message", listen)
    person = uuid4()
    device = await connect(person)
    await device.say({"message": "hola", "metadata": {"sent_at": "1999", "sender": "otro"}, "customData": {"a": 1}})
    (message,) = heard
    assert message.sender_id == str(person)
    assert message.input_channel == "socketio"
    assert set(message.metadata) == {"sent_at", "correlation_id", "client_message_id"}
    assert message.metadata["sent_at"] > "2026"


async def test_accepts_a_bearer_header(connect: Connect, identity: Identity) -> None:
    person = uuid4()
    device = await connect(auth=None, headers={"Authorization": f"Bearer {identity.token(person)}"})
    assert await device.join() == str(person)


@pytest.mark.parametrize("auth", [None, {}, {"token": None}, {"token": ""}, {"token": 7}, {"token": "a.b.c"}, "x"])
async def test_refuses_a_connection_without_a_valid_token(connect: Connect, auth: Any) -> None:
    problem = await refusal(connect, auth=auth)
    assert problem["message"] == "Falta una sesión vigente. Inicia sesión de nuevo."
    assert problem["data"]["type"] == "urn:chatnomina:problem:no-autenticado"


async def test_refuses_a_token_in_the_address(connect: Connect, identity: Identity) -> None:
    problem = await refusal(connect, auth=None, query=f"?token={identity.token(uuid4())}")
    assert problem["data"]["status"] == 401


async def test_a_ticket_in_the_address_opens_once(
    connect: Connect, identity: Identity, redis_client: redis.Redis
) -> None:
    person = uuid4()
    ticket = TicketOffice(redis_client, TENANT).issue(identity.token(person)).value
    device = await connect(auth=None, query=f"?token={ticket}", transports=["polling", "websocket"])
    assert await device.join() == str(person)
    problem = await refusal(connect, auth=None, query=f"?token={ticket}")
    assert problem["data"]["status"] == 401


async def test_a_ticket_in_a_cookie_opens_once(connect: Connect, identity: Identity, redis_client: redis.Redis) -> None:
    person = uuid4()
    ticket = TicketOffice(redis_client, TENANT).issue(identity.token(person)).value
    headers = {"Cookie": f"otra=1; {TICKET_COOKIE}={ticket}"}
    device = await connect(auth=None, headers=headers, transports=["polling", "websocket"])
    assert await device.join() == str(person)
    assert (await refusal(connect, auth=None, headers=headers))["data"]["status"] == 401


async def test_a_ticket_joined_to_another_ones_statement_opens_nothing(
    connect: Connect, identity: Identity, redis_client: redis.Redis
) -> None:
    office = TicketOffice(redis_client, TENANT)
    mine, other = (office.issue(identity.token(uuid4())).value for _ in range(2))
    forged = f"{other.partition('.')[0]}.{mine.partition('.')[2]}"
    assert (await refusal(connect, auth=None, query=f"?token={forged}"))["data"]["status"] == 401


async def test_what_redis_keeps_of_a_ticket_is_no_token(identity: Identity, redis_client: redis.Redis) -> None:
    token = identity.token(uuid4())
    ticket = TicketOffice(redis_client, TENANT).issue(token).value
    kept = redis_client.get(f"{TENANT}:auth:ticket:{ticket.partition('.')[0]}")
    assert kept is not None
    assert token.rpartition(".")[2] not in kept.decode()
    assert 0 < redis_client.ttl(f"{TENANT}:auth:ticket:{ticket.partition('.')[0]}") <= 60


@pytest.mark.parametrize("mark", ["session", "person"])
async def test_a_revoked_socket_is_told_why_and_closed_without_saying_anything(
    connect: Connect, identity: Identity, redis_client: redis.Redis, mark: str
) -> None:
    person, session_id = uuid4(), uuid4()
    device = await connect(token=identity.token(person, session_id))
    key = session_revocation_key(TENANT, session_id) if mark == "session" else user_revocation_key(TENANT, person)
    redis_client.set(key, b"1", ex=60)
    ended = await device.hear("session_ended")
    assert (ended["type"], ended["reason"]) == ("urn:chatnomina:problem:sesion-terminada", "revoked")
    await device.hear("disconnect")


async def test_a_message_after_revocation_is_not_answered(
    connect: Connect, identity: Identity, redis_client: redis.Redis, replica: Replica, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no_sweep() -> None:
        """Leave it to the message."""

    monkeypatch.setattr(replica.sockets._presences, "sweep", no_sweep)
    session_id = uuid4()
    device = await connect(token=identity.token(uuid4(), session_id))
    redis_client.set(session_revocation_key(TENANT, session_id), b"1", ex=60)
    acknowledgement = await device.say({"message": "hola", "client_message_id": "m-1"})
    assert acknowledgement["type"] == "urn:chatnomina:problem:sesion-terminada"
    assert acknowledgement["client_message_id"] == "m-1"
    await device.hear("disconnect")
    assert device.all("bot_uttered") == []


async def test_an_expired_socket_is_closed_and_a_renewed_one_goes_on(connect: Connect, identity: Identity) -> None:
    person = uuid4()
    # The verifier forgives five seconds of clocks that differ: one second is left.
    brief = TokenIssuer(identity.ring.current, issuer=ISSUER, audience=AUDIENCE, lifetime_s=-3)
    stale = [brief.issue(person, frozenset(), uuid4()).value for _ in range(2)]
    left, renewed = await asyncio.gather(*(connect(token=token) for token in stale))
    answer = await renewed.client.call("session_renew", {"token": identity.token(person)}, timeout=PATIENCE_S)
    assert answer["status"] == "ok"
    assert (await left.hear("session_ended"))["reason"] == "expired"
    await left.hear("disconnect")
    assert (await renewed.say({"message": "hola"}))["status"] == "ok"


async def test_a_socket_is_not_renewed_for_somebody_else(connect: Connect, identity: Identity) -> None:
    person = uuid4()
    device = await connect(person)
    answer = await device.client.call("session_renew", {"token": identity.token(uuid4())}, timeout=PATIENCE_S)
    assert answer["type"] == "urn:chatnomina:problem:remitente-ajeno"
    assert (await device.client.call("session_renew", {"token": "x"}, timeout=PATIENCE_S))["status"] == 401
    assert await device.join() == str(person)


@pytest.mark.parametrize(
    ("data", "slug"),
    [
        ({"message": ""}, "mensaje-vacio"),
        ({"message": "  \n "}, "mensaje-vacio"),
        ({"message": 7}, "mensaje-no-es-texto"),
        ({"message": ["hola"]}, "mensaje-no-es-texto"),
        ({"message": "a\x00b"}, "mensaje-no-es-texto"),
        ("hola", "mensaje-no-es-texto"),
        (["hola"], "mensaje-no-es-texto"),
        ({"message": "a" * 2001}, "mensaje-muy-largo"),
        ({"message": "a" * 100_000}, "mensaje-muy-largo"),
        ({"message": "hola", "client_message_id": "á é"}, "identificador-invalido"),
    ],
)
async def test_a_message_that_is_none_gets_an_explanation(connect: Connect, data: Any, slug: str) -> None:
    device = await connect()
    acknowledgement = await device.say(data)
    assert acknowledgement["type"] == f"urn:chatnomina:problem:{slug}"
    assert await device.hear("message_failed") == acknowledgement
    assert acknowledgement["instance"].startswith("urn:uuid:")
    if acknowledgement["client_message_id"] is None:
        # Stock clients show nothing but what the assistant says.
        assert (await device.hear("bot_uttered"))["text"] == acknowledgement["detail"]
    assert (await device.say({"message": "hola"}))["status"] == "ok"


@pytest.mark.parametrize("data", [{"customData": {}, "session_id": "x"}, {"message": None}, {}, None])
async def test_a_message_event_without_a_message_breaks_nothing(connect: Connect, data: Any) -> None:
    device = await connect()
    await device.client.emit("user_uttered", data)
    assert (await device.hear("message_failed"))["type"] == "urn:chatnomina:problem:mensaje-vacio"
    assert device.all("bot_uttered") == []
    assert (await device.say({"message": "hola"}))["status"] == "ok"


async def test_a_message_sent_again_is_answered_once(connect: Connect, replicas: tuple[Replica, Replica]) -> None:
    person = uuid4()
    device, elsewhere = await connect(person), await connect(person, to=replicas[1])
    first = await device.say({"message": "hola", "client_message_id": "m-7"})
    again = await elsewhere.say({"message": "hola", "client_message_id": "m-7"})
    assert again == first
    replies = [reply["metadata"]["id"] for reply in device.all("bot_uttered")]
    assert replies == [first["event_id"]]
    # The other device had heard it already, and the answer to its resend bears the same id.
    assert {reply["metadata"]["id"] for reply in elsewhere.all("bot_uttered")} == {first["event_id"]}


async def test_two_devices_on_each_of_two_replicas_share_the_conversation(
    connect: Connect, replicas: tuple[Replica, Replica]
) -> None:
    person, stranger = uuid4(), uuid4()
    devices = [await connect(person, to=replica) for replica in replicas for _ in range(2)]
    outsiders = [await connect(stranger, to=replica) for replica in replicas]
    for number, device in enumerate(devices):
        await device.say({"message": "hola", "client_message_id": f"m-{number}"})
    for number, device in enumerate(devices):
        await device.hear("bot_uttered", 4)
        await device.hear("user_message", 3)
        replies = [reply["metadata"]["in_reply_to"] for reply in device.all("bot_uttered")]
        assert replies == ["m-0", "m-1", "m-2", "m-3"]
        echoes = [said["metadata"]["client_message_id"] for said in device.all("user_message")]
        assert echoes == [f"m-{other}" for other in range(4) if other != number]
        ids = [int(reply["metadata"]["id"]) for reply in device.all("bot_uttered")]
        assert ids == sorted(set(ids))
    assert [event for outsider in outsiders for event, _ in outsider.heard] == []


async def test_a_device_that_returns_hears_what_it_missed(connect: Connect, replicas: tuple[Replica, Replica]) -> None:
    person = uuid4()
    phone, desk = await connect(person), await connect(person, to=replicas[1])
    seen = (await phone.say({"message": "hola", "client_message_id": "m-1"}))["event_id"]
    await phone.client.disconnect()
    await desk.say({"message": "buenas", "client_message_id": "m-2"})
    back = await connect(person, to=replicas[1])
    await back.join(last_event_id=seen)
    assert (await back.hear("user_message"))["text"] == "buenas"
    assert (await back.hear("bot_uttered"))["metadata"]["in_reply_to"] == "m-2"
    assert len(back.all("bot_uttered")) == 1


@pytest.mark.parametrize("last_event_id", ["x", -1, 10**30, True, "9" * 40, {"a": 1}, "999999"])
async def test_a_last_event_that_never_was_breaks_nothing(connect: Connect, last_event_id: Any) -> None:
    person = uuid4()
    device = await connect(person)
    assert await device.join(last_event_id=last_event_id) == str(person)
    assert (await device.say({"message": "hola"}))["status"] == "ok"


@pytest_asyncio.fixture
async def held_turn(replica: Replica, monkeypatch: pytest.MonkeyPatch) -> tuple[asyncio.Event, asyncio.Event]:
    """Two events: the first is set when a turn begins, and it ends only once the second is set."""
    processor = replica.app.ctx.agent.processor
    handle = processor.handle_message
    begun, let_go = asyncio.Event(), asyncio.Event()
    here = asyncio.get_running_loop()

    async def wait_until_let_go(message: UserMessage) -> Any:
        here.call_soon_threadsafe(begun.set)
        await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(let_go.wait(), here))
        return await handle(message)

    monkeypatch.setattr(processor, "handle_message", wait_until_let_go)
    return begun, let_go


async def leave_while_answered(device: Device, replica: Replica, begun: asyncio.Event) -> None:
    """Say something and disconnect before it is answered; returns once the replica has seen the socket go."""
    person = await device.join()
    await device.client.emit("user_uttered", {"message": "hola"})
    await asyncio.wait_for(begun.wait(), PATIENCE_S)
    await device.client.disconnect()
    while replica.sockets._presences.sockets(person):  # noqa: ASYNC110 - it belongs to another event loop
        await asyncio.sleep(0.02)


async def test_an_answer_that_came_too_late_waits_for_the_stock_client_to_return(
    connect: Connect, replica: Replica, redis_url: str, held_turn: tuple[asyncio.Event, asyncio.Event]
) -> None:
    begun, let_go = held_turn
    person = uuid4()
    await leave_while_answered(await connect(person), replica, begun)
    let_go.set()
    with redis.Redis.from_url(redis_url) as stored:
        while not stored.exists(f"{TENANT}:socketio:missed:{person}"):  # noqa: ASYNC110 - it is set by the replica
            await asyncio.sleep(0.02)
    back = await connect(person)
    for _ in range(2):
        await back.client.emit("session_request", {"session_id": None})
    await back.hear("session_confirm", 2)
    await back.hear("bot_uttered")
    assert [reply["text"] for reply in back.all("bot_uttered")] == ["¡Hola!"]


async def test_who_returns_before_the_answer_hears_it_once(
    connect: Connect, replica: Replica, held_turn: tuple[asyncio.Event, asyncio.Event]
) -> None:
    begun, let_go = held_turn
    person = uuid4()
    await leave_while_answered(await connect(person), replica, begun)
    back = await connect(person)
    let_go.set()
    await back.hear("bot_uttered")
    again = await connect(person)
    await again.join()
    await again.say({"message": "buenas"})
    assert [reply["text"] for reply in again.all("bot_uttered")] == ["¡Hola!"]
    assert len(back.all("bot_uttered")) == 2


async def test_messages_of_one_socket_are_answered_in_order(connect: Connect) -> None:
    device = await connect()
    for number in range(6):
        await device.client.emit("user_uttered", {"message": "hola", "client_message_id": f"m-{number}"})
    await device.hear("bot_uttered", 6)
    answered = [reply["metadata"]["in_reply_to"] for reply in device.all("bot_uttered")]
    assert answered == [f"m-{number}" for number in range(6)]


async def test_the_limit_of_messages_is_the_persons_over_all_sockets(
    connect: Connect, replicas: tuple[Replica, Replica]
) -> None:
    person = uuid4()
    devices = [await connect(person, to=replica) for replica in replicas]
    for number in range(12):
        assert (await devices[number % 2].say({"message": "hola"}))["status"] == "ok"
    refused = await devices[0].say({"message": "hola", "client_message_id": "m-13"})
    assert refused["type"] == "urn:chatnomina:problem:demasiados-mensajes"
    assert 1 <= refused["retry_after"] <= 60


async def test_a_flood_is_not_queued_without_end(connect: Connect) -> None:
    device = await connect()
    for number in range(40):
        await device.client.emit("user_uttered", {"message": "hola", "client_message_id": f"m-{number}"})
    while len(answered := device.all("bot_uttered") + device.all("message_failed")) < 40:
        await device.next_event()
    assert len(answered) == 40
    assert {failed["status"] for failed in device.all("message_failed")} == {429}
    assert len(device.all("bot_uttered")) <= 12


async def test_a_person_has_a_bounded_number_of_sockets(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.socketio.SOCKETS_PER_PERSON", 2)
    person = uuid4()
    await connect(person)
    await connect(person)
    assert (await refusal(connect, person=person))["data"]["type"] == "urn:chatnomina:problem:demasiadas-conexiones"
    await connect()


async def test_a_failed_turn_is_told(connect: Connect, replica: Replica, monkeypatch: pytest.MonkeyPatch) -> None:
    async def crash(_message: UserMessage) -> None:
        raise RuntimeError("salario 1750905")

    monkeypatch.setattr(replica.app.ctx.agent.processor, "handle_message", crash)
    device = await connect()
    acknowledgement = await device.say({"message": "hola"})
    assert acknowledgement["type"] == "urn:chatnomina:problem:error-interno"
    assert "1750905" not in str(device.heard)
    assert (await device.hear("bot_uttered"))["text"] == acknowledgement["detail"]
    assert [data["active"] for data in device.all("bot_typing")] == [True, False]


async def test_without_a_trained_assistant_says_so(
    connect: Connect, replica: Replica, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replica.app.ctx, "agent", None)
    device = await connect()
    await device.join(last_event_id="3")
    assert (await device.say({"message": "hola"}))["status"] == 503


async def test_refuses_a_web_page_of_another_origin(connect: Connect) -> None:
    with pytest.raises(socketio.exceptions.ConnectionError):
        await connect(headers={"Origin": "https://malo.example"}, transports=["polling"])
    await connect(headers={"Origin": "https://chat.example"}, transports=["polling"])
    await connect(headers={"Origin": "http://localhost:3000"}, transports=["polling"])


async def test_what_is_written_outside_a_turn_reaches_its_person_on_every_replica_and_nobody_else(
    connect: Connect, replicas: tuple[Replica, Replica], redis_client: redis.Redis
) -> None:
    person, other = uuid4(), uuid4()
    here, there, stranger = await connect(person), await connect(person, to=replicas[1]), await connect(other)
    for device in (here, there, stranger):
        await device.join()
    buttons = [{"title": "Aprobar", "payload": "/afirmar"}]
    delivery = LiveDelivery(redis_client, TENANT)
    delivery.push(person, "notice-7", "Respondieron tu caso.", "staff", {"buttons": buttons})
    for device in (here, there):
        heard = await device.hear("bot_uttered")
        assert heard["text"] == "Respondieron tu caso."
        assert heard["quick_replies"] == [{"content_type": "text", "title": "Aprobar", "payload": "/afirmar"}]
        assert (heard["metadata"]["message_id"], heard["metadata"]["author"]) == ("notice-7", "staff")
    delivery.push(other, "notice-8", "Para ti", "assistant", {})
    assert (await stranger.hear("bot_uttered"))["text"] == "Para ti"
    assert len(stranger.all("bot_uttered")) == 1
