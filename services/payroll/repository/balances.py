"""Severance deposits and loans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from services.payroll.models import LoanRecord, SeveranceRecord
from services.payroll.views import SeveranceDeposit

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session


def severance_deposits(session: Session, user_id: UUID) -> tuple[SeveranceDeposit, ...]:
    """Each year's cesantías and interest, latest first."""
    query = select(SeveranceRecord).where(SeveranceRecord.user_id == user_id).order_by(SeveranceRecord.year.desc())
    return tuple(
        SeveranceDeposit(
            row.year,
            row.base,
            row.days,
            row.amount,
            row.deposited_on,
            row.fund,
            row.interest,
            row.interest_paid_on,
        )
        for row in session.execute(query).scalars()
    )


def running_loan_rows(session: Session, user_id: UUID, on: date) -> list[Any]:
    """Loans that a day finds between their first and last instalment."""
    query = (
        select(LoanRecord)
        .where(LoanRecord.user_id == user_id, LoanRecord.starts_on <= on, LoanRecord.ends_on >= on)
        .order_by(LoanRecord.starts_on)
    )
    return list(session.execute(query).scalars())
