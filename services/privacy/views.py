"""What is told of consents and correction requests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from uuid import UUID


class Datum(str, Enum):
    """What may be claimed to be wrong."""

    NAME = "name"
    DOCUMENT = "document"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    CONTRACT = "contract"
    POSITION = "position"
    AFFILIATION = "affiliation"
    BANK_ACCOUNT = "bank_account"
    PAYROLL = "payroll"
    OTHER = "other"


class CorrectionState(str, Enum):
    """Life of a correction request; the last two are final."""

    RECEIVED = "received"
    EXTENDED = "extended"
    ACCEPTED = "accepted"
    REJECTED = "rejected"

    @property
    def final(self) -> bool:
        """Whether it has been answered."""
        return self in {CorrectionState.ACCEPTED, CorrectionState.REJECTED}


@dataclass(frozen=True)
class ConsentView:
    """An answer to a version of the policy."""

    policy_version: str
    accepted: bool
    recorded_at: datetime


@dataclass(frozen=True)
class CorrectionView:
    """A correction request; ``due_on`` is the last legal day to answer it, the extension included."""

    request_id: UUID
    user_id: UUID
    datum: Datum
    claim: str
    state: CorrectionState
    received_at: datetime
    due_on: date
    overdue: bool
    extension_reason: str | None
    answer: str | None
    answered_at: datetime | None

    def __repr__(self) -> str:
        return f"CorrectionView({self.request_id}, {self.state.value})"
