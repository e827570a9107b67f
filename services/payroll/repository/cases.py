"""Cases and their steps."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, text, update

from services.payroll.desk.models import CaseEventRecord, CaseRecord
from services.payroll.periods import Month, Period
from services.payroll.views import Case, CaseAction, CaseEvent, CaseState

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

# Their days are days, not the months of a pay that is disputed.
_BY_DAYS = frozenset({"vacaciones", "ausencia"})
LARGEST_HISTORY = 200


def add_case(
    session: Session,
    user_id: UUID,
    opened_by: UUID,
    kind: str,
    text_ref: str | None,
    period: Period | None,
    *,
    days: tuple[date, date] | None = None,
    vacation_id: UUID | None = None,
    transcript_from: datetime | None = None,
    details: dict[str, str] | None = None,
    case_id: UUID | None = None,
) -> Case:
    """Store a case in state `open` with its first event; `days` are those of a leave or a vacation."""
    start, end = days or ((None, None) if period is None else (period.start, period.end))
    given = {} if case_id is None else {"id": case_id}
    case_id = session.execute(
        insert(CaseRecord)
        .values(
            **given,
            user_id=user_id,
            opened_by=opened_by,
            kind=kind,
            text_ref=text_ref,
            period_start=start,
            period_end=end,
            state=CaseState.OPEN.value,
            vacation_id=vacation_id,
            transcript_from=transcript_from,
            details=details or {},
        )
        .returning(CaseRecord.id)
    ).scalar_one()
    session.execute(
        insert(CaseEventRecord).values(
            case_id=case_id,
            state=CaseState.OPEN.value,
            action=CaseAction.OPENED.value,
            actor_id=opened_by,
            note=None,
        )
    )
    (case,) = (each for each in cases(session, user_id, case_id))
    return case


def case_asked_before(session: Session, user_id: UUID, request_id: UUID | None) -> Case | None:
    """The person's case of that id, if it is there; until the transaction ends nobody else opens one for the person."""
    key = {"key": f"cases:{user_id}"}
    session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), key)
    return None if request_id is None else next(iter(cases(session, user_id, request_id)), None)


def cases(session: Session, user_id: UUID, case_id: UUID | None = None) -> tuple[Case, ...]:
    """The person's cases, latest first, each with its events in order."""
    query = (
        select(CaseRecord)
        .where(CaseRecord.user_id == user_id)
        .order_by(CaseRecord.opened_at.desc())
        .limit(LARGEST_HISTORY)
    )
    if case_id is not None:
        query = query.where(CaseRecord.id == case_id)
    rows = session.execute(query).scalars().all()
    events = events_of(session, [row.id for row in rows])
    return tuple(_case(row, events[row.id]) for row in rows)


def events_of(session: Session, case_ids: Collection[UUID]) -> dict[UUID, list[Any]]:
    """The stored steps of some cases, each in order; a case without any has an empty list."""
    events: dict[UUID, list[Any]] = defaultdict(list)
    if case_ids:
        history = (
            select(CaseEventRecord)
            .where(CaseEventRecord.case_id.in_(case_ids))
            .order_by(CaseEventRecord.at, CaseEventRecord.id)
        )
        for event in session.execute(history).scalars():
            events[event.case_id].append(event)
    return events


def locked_case(session: Session, case_id: UUID) -> Any:
    """The row of a case, held until the transaction ends; None when there is none."""
    query = select(CaseRecord).where(CaseRecord.id == case_id).with_for_update()
    return session.execute(query).scalar_one_or_none()


def steps_taken(session: Session, case_id: UUID) -> int:
    """How many steps a case has."""
    query = select(func.count()).select_from(CaseEventRecord).where(CaseEventRecord.case_id == case_id)
    return int(session.execute(query).scalar_one())


def add_step(
    session: Session,
    row: Any,
    event_id: UUID,
    action: CaseAction,
    state: CaseState,
    actor_id: UUID,
    written: bytes | None,
) -> None:
    """Take a case to a state and keep the step with what was written, encrypted."""
    row.state = state.value
    row.updated_at = func.now()
    session.execute(
        insert(CaseEventRecord).values(
            id=event_id,
            case_id=row.id,
            state=state.value,
            action=action.value,
            actor_id=actor_id,
            text_encrypted=written,
            at=func.clock_timestamp(),
        )
    )


def close_vacation_case(session: Session, vacation_id: UUID, actor_id: UUID) -> None:
    """Withdraw the case of a vacation that its person cancelled before it was decided."""
    query = select(CaseRecord).where(CaseRecord.vacation_id == vacation_id).with_for_update()
    row: Any = session.execute(query).scalar_one_or_none()
    if row is None or CaseState(row.state).final:
        return
    withdrawn = CaseState.WITHDRAWN.value
    session.execute(update(CaseRecord).where(CaseRecord.id == row.id).values(state=withdrawn, updated_at=func.now()))
    session.execute(
        insert(CaseEventRecord).values(
            case_id=row.id, state=withdrawn, action=CaseAction.WITHDRAWN.value, actor_id=actor_id
        )
    )


def case_of_vacation(session: Session, vacation_id: UUID) -> UUID:
    """The case in which a vacation is decided."""
    query = select(CaseRecord.id).where(CaseRecord.vacation_id == vacation_id)
    case_id: UUID = session.execute(query).scalar_one()
    return case_id


def case_number(row: Any) -> str:
    """What people quote: `N-2026-000012`."""
    return f"N-{row.opened_at.year}-{row.number:06d}"


def sequence_of(number: str) -> int | None:
    """The sequence in a quoted number, or None when it is not written as one."""
    prefix, _, digits = number.strip().upper().rpartition("-")
    if not prefix.startswith("N-") or not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        return None
    return int(digits)


def _case(row: Any, events: Sequence[Any]) -> Case:
    by_days = row.kind in _BY_DAYS
    return Case(
        number=case_number(row),
        kind=row.kind,
        state=CaseState(row.state),
        period=None if by_days else _period(row.period_start, row.period_end),
        opened_at=row.opened_at,
        events=tuple(
            CaseEvent(CaseState(event.state), event.at, event.note, CaseAction(event.action)) for event in events
        ),
        id=row.id,
        start=row.period_start if by_days else None,
        end=row.period_end if by_days else None,
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
