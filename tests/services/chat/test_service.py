from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest

from services.auth.principal import AccessDenied, Principal, Role
from services.chat import repository
from services.chat.published_events import SaidMessage
from services.chat.service import ChatService, UnknownCursor
from services.database import Database

START = datetime(2026, 10, 1, 8, 0, tzinfo=timezone.utc)


def say(database: Database, person: uuid.UUID, count: int) -> None:
    messages = [
        SaidMessage(uuid.uuid4().hex, person, START + timedelta(minutes=number), "person", f"mensaje {number}")
        for number in range(count)
    ]
    with database.session() as session:
        repository.add_messages(session, messages)
        session.commit()


def test_pages_lead_from_the_latest_to_the_first(database: Database, make_person: Callable[[], uuid.UUID]) -> None:
    person = make_person()
    say(database, person, 25)
    chat, principal = ChatService(database), Principal(person)
    texts, cursor = [], None
    while True:
        page = chat.history(principal, cursor=cursor, limit=10)
        texts += [message.text for message in page.messages]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert texts == [f"mensaje {number}" for number in reversed(range(25))]


@pytest.mark.parametrize("roles", [[], [Role.MANAGER], [Role.HR], [Role.PAYROLL], [Role.AUDITOR], [Role.ADMIN]])
def test_nobody_reads_or_deletes_anothers_conversation(
    database: Database, make_person: Callable[[], uuid.UUID], roles: list[Role]
) -> None:
    person = make_person()
    say(database, person, 1)
    chat, other = ChatService(database), Principal(make_person(), frozenset(roles))
    with pytest.raises(AccessDenied):
        chat.history(other, person)
    with pytest.raises(AccessDenied):
        chat.forget(other, person)
    assert len(chat.history(Principal(person)).messages) == 1


def test_forgetting_deletes_only_ones_own_messages(database: Database, make_person: Callable[[], uuid.UUID]) -> None:
    one, other = make_person(), make_person()
    say(database, one, 3)
    say(database, other, 2)
    chat = ChatService(database)
    assert chat.forget(Principal(one)) == 3
    assert chat.history(Principal(one)).messages == []
    assert len(chat.history(Principal(other)).messages) == 2


@pytest.mark.parametrize("cursor", ["x", "AAAA", "MjAyNg==", "MjAyNi0wMS0wMVQwMDowMDowMHx4"])
def test_a_made_up_cursor_is_refused(database: Database, make_person: Callable[[], uuid.UUID], cursor: str) -> None:
    with pytest.raises(UnknownCursor):
        ChatService(database).history(Principal(make_person()), cursor=cursor)
