"""A person, and a stream of published events to write."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
import redis

from services.chat.published_events import stream_names
from services.database import Database
from services.users.models import User


@pytest.fixture
def make_person(database: Database) -> Callable[[], uuid.UUID]:
    def make() -> uuid.UUID:
        person = uuid.uuid4()
        with database.session() as session:
            session.add(
                User(
                    id=person,
                    email=f"{person}@example.com",
                    first_names="Ana",
                    last_names="Rojas",
                    document_type="CC",
                    document_number_encrypted=b"x",
                    document_number_index=person.bytes,
                )
            )
            session.commit()
        return person

    return make


@pytest.fixture
def streams() -> list[str]:
    return stream_names(f"t{uuid.uuid4().hex[:10]}", 2)


@pytest.fixture
def client(redis_url: str) -> Iterator[redis.Redis[str]]:
    with closing(redis.Redis.from_url(redis_url, decode_responses=True)) as client:
        yield client


@pytest.fixture
def publish(client: redis.Redis[str]) -> Callable[..., str]:
    """Publish an event as the assistant does; returns its identifier."""

    def publish(stream: str, person: object, event: dict[str, object], event_id: str | None = None) -> str:
        event_id = event_id or uuid.uuid4().hex
        client.xadd(stream, {"id": event_id, "sender_id": str(person), "event": json.dumps(event)})
        return event_id

    return publish
