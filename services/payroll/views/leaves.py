"""Vacations and absences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from uuid import UUID

from services.payroll.rules.steps import Step


class AbsenceKind(str, Enum):
    """Why somebody was away."""

    SICK_LEAVE = "sick_leave"
    WORK_ACCIDENT = "work_accident"
    MATERNITY = "maternity"
    PATERNITY = "paternity"
    BEREAVEMENT = "bereavement"
    UNPAID = "unpaid"


class VacationStatus(str, Enum):
    """Life of a vacation request; `compensated` are days paid in cash."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    TAKEN = "taken"
    COMPENSATED = "compensated"


@dataclass(frozen=True)
class VacationRequest:
    """Days of vacation asked for, granted, taken or paid; `end` is the last day off, `returns` the first back."""

    id: UUID
    start: date
    end: date
    returns: date
    business_days: Decimal
    calendar_days: int
    status: VacationStatus
    requested_at: datetime
    approver_id: UUID | None


@dataclass(frozen=True)
class VacationPlan:
    """What a request would be, checked but not made; `holidays` falls inside it and is not counted."""

    start: date
    end: date
    returns: date
    business_days: int
    calendar_days: int
    holidays: tuple[tuple[date, str], ...]
    available_before: Decimal
    available_after: Decimal


@dataclass(frozen=True)
class VacationBalance:
    """Business days of vacation on a day: accrued − taken − compensated − reserved = available."""

    on: date
    since: date
    days_per_year: Decimal
    service_days: int
    accrued: Decimal
    taken: Decimal
    compensated: Decimal
    reserved: Decimal
    available: Decimal
    last: VacationRequest | None
    upcoming: tuple[VacationRequest, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Absence:
    """A stretch away from work; `amount` is what was paid for it so far."""

    id: UUID
    kind: AbsenceKind
    name: str
    start: date
    end: date
    calendar_days: int
    paid_by: str
    amount: Decimal
    norm: str
