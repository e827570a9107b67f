"""What is told of the desk's work: to whoever handles cases, to managers, and to the people who are notified."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.payroll.desk.kinds import DeskKind
from services.payroll.views import CaseAction, CaseState


@dataclass(frozen=True)
class CaseSummary:
    """A case in a list; `details` are words of a closed list (the sort of absence, the bank, how many days).

    `due_on`: the first day off, before which a request for time off needs its answer. `unread`: it goes on, and whoever
    looks at the list has not seen its last step.
    """

    id: UUID
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
    details: dict[str, str] = field(default_factory=dict)
    due_on: date | None = None
    unread: bool = False


@dataclass(frozen=True)
class CaseStep:
    """One step of a case; `text` is what was written to the other side."""

    action: CaseAction
    state: CaseState
    at: datetime
    actor_name: str
    by_person: bool
    text: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class AttachedFile:
    """A file of a case, without its content."""

    id: UUID
    reference: str
    file_name: str
    media_type: str
    size: int
    uploaded_at: datetime


@dataclass(frozen=True)
class TranscriptLine:
    """Something said in a conversation that its person agreed to share."""

    author: str
    text: str | None = field(repr=False)
    occurred_at: datetime


@dataclass(frozen=True)
class CaseDossier:
    """All that whoever handles a case sees; `transcript` is None without the person's consent."""

    summary: CaseSummary
    position: str | None
    area: str | None
    report: str | None = field(repr=False)
    steps: tuple[CaseStep, ...]
    files: tuple[AttachedFile, ...]
    transcript: tuple[TranscriptLine, ...] | None = field(repr=False)
    may_decide: bool


@dataclass(frozen=True)
class CasePage:
    """Cases, the latest first; `next_cursor` continues with older ones."""

    cases: tuple[CaseSummary, ...]
    next_cursor: str | None


@dataclass(frozen=True)
class DeskActivity:
    """Whether there is something new, without naming anybody.

    `version` changes with every step of any case; `said_at`: when one shared conversation last went on.
    """

    version: str
    pending: int
    unread: int
    said_at: datetime | None


@dataclass(frozen=True)
class Notice:
    """A notification in words, with the choices that it offers."""

    id: int
    kind: str
    text: str = field(repr=False)
    created_at: datetime
    read_at: datetime | None
    case_number: str | None
    buttons: tuple[dict[str, str], ...] = ()
    author: str = "assistant"

    def attachments(self) -> dict[str, Any]:
        """What travels with the text in the chat."""
        return {"buttons": list(self.buttons)} if self.buttons else {}
