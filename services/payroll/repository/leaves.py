"""Vacations and absences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import func, select, text

from services.payroll.models import AbsenceRecord, VacationRecord
from services.payroll.views import VacationRequest, VacationStatus

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from services.payroll.views import AbsenceKind, VacationPlan


def vacations(session: Session, user_id: UUID) -> tuple[VacationRequest, ...]:
    """Every vacation request, enjoyment and payment in cash, latest first."""
    query = (
        select(VacationRecord)
        .where(VacationRecord.user_id == user_id)
        .order_by(VacationRecord.starts_on.desc(), VacationRecord.requested_at.desc())
    )
    return tuple(_vacation(row) for row in session.execute(query).scalars())


def lock_vacations(session: Session, user_id: UUID) -> None:
    """Let one transaction at a time change somebody's vacations, so that two requests cannot both spend the balance."""
    session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": f"vacations:{user_id}"})


def add_request(session: Session, user_id: UUID, plan: VacationPlan, request_id: UUID | None = None) -> VacationRequest:
    """Store a request in state `requested`."""
    record = VacationRecord(
        id=request_id or uuid4(),
        user_id=user_id,
        starts_on=plan.start,
        ends_on=plan.end,
        returns_on=plan.returns,
        business_days=plan.business_days,
        status=VacationStatus.REQUESTED.value,
    )
    session.add(record)
    session.flush()
    session.refresh(record)
    return _vacation(record)


def vacation(session: Session, user_id: UUID, request_id: UUID) -> VacationRequest | None:
    """One of the person's own vacations."""
    query = select(VacationRecord).where(VacationRecord.id == request_id, VacationRecord.user_id == user_id)
    row = session.execute(query).scalar_one_or_none()
    return None if row is None else _vacation(row)


def set_status(
    session: Session, user_id: UUID, request_id: UUID, status: VacationStatus, *, approver_id: UUID | None = None
) -> VacationRequest:
    """Move one of the person's vacations to another state; `approver_id` is who decided it."""
    query = select(VacationRecord).where(VacationRecord.id == request_id, VacationRecord.user_id == user_id)
    record = session.execute(query).scalar_one()
    record.status = status.value
    record.decided_at = func.now()
    if approver_id is not None:
        record.approver_id = approver_id
    session.flush()
    return _vacation(record)


def add_absence(
    session: Session, user_id: UUID, kind: AbsenceKind, start: date, end: date, *, paid_by: str, certificate: str | None
) -> None:
    """Register time away that was granted."""
    session.add(
        AbsenceRecord(
            user_id=user_id, kind=kind.value, starts_on=start, ends_on=end, paid_by=paid_by, certificate=certificate
        )
    )


def absence_rows(session: Session, user_id: UUID, start: date, end: date) -> list[Any]:
    """Absences that touch a range of days, latest first."""
    query = (
        select(AbsenceRecord)
        .where(AbsenceRecord.user_id == user_id, AbsenceRecord.starts_on <= end, AbsenceRecord.ends_on >= start)
        .order_by(AbsenceRecord.starts_on.desc())
    )
    return list(session.execute(query).scalars())


def _vacation(row: Any) -> VacationRequest:
    requested_at: datetime = row.requested_at
    return VacationRequest(
        id=row.id,
        start=row.starts_on,
        end=row.ends_on,
        returns=row.returns_on,
        business_days=row.business_days,
        calendar_days=(row.ends_on - row.starts_on).days + 1,
        status=VacationStatus(row.status),
        requested_at=requested_at,
        approver_id=row.approver_id,
    )
