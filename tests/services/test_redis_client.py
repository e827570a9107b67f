"""What the services keep in Redis, with servers as installations have them: a cluster, a Sentinel, TLS."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
import redis
from redis import Redis

from context.keys import Keyspace
from context.redis_clients import RedisClients
from services.auth.mail import Mail
from services.auth.principal import Role
from services.auth.revocation import RevocationList
from services.auth.tickets import TicketOffice
from services.auth.tokens import VerifiedToken, join_ticket, ticket_key, ticket_name
from services.cache import Cache
from services.chat.live import LiveDelivery
from services.chat.memory import ConversationMemory
from services.chat.published_events import stream_names
from services.chat.stream_consumer import HistoryConsumer
from services.chat.stream_lag import StreamLagCollector
from services.database import Database
from services.payroll.desk.confirmation import ConfirmationCodes
from services.payroll.desk.errors import NotConfirmed
from services.rate_limits import RateLimit, RateLimited, RateLimiter
from services.redis_client import close_redis, connect_redis
from tests import redis_servers
from tests.waiting import wait_until

ROOT = Path(__file__).resolve().parents[2]
TENANT = "topologias"


@pytest.fixture(scope="module", params=redis_servers.KINDS)
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, redis_url: str) -> Iterator[str]:
    with redis_servers.topology(request.param, tmp_path_factory.mktemp(request.param), redis_url) as url:
        yield url


@pytest.fixture
def client(url: str) -> Iterator[Redis[bytes]]:
    client = connect_redis(url)
    yield client
    close_redis(client)


def test_the_cache_stores_once_and_forgets_by_key_and_by_pattern(client: Redis[bytes]) -> None:
    cache, loads = Cache(client, f"{TENANT}:cache"), []

    def read(key: str) -> str:
        def load() -> str:
            loads.append(key)
            return key

        return cache.get_or_load(key, 60, load, lambda value: value, lambda raw: raw.decode())

    people = [f"{uuid.uuid4()}:perfil" for _ in range(8)]
    assert [read(key) for key in people * 2] == people * 2
    assert loads == people
    cache.delete(*people[:4])
    cache.delete_pattern(people[4].replace("perfil", "*"))
    assert [read(key) for key in people] == people
    assert loads == [*people, *people[:5]]


def test_limits_count_against_several_keys_at_once(client: Redis[bytes]) -> None:
    limiter, person = RateLimiter(client, TENANT), uuid.uuid4().hex
    limits = [(f"login:{person}", RateLimit(2, 60)), (f"address:{person}", RateLimit(9, 60))]
    limiter.take(limits)
    limiter.take(limits)
    with pytest.raises(RateLimited):
        limiter.take(limits)
    limiter.reset(*(key for key, _ in limits))
    limiter.take(limits)


def test_a_revoked_session_or_person_is_known(client: Redis[bytes]) -> None:
    revocations, now = RevocationList(client, TENANT), datetime.now(timezone.utc)

    def token() -> VerifiedToken:
        return VerifiedToken(uuid.uuid4(), frozenset({Role.EMPLOYEE}), now, now, "t", uuid.uuid4())

    ended, cut_off, standing = token(), token(), token()
    revocations.revoke_sessions([ended.session_id])
    revocations.revoke_user(cut_off.subject)
    assert [revocations.is_revoked(each) for each in (ended, cut_off, standing)] == [True, True, False]


def test_a_ticket_opens_once(client: Redis[bytes]) -> None:
    access_token = "cabeza.cuerpo." + "f" * 86
    ticket = TicketOffice(client, TENANT).issue(access_token).value
    key = ticket_key(TENANT, ticket_name(ticket))
    statement: Any = client.getdel(key)
    assert join_ticket(ticket, statement.decode()) == access_token
    assert client.getdel(key) is None


class Mailbox:
    def __init__(self) -> None:
        self.mails: list[Mail] = []

    def send(self, mail: Mail) -> None:
        self.mails.append(mail)


def test_a_confirmation_code_is_spent_once(client: Redis[bytes]) -> None:
    class Users:
        def profile(self, _: object) -> Any:
            return type("Profile", (), {"email": "ana@example.com", "first_names": "Ana"})

    class Somebody:
        user_id = uuid.uuid4()

    mailbox, somebody = Mailbox(), Somebody()
    codes = ConfirmationCodes(client, TENANT, RateLimiter(client, TENANT), Users(), mailbox)  # type: ignore[arg-type]
    codes.send(somebody)  # type: ignore[arg-type]
    (code,) = (word for word in mailbox.mails[0].body.replace(".", " ").split() if word.isdigit() and len(word) == 6)
    codes.check(somebody, code)  # type: ignore[arg-type]
    codes.spend(somebody)  # type: ignore[arg-type]
    with pytest.raises(NotConfirmed):
        codes.spend(somebody)  # type: ignore[arg-type]


def test_a_conversation_is_forgotten_with_what_the_history_put_aside(client: Redis[bytes]) -> None:
    person, other = uuid.uuid4(), uuid.uuid4()
    keys = Keyspace(TENANT).conversation(str(person))
    client.rpush(keys.events, "{}")
    for each in (person, other):
        client.xadd(f"{keys.stream}:rejected", {"sender_id": str(each), "event": "{}"})
    ConversationMemory(client, TENANT).erase(person)
    assert not client.exists(keys.events)
    kept = [fields[b"sender_id"].decode() for _, fields in client.xrange(f"{keys.stream}:rejected")]
    assert str(person) not in kept
    assert str(other) in kept


def test_what_is_told_outside_a_turn_reaches_the_replicas(client: Redis[bytes], url: str) -> None:
    # Heard with a client of one node, as the replicas of the assistant hear it.
    node = RedisClients(url).blocking() if "cluster" not in url else _any_node(url)
    with closing(node), node.pubsub(ignore_subscribe_messages=True) as heard:
        heard.subscribe(f"chatnomina:{TENANT}:socketio")
        heard.get_message(timeout=10)
        LiveDelivery(client, TENANT).push(uuid.uuid4(), "m-1", "Aprobada", "staff", {})
        message = heard.get_message(timeout=10)
    assert message is not None
    assert json.loads(message["data"])["event"] == "bot_uttered"


def _any_node(url: str) -> Redis[str]:
    return Redis.from_url(url.replace("+cluster", ""), decode_responses=True)


def test_the_history_is_written_from_every_partition(url: str, client: Redis[bytes], database_url: str) -> None:
    tenant = f"t{uuid.uuid4().hex[:8]}"
    streams, database = stream_names(tenant), Database(database_url)
    clients = RedisClients(url)
    lag = StreamLagCollector(client, streams)

    def waiting() -> dict[str, float]:
        return {family.name: family.samples[0].value for family in lag.collect()}

    for stream in streams:
        client.xadd(stream, {"id": uuid.uuid4().hex, "sender_id": str(uuid.uuid4()), "event": '{"event": "slot"}'})
        client.xadd(stream, {"otra": "cosa"})
    assert waiting()["chatnomina_chat_history_lag_events"] == 2 * len(streams)
    with closing(clients.blocking()) as text_client:
        consumer = HistoryConsumer(database, text_client, streams, "one", together=not clients.is_cluster)
        thread = threading.Thread(target=consumer.run)
        thread.start()
        try:
            wait_until(lambda: waiting()["chatnomina_chat_history_lag_events"] == 0, "the history has caught up")
        finally:
            consumer.stop()
            thread.join(30)
    assert waiting()["chatnomina_chat_history_rejected_events"] == len(streams)
    database.dispose()


@pytest.mark.parametrize("url", ["redis+cluster://127.0.0.1:1,127.0.0.1:2", "redis+sentinel://127.0.0.1:1/0?service=x"])
def test_a_process_may_start_before_its_redis_and_hears_that_it_is_away(url: str) -> None:
    client = connect_redis(url)
    cache = Cache(client, TENANT)
    assert cache.get_or_load("clave", 60, lambda: "del origen", str, bytes.decode) == "del origen"
    with pytest.raises(redis.ConnectionError):
        RateLimiter(client, TENANT).take([("clave", RateLimit(1, 60))])
    close_redis(client)


def test_no_service_brings_rasa_along() -> None:
    program = (
        "import sys, services.bootstrap, services.chat.__main__, services.imports.__main__, actions.registry; "
        "sys.exit(any(name.split('.')[0] == 'rasa' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, timeout=120, check=False).returncode == 0
