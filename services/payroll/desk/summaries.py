"""Stored cases as lists show them, with the names of the people in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.payroll.desk.kinds import TIME_OFF, desk_kind
from services.payroll.desk.views import CaseSummary
from services.payroll.repository.cases import case_number
from services.payroll.views import CaseState

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from services.users.service import UserService


def summaries_of(
    rows: Sequence[Any], users: UserService, unread: Collection[UUID] = frozenset()
) -> tuple[CaseSummary, ...]:
    """The summaries of stored cases, in the same order; `unread` are those whose last step the reader has not seen."""
    people = {row.user_id for row in rows} | {row.assigned_to for row in rows if row.assigned_to is not None}
    names = users.names_of(people)
    return tuple(
        CaseSummary(
            id=row.id,
            number=case_number(row),
            kind=desk_kind(row.kind),
            about=row.kind,
            state=CaseState(row.state),
            person_id=row.user_id,
            person_name=names[row.user_id],
            opened_at=row.opened_at,
            updated_at=row.updated_at,
            assigned_to=row.assigned_to,
            assigned_name=names.get(row.assigned_to),
            start=row.period_start,
            end=row.period_end,
            details=dict(row.details),
            due_on=row.period_start if desk_kind(row.kind) in TIME_OFF else None,
            unread=row.id in unread,
        )
        for row in rows
    )
