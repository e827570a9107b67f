"""Everybody's cases as a list to work through: filtered, sorted, with marks for what one has not seen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import and_, case, func, or_, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from services import audit
from services.auth.access import Permission, authorise_company_wide
from services.auth.principal import Role
from services.payroll.desk.kinds import TIME_OFF, DeskKind, stored_kinds
from services.payroll.desk.models import CaseReadingRecord, CaseRecord
from services.payroll.desk.summaries import summaries_of
from services.payroll.desk.views import CasePage, DeskActivity
from services.payroll.views import CaseState

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from sqlalchemy.sql.elements import ColumnElement

    from services.auth.principal import Principal
    from services.chat.service import ChatService
    from services.database import Database
    from services.users.service import UserService
    from services.users.views import PersonSummary

PAGE = 50
PENDING = frozenset(state for state in CaseState if not state.final)
_FAR_AWAY = date.max


class CaseOrder(str, Enum):
    """By age either way, or what is due first (and then what has none, the oldest first)."""

    NEWEST = "newest"
    OLDEST = "oldest"
    DUE = "due"


class Assignment(str, Enum):
    """Whose cases: the reader's own, or nobody's yet."""

    MINE = "mine"
    NOBODY = "nobody"


@dataclass(frozen=True)
class CaseFilter:
    """What a list of cases is about; an empty one is about all of them."""

    kind: DeskKind | None = None
    states: Collection[CaseState] = frozenset(CaseState)
    assigned: Assignment | None = None


class CaseQueue:
    """Lists cases for whoever works through them or audits them."""

    def __init__(self, database: Database, users: UserService, chat: ChatService) -> None:
        self._database = database
        self._users = users
        self._chat = chat

    def cases(
        self,
        principal: Principal,
        wanted: CaseFilter = CaseFilter(),
        *,
        order: CaseOrder = CaseOrder.NEWEST,
        after: int | None = None,
    ) -> CasePage:
        """A page of cases; `after` is the cursor of the page before. Each person listed leaves an audit row."""
        ground = authorise_company_wide(principal, Permission.CASE_READ)
        with self._database.session() as session:
            query = select(CaseRecord).where(*_conditions(wanted, principal.user_id))
            found = list(session.execute(_in_order(query, order, after).limit(PAGE + 1)).scalars())
            rows = found[:PAGE]
            unread = _unread(session, principal.user_id, [row.id for row in rows])
            for subject_id in {row.user_id for row in rows} - {principal.user_id}:
                audit.record(session, "case.list", actor_id=principal.user_id, subject_id=subject_id, reason=ground)
            session.commit()
        return CasePage(summaries_of(rows, self._users, unread), str(rows[-1].number) if len(found) > PAGE else None)

    def activity(self, principal: Principal, case_id: UUID | None = None) -> DeskActivity:
        """Whether there is something new, and when the shared conversation of `case_id` last went on.

        It names nobody, so that a client may ask often without leaving a row for each person each time.
        """
        authorise_company_wide(principal, Permission.CASE_READ)
        pending = CaseRecord.state.in_([state.value for state in PENDING])
        with self._database.session() as session:
            latest = session.execute(select(func.max(CaseRecord.updated_at))).scalar_one()
            count = session.execute(select(func.count()).select_from(CaseRecord).where(pending)).scalar_one()
            unread = session.execute(_unseen(principal.user_id, select(func.count(CaseRecord.id)))).scalar_one()
            shared: Any = None if case_id is None else session.get(CaseRecord, case_id)
        said_at = None
        if shared is not None and shared.transcript_from is not None and not CaseState(shared.state).final:
            said_at = self._chat.last_shared_at(shared.user_id, shared.transcript_from)
        return DeskActivity("" if latest is None else latest.isoformat(), count, unread, said_at)

    def handlers(self, principal: Principal) -> list[PersonSummary]:
        """To whom a case can be given, by name."""
        authorise_company_wide(principal, Permission.CASE_HANDLE)
        return self._users.holders_of({Role.HR, Role.PAYROLL})


def mark_seen(session: Session, user_id: UUID, case_id: UUID, seen_at: datetime) -> None:
    """Note that somebody has seen a case up to the moment of a step."""
    values = {"case_id": case_id, "user_id": user_id, "seen_at": seen_at}
    session.execute(
        insert(CaseReadingRecord)
        .values(**values)
        .on_conflict_do_update(constraint="pk_case_readings", set_={"seen_at": seen_at})
    )


def _conditions(wanted: CaseFilter, user_id: UUID) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [CaseRecord.state.in_([state.value for state in wanted.states])]
    if wanted.kind is not None:
        conditions.append(CaseRecord.kind.in_(stored_kinds(wanted.kind)))
    if wanted.assigned is Assignment.MINE:
        conditions.append(CaseRecord.assigned_to == user_id)
    if wanted.assigned is Assignment.NOBODY:
        conditions.append(CaseRecord.assigned_to.is_(None))
    return conditions


def _in_order(query: Any, order: CaseOrder, after: int | None) -> Any:
    number = CaseRecord.number
    if order is CaseOrder.NEWEST:
        return query.where(*(() if after is None else (number < after,))).order_by(number.desc())
    if order is CaseOrder.OLDEST:
        return query.where(*(() if after is None else (number > after,))).order_by(number)
    off = [kind for each in TIME_OFF for kind in stored_kinds(each)]
    due = case((CaseRecord.kind.in_(off), func.coalesce(CaseRecord.period_start, _FAR_AWAY)), else_=_FAR_AWAY)
    if after is not None:
        last = select(due).where(number == after).scalar_subquery()
        query = query.where(tuple_(due, number) > tuple_(last, after))
    return query.order_by(due, number)


def _unseen(user_id: UUID, query: Any) -> Any:
    return query.outerjoin(
        CaseReadingRecord,
        and_(CaseReadingRecord.case_id == CaseRecord.id, CaseReadingRecord.user_id == user_id),
    ).where(
        CaseRecord.state.in_([state.value for state in PENDING]),
        CaseRecord.user_id != user_id,
        or_(CaseReadingRecord.seen_at.is_(None), CaseReadingRecord.seen_at < CaseRecord.updated_at),
    )


def _unread(session: Session, user_id: UUID, case_ids: Collection[UUID]) -> frozenset[UUID]:
    query = _unseen(user_id, select(CaseRecord.id)).where(CaseRecord.id.in_(case_ids))
    return frozenset(session.execute(query).scalars())
