"""Statements on the table of messages."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import delete, func, select, text, tuple_
from sqlalchemy.dialects.postgresql import insert

from services.chat.models import ConversationErasure, Message, MessageFeedback
from services.users.models import User

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from services.chat.published_events import SaidMessage


def add_messages(session: Session, messages: Sequence[SaidMessage]) -> int:
    """Insert the messages that are not there yet, of people who exist and have not erased them since.

    Returns how many rows are new. The people's rows are locked against an erasure in between.
    """
    query = (
        select(User.id, ConversationErasure.erased_at)
        .outerjoin(ConversationErasure, ConversationErasure.user_id == User.id)
        .where(User.id.in_({message.user_id for message in messages}))
        .with_for_update(of=User, read=True)
    )
    erased_at: dict[UUID, datetime | None] = dict(session.execute(query).all())
    rows = [
        asdict(message)
        for message in messages
        if message.user_id in erased_at
        and ((moment := erased_at[message.user_id]) is None or message.occurred_at > moment)
    ]
    if not rows:
        return 0
    result = session.execute(insert(Message).values(rows).on_conflict_do_nothing())
    return int(result.rowcount)


def messages_before(
    session: Session, user_id: UUID, before: tuple[datetime, str] | None, limit: int
) -> list[tuple[Message, MessageFeedback | None]]:
    """A person's messages before a place (moment, event id), the latest first, each with their opinion of it."""
    query = (
        select(Message, MessageFeedback)
        .outerjoin(
            MessageFeedback,
            (MessageFeedback.occurred_at == Message.occurred_at) & (MessageFeedback.event_id == Message.event_id),
        )
        .where(Message.user_id == user_id)
    )
    if before is not None:
        query = query.where(tuple_(Message.occurred_at, Message.event_id) < before)
    query = query.order_by(Message.occurred_at.desc(), Message.event_id.desc()).limit(limit)
    return [(message, opinion) for message, opinion in session.execute(query)]


def erased_at(session: Session, user_id: UUID) -> datetime | None:
    """When the person last had the conversation erased."""
    query = select(ConversationErasure.erased_at).where(ConversationErasure.user_id == user_id)
    moment: datetime | None = session.execute(query).scalar()
    return moment


def messages_between(
    session: Session, user_id: UUID, since: datetime, until: datetime | None, limit: int
) -> list[Message]:
    """A person's latest messages of a stretch of time, in order."""
    query = select(Message).where(Message.user_id == user_id, Message.occurred_at >= since)
    if until is not None:
        query = query.where(Message.occurred_at <= until)
    query = query.order_by(Message.occurred_at.desc(), Message.event_id.desc()).limit(limit)
    return list(reversed(list(session.scalars(query))))


def last_said_at(session: Session, user_id: UUID, since: datetime) -> datetime | None:
    """When the last message from a moment on was said."""
    query = select(func.max(Message.occurred_at)).where(Message.user_id == user_id, Message.occurred_at >= since)
    at: datetime | None = session.execute(query).scalar_one()
    return at


def text_of_turn(session: Session, user_id: UUID, turn_id: str) -> str | None:
    """What the person said in a turn."""
    query = select(Message.text).where(
        Message.user_id == user_id, Message.correlation_id == turn_id, Message.author == "person"
    )
    text: str | None = session.execute(query.limit(1)).scalar()
    return text


def erase_conversation(session: Session, user_id: UUID, at: datetime) -> int:
    """Delete all of a person's messages, also those still on their way; returns how many there were."""
    session.execute(select(User.id).where(User.id == user_id).with_for_update())
    session.execute(
        insert(ConversationErasure)
        .values(user_id=user_id, erased_at=at)
        .on_conflict_do_update(index_elements=[ConversationErasure.user_id], set_={"erased_at": at})
    )
    return int(session.execute(delete(Message).where(Message.user_id == user_id)).rowcount)


def ensure_partitions(session: Session, first_day: date, months: int) -> None:
    """Make the partitions of ``months`` months from the month of ``first_day`` on."""
    session.execute(
        text("SELECT ensure_message_partitions(:first_day, :months)"), {"first_day": first_day, "months": months}
    )
