"""Reported payroll errors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from services.payroll.periods import Period


class CaseState(str, Enum):
    """Life of a reported payroll error."""

    OPEN = "open"
    IN_REVIEW = "in_review"
    RESOLVED = "resolved"
    REJECTED = "rejected"


@dataclass(frozen=True)
class CaseEvent:
    """One state that a case went through."""

    state: CaseState
    at: datetime
    note: str | None


@dataclass(frozen=True)
class Case:
    """A reported payroll error, with a number that the person can quote."""

    number: str
    kind: str
    state: CaseState
    period: Period | None
    opened_at: datetime
    events: tuple[CaseEvent, ...]
