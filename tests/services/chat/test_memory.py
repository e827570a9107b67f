"""Erasing a conversation: the history, what is on its way to it, and what the assistant remembers."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import redis

from context.keys import DEFAULT_PARTITIONS, Keyspace
from context.stock_format import DEFAULT_STOCK_PREFIX
from services.audit import AuditLog
from services.auth.principal import Principal
from services.chat import repository
from services.chat.memory import STOCK_PREFIX, ConversationMemory
from services.chat.published_events import PARTITIONS, SaidMessage
from services.chat.service import ChatService
from services.database import Database

NOW = datetime.now(timezone.utc)


def test_the_keys_are_those_that_the_assistant_writes(client: redis.Redis[str]) -> None:
    memory = ConversationMemory(redis.Redis(), "demo")
    for _ in range(50):
        person = uuid.uuid4()
        assert memory.keys(person) == Keyspace("demo").conversation(str(person)).memory
    assert STOCK_PREFIX == DEFAULT_STOCK_PREFIX
    assert PARTITIONS == DEFAULT_PARTITIONS


def test_erasing_forgets_history_and_memory_and_leaves_an_audit_row(
    database: Database, redis_url: str, client: redis.Redis[str], make_person: Callable[[], uuid.UUID]
) -> None:
    tenant = f"t{uuid.uuid4().hex[:10]}"
    ana, other = make_person(), make_person()
    keyspace = Keyspace(tenant)
    for person in (ana, other):
        for key in keyspace.conversation(str(person)).memory:
            client.set(key, "recuerdo")
        client.set(f"{STOCK_PREFIX}{person}", "recuerdo")
    with redis.Redis.from_url(redis_url) as bytes_client:
        chat = ChatService(database, ConversationMemory(bytes_client, tenant))
        chat.forget(Principal(ana))
    assert not client.exists(*keyspace.conversation(str(ana)).memory, f"{STOCK_PREFIX}{ana}")
    assert client.exists(*keyspace.conversation(str(other)).memory) == len(keyspace.conversation(str(other)).memory)
    (entry,) = AuditLog(database).entries(subject_id=ana)
    assert (entry.action, entry.reason) == ("conversation.erased", "self")


def test_a_message_on_its_way_when_the_conversation_was_erased_is_not_kept(
    database: Database, make_person: Callable[[], uuid.UUID]
) -> None:
    ana = make_person()
    chat = ChatService(database, clock=lambda: NOW)
    chat.forget(Principal(ana))
    late, next_one = (
        SaidMessage(uuid.uuid4().hex, ana, NOW + timedelta(seconds=offset), "person", words)
        for offset, words in ((-1, "dicho antes"), (1, "dicho después"))
    )
    with database.session() as session:
        assert repository.add_messages(session, [late, next_one]) == 1
        session.commit()
    assert [message.text for message in chat.history(Principal(ana)).messages] == ["dicho después"]
