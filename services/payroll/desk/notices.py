"""Who is told what: kept as rows, put in the person's chat, and pushed to those who are connected."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import structlog
from redis import RedisError
from sqlalchemy import func, select, update
from sqlalchemy.exc import SQLAlchemyError

from services.held_rows import held_rows
from services.payroll.desk.models import CaseEventRecord, CaseRecord, NotificationRecord
from services.payroll.desk.notice_texts import author_of, buttons_of, text_of
from services.payroll.desk.views import Notice
from services.payroll.repository.cases import case_number

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from services.auth.principal import Principal
    from services.chat.service import ChatService
    from services.database import Database
    from services.encryption import FieldCipher

log = structlog.get_logger(__name__)

LARGEST_PAGE = 100
MOST_TOLD_AT_ONCE = 3


def step_text_context(event_id: UUID) -> str:
    """What the encrypted text of a case's step is bound to."""
    return f"payroll_case_events.text:{event_id}"


class Notices:
    """Adds notifications in the transaction of what they are about, and delivers them once it is committed."""

    def __init__(
        self,
        database: Database,
        cipher: FieldCipher,
        chat: ChatService,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._chat = chat
        self._clock = clock

    def add(
        self,
        session: Session,
        user_id: UUID,
        kind: str,
        *,
        case_id: UUID | None = None,
        event_id: UUID | None = None,
        data: Mapping[str, str] | None = None,
    ) -> int:
        """Keep a notification; `data` are the names and ISO dates that the text of its kind takes."""
        row = NotificationRecord(
            user_id=user_id,
            kind=kind,
            case_id=case_id,
            event_id=event_id,
            data=dict(data or {}),
            created_at=self._clock(),
        )
        session.add(row)
        session.flush()
        return int(row.id)

    def has(self, session: Session, user_id: UUID, kind: str, case_id: UUID | None) -> bool:
        """Whether the person was notified of that about the case before."""
        query = select(NotificationRecord.id).where(
            NotificationRecord.user_id == user_id,
            NotificationRecord.kind == kind,
            NotificationRecord.case_id == case_id,
        )
        return session.execute(query.limit(1)).first() is not None

    def tell(self, user_id: UUID, kind: str, data: Mapping[str, str] | None = None) -> None:
        """Notify a person of something that is no step of a case."""
        with self._database.session() as session:
            told = self.add(session, user_id, kind, data=data)
            session.commit()
        self.deliver([told])

    def deliver(self, ids: Collection[int]) -> None:
        """Put notifications in their people's chats, and push them.

        Whatever cannot be delivered now stays in the list of notifications, and the next turn tells it.
        """
        query = select(NotificationRecord).where(NotificationRecord.id.in_(ids)).order_by(NotificationRecord.id)
        try:
            with self._database.session() as session:
                rows = list(session.execute(query).scalars())
                notices = self._in_words(session, rows)
            for row, notice in zip(rows, notices, strict=True):
                self._chat.tell(
                    row.user_id,
                    message_id=f"notice-{notice.id}",
                    text=notice.text,
                    author=notice.author,
                    attachments=notice.attachments(),
                )
        except (SQLAlchemyError, RedisError) as error:
            log.warning("desk.notices_not_delivered", error=type(error).__name__)

    def recent(self, principal: Principal, after: int | None = None, limit: int = 50) -> list[Notice]:
        """The principal's notifications: those after an id in order, or the latest ones, latest first."""
        query = select(NotificationRecord).where(NotificationRecord.user_id == principal.user_id)
        if after is None:
            query = query.order_by(NotificationRecord.id.desc())
        else:
            query = query.where(NotificationRecord.id > after).order_by(NotificationRecord.id)
        with self._database.session() as session:
            rows = list(session.execute(query.limit(min(limit, LARGEST_PAGE))).scalars())
            return self._in_words(session, rows)

    def held(self, principal: Principal) -> list[dict[str, Any]]:
        """Every notification of the principal's, in words."""
        query = select(NotificationRecord).where(NotificationRecord.user_id == principal.user_id)
        with self._database.session() as session:
            rows = list(session.execute(query.order_by(NotificationRecord.id)).scalars())
            texts = [notice.text for notice in self._in_words(session, rows)]
            kept = held_rows(session, NotificationRecord, principal.user_id, "id")
        return [{**row, "text": text} for row, text in zip(kept, texts, strict=True)]

    def mark_read(self, principal: Principal, notice_id: int) -> bool:
        """Note that a client showed one; False when the principal has no such notification."""
        own = (NotificationRecord.id == notice_id, NotificationRecord.user_id == principal.user_id)
        with self._database.session() as session:
            read_at = func.coalesce(NotificationRecord.read_at, self._clock())
            result = session.execute(update(NotificationRecord).where(*own).values(read_at=read_at))
            session.commit()
        return bool(result.rowcount)

    def take_untold(self, principal: Principal) -> list[Notice]:
        """What neither a client has shown nor the assistant mentioned yet, oldest first; it counts as told from now."""
        query = (
            select(NotificationRecord)
            .where(
                NotificationRecord.user_id == principal.user_id,
                NotificationRecord.told_at.is_(None),
                NotificationRecord.read_at.is_(None),
            )
            .order_by(NotificationRecord.id)
            .limit(MOST_TOLD_AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        with self._database.session() as session:
            rows = list(session.execute(query).scalars())
            if not rows:
                return []
            notices = self._in_words(session, rows)
            for row in rows:
                row.told_at = self._clock()
            session.commit()
        return notices

    def _in_words(self, session: Session, rows: Collection[Any]) -> list[Notice]:
        numbers = self._numbers(session, {row.case_id for row in rows if row.case_id is not None})
        written = self._written(session, {row.event_id for row in rows if row.event_id is not None})
        return [_notice(row, numbers.get(row.case_id), written.get(row.event_id)) for row in rows]

    @staticmethod
    def _numbers(session: Session, case_ids: Collection[UUID]) -> dict[UUID, str]:
        if not case_ids:
            return {}
        rows = session.execute(select(CaseRecord).where(CaseRecord.id.in_(case_ids))).scalars()
        return {row.id: case_number(row) for row in rows}

    def _written(self, session: Session, event_ids: Collection[UUID]) -> dict[UUID, str]:
        if not event_ids:
            return {}
        query = select(CaseEventRecord.id, CaseEventRecord.text_encrypted).where(
            CaseEventRecord.id.in_(event_ids), CaseEventRecord.text_encrypted.isnot(None)
        )
        return {
            event_id: self._cipher.decrypt(stored, step_text_context(event_id))
            for event_id, stored in session.execute(query)
        }


def _notice(row: Any, number: str | None, written: str | None) -> Notice:
    return Notice(
        id=row.id,
        kind=row.kind,
        text=text_of(row.kind, row.data, number, written),
        created_at=row.created_at,
        read_at=row.read_at,
        case_number=number,
        buttons=buttons_of(row.kind, number),
        author=author_of(row.kind),
    )
