"""A person's history of the conversation with the assistant."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from services import audit
from services.auth.access import Permission, ground_for
from services.auth.principal import AccessDenied, Principal
from services.chat import repository
from services.chat.models import Message
from services.chat.published_events import SaidMessage
from services.held_rows import plain

if TYPE_CHECKING:
    from services.chat.live import LiveDelivery
    from services.chat.memory import ConversationMemory
    from services.chat.models import MessageFeedback
    from services.database import Database

LARGEST_PAGE = 100
LONGEST_SHARED = 200


class UnknownCursor(ValueError):
    """The place in the history to continue from is not one that the service gave."""


@dataclass(frozen=True)
class HistoryMessage:
    """One message; ``author`` is ``person``, ``assistant`` or ``staff``; ``rating`` is the person's (up, down)."""

    id: str
    author: str
    text: str | None
    occurred_at: datetime
    attachments: dict[str, Any]
    intent: str | None
    confidence: Decimal | None
    client_message_id: str | None
    rating: str | None = None


@dataclass(frozen=True)
class HistoryPage:
    """Messages, the latest first; ``next_cursor`` continues with older ones and is ``None`` at the beginning."""

    messages: list[HistoryMessage]
    next_cursor: str | None


class ChatService:
    """Reads and forgets what a person and the assistant said to each other.

    ``memory`` is what the assistant itself remembers; without it only the history is forgotten. ``live`` reaches the
    sockets of whoever is connected; without it what is told waits in the history.
    """

    def __init__(
        self,
        database: Database,
        memory: ConversationMemory | None = None,
        live: LiveDelivery | None = None,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
    ) -> None:
        self._database = database
        self._memory = memory
        self._live = live
        self._clock = clock

    def history(
        self, principal: Principal, user_id: UUID | None = None, *, cursor: str | None = None, limit: int = 50
    ) -> HistoryPage:
        """A page of at most ``limit`` (1–100) messages; raises ``AccessDenied`` for another's and ``UnknownCursor``."""
        person = self._own(principal, user_id)
        limit = max(1, min(limit, LARGEST_PAGE))
        with self._database.session() as session:
            rows = repository.messages_before(session, person, _place(cursor) if cursor else None, limit + 1)
        page = rows[:limit]
        return HistoryPage(
            [_history_message(row, opinion) for row, opinion in page],
            _cursor(page[-1][0]) if len(rows) > limit else None,
        )

    def held(self, principal: Principal, limit: int) -> tuple[list[dict[str, Any]], datetime | None]:
        """All that is kept of the principal's latest ``limit`` messages, and when earlier ones were erased, if ever."""
        with self._database.session() as session:
            rows = repository.messages_before(session, principal.user_id, None, limit)
            return [_held_message(row, opinion) for row, opinion in rows], repository.erased_at(
                session, principal.user_id
            )

    def forget(self, principal: Principal, user_id: UUID | None = None) -> int:
        """Delete a person's messages and return how many there were; payroll records are not touched (Ley 1581).

        Messages said until now that are still on their way to the history are not kept either. When the assistant's
        memory cannot be reached (``RedisError``), forgetting again completes what is missing.
        """
        person = self._own(principal, user_id)
        with self._database.session() as session:
            deleted = repository.erase_conversation(session, person, self._clock())
            audit.record(session, "conversation.erased", actor_id=principal.user_id, subject_id=person, reason="self")
            session.commit()
        if self._memory is not None:
            self._memory.erase(person)
        return deleted

    def tell(
        self, user_id: UUID, *, message_id: str, text: str, author: str, attachments: dict[str, Any] | None = None
    ) -> None:
        """Put something in a person's chat outside a turn, once for a ``message_id``, and push it to their sockets.

        ``author`` is ``staff`` for what somebody wrote, ``assistant`` for a notice.
        """
        said = SaidMessage(message_id, user_id, self._clock(), author, text, attachments=attachments or {})
        with self._database.session() as session:
            repository.add_messages(session, [said])
            session.commit()
        if self._live is not None:
            self._live.push(user_id, message_id, text, author, attachments or {})

    def shared(self, user_id: UUID, since: datetime, until: datetime | None = None) -> list[HistoryMessage]:
        """What was said from a moment on, in order, the latest two hundred messages at most.

        For a service that has the person's consent to show it; that service decides and audits.
        """
        with self._database.session() as session:
            rows = repository.messages_between(session, user_id, since, until, LONGEST_SHARED)
        return [_history_message(row) for row in rows]

    def last_shared_at(self, user_id: UUID, since: datetime) -> datetime | None:
        """When the last message from a moment on was said, for the same service; None when there is none."""
        with self._database.session() as session:
            return repository.last_said_at(session, user_id, since)

    def said_in_turn(self, user_id: UUID, turn_id: str) -> str | None:
        """What a person wrote in a turn, for the service to which they sent it as a report; None when erased."""
        with self._database.session() as session:
            return repository.text_of_turn(session, user_id, turn_id)

    def _own(self, principal: Principal, user_id: UUID | None) -> UUID:
        person = user_id or principal.user_id
        if ground_for(principal, Permission.CONVERSATION_READ, person) is None:
            raise AccessDenied("conversation_of_another")
        return person


def _history_message(row: Message, opinion: MessageFeedback | None = None) -> HistoryMessage:
    return HistoryMessage(
        row.event_id,
        row.author,
        row.text,
        row.occurred_at,
        row.attachments,
        row.intent,
        row.confidence,
        row.client_message_id,
        None if opinion is None else opinion.rating,
    )


def _held_message(row: Message, opinion: MessageFeedback | None) -> dict[str, Any]:
    message = {column.name: plain(getattr(row, column.name)) for column in Message.__table__.columns}
    del message["user_id"]
    if opinion is None:
        return message
    return {**message, **{name: plain(getattr(opinion, name)) for name in ("rating", "reason", "rated_at")}}


def _cursor(row: Message) -> str:
    return base64.urlsafe_b64encode(f"{row.occurred_at.isoformat()}|{row.event_id}".encode()).decode()


def _place(cursor: str) -> tuple[datetime, str]:
    try:
        moment, separator, event_id = base64.urlsafe_b64decode(cursor.encode()).decode().partition("|")
        place = datetime.fromisoformat(moment)
    except (binascii.Error, ValueError):
        raise UnknownCursor("not a cursor of this history") from None
    if not separator or place.tzinfo is None or "\x00" in event_id:
        raise UnknownCursor("not a cursor of this history")
    return place, event_id
