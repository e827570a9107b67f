"""Cases: reported payroll errors, and requests that somebody of the company decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from uuid import UUID

from services.payroll.periods import Period


class CaseState(str, Enum):
    """Life of a case; the last three are final. A request that was granted is resolved."""

    OPEN = "open"
    IN_REVIEW = "in_review"
    RESOLVED = "resolved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"

    @property
    def final(self) -> bool:
        """Whether nothing more happens to the case."""
        return self not in {CaseState.OPEN, CaseState.IN_REVIEW}


class CaseAction(str, Enum):
    """What was done at a step of a case."""

    OPENED = "opened"
    ASSIGNED = "assigned"
    REPLIED = "replied"
    APPROVED = "approved"
    RESOLVED = "resolved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class CaseEvent:
    """One step of a case and the state that it left."""

    state: CaseState
    at: datetime
    note: str | None
    action: CaseAction = CaseAction.OPENED


@dataclass(frozen=True)
class Case:
    """A case as its owner sees it, with a number to quote; `start` and `end` are the days of a leave or a vacation."""

    number: str
    kind: str
    state: CaseState
    period: Period | None
    opened_at: datetime
    events: tuple[CaseEvent, ...]
    id: UUID | None = None
    start: date | None = None
    end: date | None = None
