"""What was not understood: turns without a sure reading, out of scope or disliked, without anyone's data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from monitoring.redaction import HIDDEN, redact_text
from services import audit
from services.auth.access import Permission, authorise_company_wide
from services.chat.models import Message, MessageFeedback, MessageReview

if TYPE_CHECKING:
    from services.auth.principal import Principal
    from services.database import Database

UNCLEAR_INTENTS = ("nlu_fallback", "out_of_scope", "fuera_de_alcance")
LOOK_BACK = timedelta(days=90)
LARGEST_LIST = 200
CAUSES = ("not_understood", "out_of_scope", "disliked")


@dataclass(frozen=True)
class UnansweredTurn:
    """A message that deserves a look, without figures or addresses; it names nobody.

    ``cause`` is ``not_understood``, ``out_of_scope`` or ``disliked`` (then with the ``reason`` given, if any).
    """

    message_id: str
    occurred_at: datetime
    text: str = field(repr=False)
    intent: str | None
    confidence: Decimal | None
    cause: str
    reason: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class UnansweredReport:
    """What waits for a review since a moment: how many turns of each cause, and the latest of them."""

    since: datetime
    counts: dict[str, int]
    turns: tuple[UnansweredTurn, ...]


class UnansweredTurns:
    """Lists what is still to be reviewed, and keeps what was decided about it."""

    def __init__(
        self, database: Database, *, clock: Callable[[], datetime] = lambda: datetime.now(timezone.utc)
    ) -> None:
        self._database = database
        self._clock = clock

    def report(self, principal: Principal, limit: int = LARGEST_LIST) -> UnansweredReport:
        """The report for whoever handles cases or audits; each reading leaves an audit row."""
        ground = authorise_company_wide(principal, Permission.CASE_READ)
        with self._database.session() as session:
            audit.record(session, "unanswered.read", actor_id=principal.user_id, subject_id=None, reason=ground)
            session.commit()
        return UnansweredReport(self._clock() - LOOK_BACK, self._counts(), tuple(self.pending(limit)))

    def pending(self, limit: int = LARGEST_LIST) -> list[UnansweredTurn]:
        """What nobody has reviewed yet, for whoever operates this machine."""
        query, columns = self._pending()
        query = query.order_by(columns.occurred_at.desc(), columns.event_id).limit(min(limit, LARGEST_LIST))
        with self._database.session() as session:
            return [_turn(row) for row in session.execute(query)]

    def keep_review(self, turn: UnansweredTurn, intent: str | None) -> None:
        """Note that a turn was reviewed: the intent that it should have had, or None when it teaches nothing."""
        decision = {"intent": intent, "reviewed_at": self._clock()}
        with self._database.session() as session:
            session.execute(
                insert(MessageReview)
                .values(occurred_at=turn.occurred_at, event_id=turn.message_id, **decision)
                .on_conflict_do_update(constraint="pk_message_reviews", set_=decision)
            )
            session.commit()

    def _counts(self) -> dict[str, int]:
        """How many there are of each cause, those beyond the longest list too."""
        pending = self._pending()[0].subquery()
        disliked = pending.c.disliked_turn.isnot(None)
        query = select(disliked, pending.c.intent, func.count()).group_by(disliked, pending.c.intent)
        counts: dict[str, int] = dict.fromkeys(CAUSES, 0)
        with self._database.session() as session:
            for was_disliked, intent, count in session.execute(query):
                counts[_cause(intent, disliked=was_disliked)] += count
        return counts

    def _pending(self) -> tuple[Any, Any]:
        """The query of what nobody has reviewed, and the columns of the person's message in it."""
        answer, said = Message.__table__.alias("answer"), Message.__table__.alias("said")
        disliked = (
            select(answer.c.user_id, answer.c.correlation_id, MessageFeedback.reason)
            .select_from(
                answer.join(
                    MessageFeedback,
                    and_(
                        MessageFeedback.occurred_at == answer.c.occurred_at,
                        MessageFeedback.event_id == answer.c.event_id,
                    ),
                )
            )
            .where(MessageFeedback.rating == "down", answer.c.correlation_id.isnot(None))
            .distinct(answer.c.user_id, answer.c.correlation_id)
            .subquery()
        )
        reviewed = select(MessageReview.event_id).where(
            MessageReview.occurred_at == said.c.occurred_at, MessageReview.event_id == said.c.event_id
        )
        query = (
            select(said, disliked.c.reason, disliked.c.correlation_id.label("disliked_turn"))
            .outerjoin(
                disliked,
                and_(disliked.c.user_id == said.c.user_id, disliked.c.correlation_id == said.c.correlation_id),
            )
            .where(
                said.c.author == "person",
                said.c.text.isnot(None),
                said.c.text.notlike("/%"),
                said.c.occurred_at >= self._clock() - LOOK_BACK,
                or_(said.c.intent.in_(UNCLEAR_INTENTS), disliked.c.correlation_id.isnot(None)),
                ~reviewed.exists(),
            )
        )
        return query, said.c


def _without_names(text: str, entities: list[dict[str, Any]]) -> str:
    names = [each for each in entities if each.get("entity") == "persona" and isinstance(each.get("start"), int)]
    for each in sorted(names, key=lambda entity: -int(entity["start"])):
        text = text[: each["start"]] + HIDDEN + text[each["end"] :]
    return text


def _cause(intent: str | None, *, disliked: bool) -> str:
    if disliked:
        return "disliked"
    return "out_of_scope" if intent == "fuera_de_alcance" else "not_understood"


def _turn(row: Any) -> UnansweredTurn:
    return UnansweredTurn(
        message_id=row.event_id,
        occurred_at=row.occurred_at,
        text=redact_text(_without_names(row.text, row.entities)),
        intent=row.intent,
        confidence=row.confidence,
        cause=_cause(row.intent, disliked=row.disliked_turn is not None),
        reason=None if row.reason is None else redact_text(row.reason),
    )
