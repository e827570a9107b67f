from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timezone
from decimal import Decimal

import psycopg2
import pytest
import redis
import structlog
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from context.keys import Keyspace
from services.chat import repository, stream_consumer
from services.chat.models import Message
from services.chat.published_events import PARTITIONS, SaidMessage, stream_names
from services.chat.rejected_entries import RejectedEntries, refusal, rejected_stream
from services.chat.stream_consumer import GROUP, HistoryConsumer
from services.database import Database
from tests.waiting import wait_until

Publish = Callable[..., str]
MOMENT = datetime(2026, 11, 3, 14, 30, tzinfo=timezone.utc).timestamp()


def user(text: str, at: float = MOMENT) -> dict[str, object]:
    return {
        "event": "user",
        "timestamp": at,
        "text": text,
        "input_channel": "rest",
        "metadata": {"client_message_id": "m-1", "correlation_id": "c-1"},
        "parse_data": {
            "intent": {"name": "consultar_salario", "confidence": 0.98766},
            "entities": [{"entity": "mes", "value": "marzo", "start": 2, "end": 7, "extractor": "X"}],
        },
    }


def bot(text: str, at: float = MOMENT + 1) -> dict[str, object]:
    return {
        "event": "bot",
        "timestamp": at,
        "text": text,
        "data": {"buttons": [{"title": "Sí", "payload": "/afirmar"}], "image": None},
        "metadata": {"utter_action": "utter_salario_actual", "message_id": "c-1.1", "correlation_id": "c-1"},
    }


@contextmanager
def consuming(database: Database, client: redis.Redis[str], streams: list[str], name: str = "one") -> Iterator[None]:
    consumer = HistoryConsumer(database, client, streams, name)
    thread = threading.Thread(target=consumer.run)
    thread.start()
    try:
        yield
    finally:
        consumer.stop()
        thread.join(30)
        assert not thread.is_alive()


def wait_until_drained(client: redis.Redis[str], streams: list[str]) -> None:
    wait_until(lambda: all(client.xlen(stream) == 0 for stream in streams), "the streams are drained")


def rows(database: Database, person: uuid.UUID) -> list[Message]:
    with database.session() as session:
        query = select(Message).where(Message.user_id == person).order_by(Message.occurred_at)
        return list(session.scalars(query))


def test_what_was_said_becomes_rows(
    database: Database,
    client: redis.Redis[str],
    streams: list[str],
    publish: Publish,
    make_person: Callable[[], uuid.UUID],
) -> None:
    person = make_person()
    publish(streams[0], person, user("¿cuánto gano?"))
    publish(streams[0], person, {"event": "slot", "timestamp": MOMENT, "name": "tema", "value": "x"})
    publish(streams[0], person, bot("Tu salario es…"))
    with consuming(database, client, streams):
        wait_until_drained(client, streams)
    said, answered = rows(database, person)
    assert (said.author, said.text, said.intent) == ("person", "¿cuánto gano?", "consultar_salario")
    assert said.confidence == Decimal("0.9877")
    assert said.entities == [{"entity": "mes", "value": "marzo", "start": 2, "end": 7}]
    assert (said.channel, said.client_message_id, said.correlation_id) == ("rest", "m-1", "c-1")
    assert (answered.author, answered.text) == ("assistant", "Tu salario es…")
    assert (answered.event_id, answered.correlation_id) == ("c-1.1", "c-1")
    assert answered.attachments == {"buttons": [{"title": "Sí", "payload": "/afirmar"}]}


def test_an_event_delivered_twice_is_one_row(
    database: Database,
    client: redis.Redis[str],
    streams: list[str],
    publish: Publish,
    make_person: Callable[[], uuid.UUID],
) -> None:
    person = make_person()
    event_id = publish(streams[0], person, user("hola"))
    publish(streams[0], person, user("hola"), event_id)
    with consuming(database, client, streams):
        wait_until_drained(client, streams)
    assert len(rows(database, person)) == 1


def test_what_a_member_read_before_it_died_is_stored_by_another(
    database: Database,
    client: redis.Redis[str],
    streams: list[str],
    publish: Publish,
    make_person: Callable[[], uuid.UUID],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stream_consumer, "CLAIM_IDLE_MS", 0)
    person = make_person()
    publish(streams[0], person, user("hola"))
    client.xgroup_create(streams[0], GROUP, id="0")
    client.xreadgroup(GROUP, "dead", {streams[0]: ">"})
    with consuming(database, client, streams, "alive"):
        wait_until_drained(client, streams)
    assert len(rows(database, person)) == 1


def test_a_member_that_returns_stores_what_it_had_read(
    database: Database,
    client: redis.Redis[str],
    streams: list[str],
    publish: Publish,
    make_person: Callable[[], uuid.UUID],
) -> None:
    person = make_person()
    publish(streams[0], person, user("hola"))
    client.xgroup_create(streams[0], GROUP, id="0")
    client.xreadgroup(GROUP, "one", {streams[0]: ">"})
    with consuming(database, client, streams, "one"):
        wait_until_drained(client, streams)
    assert len(rows(database, person)) == 1


def test_an_unreadable_entry_is_set_aside_and_holds_up_nothing(
    database: Database,
    client: redis.Redis[str],
    streams: list[str],
    publish: Publish,
    make_person: Callable[[], uuid.UUID],
) -> None:
    person = make_person()
    client.xadd(streams[0], {"otra": "cosa"})
    publish(streams[0], "not-a-person", user("hola"))
    publish(streams[0], person, user("hola"))
    with consuming(database, client, streams):
        wait_until_drained(client, streams)
    assert len(rows(database, person)) == 1
    assert client.xlen(f"{streams[0]}:rejected") == 2


REFUSED_ROWS: dict[str, dict[str, object]] = {
    "22": bot("ok") | {"metadata": {"message_id": "m" * 65}},
    "54": bot("ok") | {"metadata": {"correlation_id": "".join(f"{number:x}" for number in range(9000))}},
    "ValueError": bot("nulo: \x00"),
    "UnicodeEncodeError": bot("medio par: \ud83d"),
    "UnreadableEvent": user("ok") | {"parse_data": {"intent": {"name": "saludar", "confidence": "mucha"}}},
}


@pytest.mark.parametrize("reason", REFUSED_ROWS)
def test_a_row_that_postgresql_refuses_is_put_aside_and_holds_up_nothing(
    reason: str,
    database: Database,
    client: redis.Redis[str],
    streams: list[str],
    publish: Publish,
    make_person: Callable[[], uuid.UUID],
) -> None:
    person = make_person()
    texts = [f"mensaje {number}" for number in range(5)]
    for place, said in enumerate(texts):
        publish(streams[0], person, user(said, MOMENT + place))
        if place in (1, 3):
            publish(streams[0], person, REFUSED_ROWS[reason])
    with structlog.testing.capture_logs() as logs, consuming(database, client, streams):
        wait_until_drained(client, streams)
    assert [row.text for row in rows(database, person)] == texts
    aside = [fields for _, fields in client.xrange(rejected_stream(streams[0]))]
    assert [json.loads(fields["event"]) for fields in aside] == [REFUSED_ROWS[reason]] * 2
    assert all(fields["rejected_because"].startswith(reason) for fields in aside)
    (line,) = [line for line in logs if line["event"] == "chat.entries_rejected"]
    assert line["count"] == 2
    assert set(line) == {"event", "log_level", "stream", "count", "reasons"}


def test_what_was_put_aside_is_stored_once_it_is_taken_up_again(
    database: Database,
    client: redis.Redis[str],
    streams: list[str],
    publish: Publish,
    make_person: Callable[[], uuid.UUID],
) -> None:
    person = make_person()
    publish(rejected_stream(streams[0]), person, user("hola"))
    publish(rejected_stream(streams[1]), person, {"event": "user"})
    rejected = RejectedEntries(client, GROUP)
    with consuming(database, client, streams):
        assert rejected.take_up(streams) == 2
        wait_until_drained(client, streams)
    assert len(rows(database, person)) == 1
    assert [client.xlen(rejected_stream(stream)) for stream in streams] == [0, 1]
    assert rejected.take_up(streams) == 1
    assert "rejected_because" not in client.xrange(streams[1])[0][1]


@pytest.mark.parametrize("code", ["57014", "40001", "42P01", "53300", None])
def test_what_may_be_stored_later_is_not_refused(code: str | None) -> None:
    fault = type("Fault", (psycopg2.OperationalError,), {"pgcode": code})
    assert refusal(OperationalError("INSERT", {}, fault())) is None


def test_somebody_who_does_not_exist_has_no_history(
    database: Database, client: redis.Redis[str], streams: list[str], publish: Publish
) -> None:
    publish(streams[0], stranger := uuid.uuid4(), user("hola"))
    with consuming(database, client, streams):
        wait_until_drained(client, streams)
    assert rows(database, stranger) == []


def test_the_history_goes_on_after_the_group_was_lost(
    database: Database,
    client: redis.Redis[str],
    streams: list[str],
    publish: Publish,
    make_person: Callable[[], uuid.UUID],
) -> None:
    person = make_person()
    with consuming(database, client, streams):
        publish(streams[0], person, user("antes"))
        wait_until(lambda: len(rows(database, person)) == 1, "messages kept: 1")
        client.delete(*streams)
        publish(streams[1], person, user("después", MOMENT + 5))
        wait_until(lambda: len(rows(database, person)) == 2, "messages kept: 2")


def test_messages_lie_in_the_partition_of_their_month(
    database: Database,
    client: redis.Redis[str],
    streams: list[str],
    publish: Publish,
    make_person: Callable[[], uuid.UUID],
) -> None:
    person = make_person()
    now = time.time()
    publish(streams[0], person, user("hola", now))
    with consuming(database, client, streams):
        wait_until_drained(client, streams)
    with database.session() as session:
        query = text("SELECT tableoid::regclass::text FROM messages WHERE user_id = :person")
        partition = session.execute(query, {"person": person}).scalar_one()
    assert partition == f"messages_p{datetime.fromtimestamp(now, timezone.utc):%Y%m}"


def test_a_month_with_messages_in_the_default_partition_keeps_them_there(
    database: Database, make_person: Callable[[], uuid.UUID]
) -> None:
    early = SaidMessage(
        uuid.uuid4().hex, make_person(), datetime(2019, 3, 31, 23, tzinfo=timezone.utc), "person", "hola"
    )
    with database.session() as session:
        assert repository.add_messages(session, [early]) == 1
        repository.ensure_partitions(session, date(2019, 3, 1), 2)
        made = text(
            "SELECT relid::regclass::text AS name FROM pg_partition_tree('messages') "
            "WHERE relid::regclass::text LIKE 'messages_p2019%'"
        )
        partitions = session.execute(made).scalars()
        assert list(partitions) == ["messages_p201904"]
        session.rollback()


def test_the_streams_are_those_that_the_assistant_writes() -> None:
    assert stream_names("demo") == Keyspace("demo", PARTITIONS).streams()
