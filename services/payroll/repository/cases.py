"""Reported payroll errors and what became of them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from services.payroll.models import CaseEventRecord, CaseRecord
from services.payroll.periods import Month, Period
from services.payroll.views import Case, CaseEvent, CaseState

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


def add_case(
    session: Session, user_id: UUID, opened_by: UUID, kind: str, text_ref: str | None, period: Period | None
) -> Case:
    """Store a case in state `open` with its first event."""
    case_id = session.execute(
        insert(CaseRecord)
        .values(
            user_id=user_id,
            opened_by=opened_by,
            kind=kind,
            text_ref=text_ref,
            period_start=None if period is None else period.start,
            period_end=None if period is None else period.end,
            state=CaseState.OPEN.value,
        )
        .returning(CaseRecord.id)
    ).scalar_one()
    session.execute(
        insert(CaseEventRecord).values(case_id=case_id, state=CaseState.OPEN.value, actor_id=opened_by, note=None)
    )
    (case,) = (each for each in cases(session, user_id, case_id))
    return case


def cases(session: Session, user_id: UUID, case_id: UUID | None = None) -> tuple[Case, ...]:
    """The person's cases, latest first, each with its events in order."""
    query = select(CaseRecord).where(CaseRecord.user_id == user_id).order_by(CaseRecord.opened_at.desc())
    if case_id is not None:
        query = query.where(CaseRecord.id == case_id)
    rows = session.execute(query).scalars().all()
    events: dict[UUID, list[CaseEvent]] = defaultdict(list)
    history = (
        select(CaseEventRecord)
        .where(CaseEventRecord.case_id.in_([row.id for row in rows]))
        .order_by(CaseEventRecord.at, CaseEventRecord.id)
    )
    if rows:
        for event in session.execute(history).scalars():
            events[event.case_id].append(CaseEvent(CaseState(event.state), event.at, event.note))
    return tuple(_case(row, tuple(events[row.id])) for row in rows)


def _case(row: Any, events: tuple[CaseEvent, ...]) -> Case:
    return Case(
        number=f"N-{row.opened_at.year}-{row.number:06d}",
        kind=row.kind,
        state=CaseState(row.state),
        period=_period(row.period_start, row.period_end),
        opened_at=row.opened_at,
        events=events,
    )


def _period(start: date | None, end: date | None) -> Period | None:
    if start is None or end is None:
        return None
    first, last = Month.of(start), Month.of(end)
    fortnight = None
    if first == last and start.day == 16:
        fortnight = 2
    elif first == last and end.day == 15:
        fortnight = 1
    return Period(first, last, fortnight)
