from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from datetime import datetime, timezone

import pytest
from sqlalchemy import select

from services.auth.principal import Principal
from services.chat import feedback as feedback_module
from services.chat import repository
from services.chat.feedback import FeedbackService, NoSuchMessage, Rating
from services.chat.models import MessageFeedback
from services.chat.published_events import SaidMessage
from services.chat.service import ChatService
from services.database import Database

MOMENT = datetime(2026, 11, 3, 14, 30, tzinfo=timezone.utc)


def say(database: Database, person: uuid.UUID, author: str = "assistant") -> str:
    message_id = f"{uuid.uuid4()}.1"
    with database.session() as session:
        repository.add_messages(session, [SaidMessage(message_id, person, MOMENT, author, "Tu salario es…")])
        session.commit()
    return message_id


def opinions(database: Database, person: uuid.UUID) -> list[tuple[str, str | None]]:
    with database.session() as session:
        rows = session.execute(select(MessageFeedback).where(MessageFeedback.user_id == person)).scalars()
        return [(row.rating, row.reason) for row in rows]


@pytest.fixture
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedback_module, "WRITING_WAIT_S", 0.0)


def test_a_later_opinion_replaces_the_earlier_one(database: Database, make_person: Callable[[], uuid.UUID]) -> None:
    person = make_person()
    message_id = say(database, person)
    service = FeedbackService(database)
    service.rate(Principal(person), message_id, Rating.UP)
    service.rate(Principal(person), message_id, Rating.DOWN, "No era eso")
    assert opinions(database, person) == [("down", "No era eso")]


@pytest.mark.usefixtures("no_patience")
def test_only_what_the_assistant_said_to_oneself_can_be_rated(
    database: Database, make_person: Callable[[], uuid.UUID]
) -> None:
    person, other = make_person(), make_person()
    service = FeedbackService(database)
    for message_id in (say(database, other), say(database, person, "person"), "no-existe"):
        with pytest.raises(NoSuchMessage):
            service.rate(Principal(person), message_id, Rating.UP)
    assert opinions(database, person) == []


def test_who_rates_before_the_history_is_written_waits_for_it(
    database: Database, make_person: Callable[[], uuid.UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feedback_module, "WRITING_WAIT_S", 30.0)
    person = make_person()
    message_id = f"{uuid.uuid4()}.1"
    service = FeedbackService(database)
    rating = threading.Thread(target=service.rate, args=(Principal(person), message_id, Rating.UP))
    rating.start()
    with database.session() as session:
        repository.add_messages(session, [SaidMessage(message_id, person, MOMENT, "assistant", "Hola")])
        session.commit()
    rating.join(30)
    assert opinions(database, person) == [("up", None)]


def test_an_opinion_goes_with_the_erased_conversation(database: Database, make_person: Callable[[], uuid.UUID]) -> None:
    person = make_person()
    FeedbackService(database).rate(Principal(person), say(database, person), Rating.DOWN, "mal")
    ChatService(database).forget(Principal(person))
    assert opinions(database, person) == []
