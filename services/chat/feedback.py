"""What a person thinks of an answer: a thumb up or down, with a reason, kept with the message that it is about."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from enum import Enum
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from services.chat.models import Message, MessageFeedback

if TYPE_CHECKING:
    from services.auth.principal import Principal
    from services.database import Database

# The history is written a moment after the answer: whoever rates at once waits for its row.
WRITING_WAIT_S = 2.0
LOOK_EVERY_S = 0.05
LONGEST_REASON = 500


class Rating(str, Enum):
    """A thumb."""

    UP = "up"
    DOWN = "down"


class NoSuchMessage(Exception):
    """The assistant said no such thing to this person."""


@dataclass(frozen=True)
class Feedback:
    """A stored opinion."""

    message_id: str
    rating: Rating
    rated_at: datetime


class FeedbackService:
    """Keeps opinions about what the assistant said to the person who gives them."""

    def __init__(
        self, database: Database, *, clock: Callable[[], datetime] = lambda: datetime.now(timezone.utc)
    ) -> None:
        self._database = database
        self._clock = clock

    def rate(self, principal: Principal, message_id: str, rating: Rating, reason: str | None = None) -> Feedback:
        """Keep the opinion, in place of an earlier one; ``NoSuchMessage`` for anything the person was not told."""
        deadline = time.monotonic() + WRITING_WAIT_S
        while not self._store(principal, message_id, rating, reason):
            if time.monotonic() > deadline:
                raise NoSuchMessage
            time.sleep(LOOK_EVERY_S)
        return Feedback(message_id, rating, self._clock())

    def _store(self, principal: Principal, message_id: str, rating: Rating, reason: str | None) -> bool:
        said = select(Message.occurred_at).where(
            Message.user_id == principal.user_id, Message.event_id == message_id, Message.author != "person"
        )
        with self._database.session() as session:
            occurred_at = session.execute(said).scalar()
            if occurred_at is None:
                return False
            opinion = {"rating": rating.value, "reason": reason, "rated_at": self._clock()}
            session.execute(
                insert(MessageFeedback)
                .values(occurred_at=occurred_at, event_id=message_id, user_id=principal.user_id, **opinion)
                .on_conflict_do_update(constraint="pk_message_feedback", set_=opinion)
            )
            session.commit()
        return True
