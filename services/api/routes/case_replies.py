"""Cases as the API shows them to their person, to managers and to whoever handles them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from pydantic import ConstrainedInt, Field

from services.api.operation import Parameter, ReplyBody, RequestBody
from services.payroll.desk.kinds import DeskKind, desk_kind
from services.payroll.views import CaseAction, CaseState

if TYPE_CHECKING:
    from services.payroll.desk.views import CaseSummary
    from services.payroll.views import Case

LONGEST_NOTE = 2_000
CASE_ID = Parameter("case_id", "path", "Identificador del caso.", {"type": "string", "format": "uuid"}, UUID)


class StepCount(ConstrainedInt):
    """A number of steps."""

    strict = True
    ge = 1
    le = 2**31 - 1


class SeenBody(RequestBody):
    """How many steps of the case the caller has seen; with more by now, 409 in the place of the step."""

    seen_steps: StepCount | None = None


class NoteBody(RequestBody):
    """What the person reads along with the decision, if anything."""

    text: str | None = Field(None, min_length=1, max_length=LONGEST_NOTE)


class OwnStepReply(ReplyBody):
    """A step of one's own case."""

    action: CaseAction
    state: CaseState
    at: datetime


class OwnCaseReply(ReplyBody):
    """One's own case; ``about`` is the concept or the request, ``start`` and ``end`` the days of a leave."""

    case_id: UUID | None
    number: str
    kind: DeskKind
    about: str
    state: CaseState
    opened_at: datetime
    start: date | None
    end: date | None
    steps: list[OwnStepReply]


class CaseSummaryReply(ReplyBody):
    """A case in a list, with its person."""

    case_id: UUID
    number: str
    kind: DeskKind
    about: str
    state: CaseState
    person_id: UUID
    person_name: str
    opened_at: datetime
    updated_at: datetime
    assigned_to: UUID | None
    assigned_name: str | None
    start: date | None
    end: date | None
    details: dict[str, str]
    due_on: date | None
    unread: bool


class CaseSummariesReply(ReplyBody):
    """A page of cases; ``next_cursor`` continues with the next."""

    cases: list[CaseSummaryReply]
    next_cursor: str | None


def own_case(case: Case) -> OwnCaseReply:
    """A case for its person."""
    period = case.period
    return OwnCaseReply(
        case_id=case.id,
        number=case.number,
        kind=desk_kind(case.kind),
        about=case.kind,
        state=case.state,
        opened_at=case.opened_at,
        start=case.start if period is None else period.start,
        end=case.end if period is None else period.end,
        steps=[OwnStepReply(action=event.action, state=event.state, at=event.at) for event in case.events],
    )


def summary(view: CaseSummary) -> CaseSummaryReply:
    """A case for a list."""
    return CaseSummaryReply(case_id=view.id, **{name: value for name, value in vars(view).items() if name != "id"})
