"""One case in the hands of whoever handles cases: all about it, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from services import audit
from services.auth.access import Permission, authorise, authorise_company_wide
from services.auth.principal import AccessDenied, Role
from services.held_rows import held_rows, plain
from services.payroll.desk.errors import CaseChanged, CaseClosed, NoSuchCase
from services.payroll.desk.files import files_of
from services.payroll.desk.kinds import desk_kind
from services.payroll.desk.models import CaseRecord
from services.payroll.desk.notices import step_text_context
from services.payroll.desk.queue import mark_seen
from services.payroll.desk.summaries import summaries_of
from services.payroll.desk.transcript import transcript_lines
from services.payroll.desk.views import CaseDossier, CaseStep
from services.payroll.repository import cases
from services.payroll.views import CaseAction, CaseState

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from services.auth.principal import Principal
    from services.chat.service import ChatService
    from services.database import Database
    from services.encryption import FieldCipher
    from services.payroll.desk.decisions import Decisions
    from services.payroll.desk.files import CaseFiles
    from services.payroll.desk.notices import Notices
    from services.payroll.desk.views import AttachedFile, TranscriptLine
    from services.users.service import UserService


class CaseInbox:
    """Shows and takes on everybody's cases; every look at another person's leaves an audit row.

    `seen` is how many steps of the case the principal has seen: CaseChanged when there are more by now.
    """

    def __init__(
        self,
        database: Database,
        cipher: FieldCipher,
        users: UserService,
        chat: ChatService,
        files: CaseFiles,
        notices: Notices,
        decisions: Decisions,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._users = users
        self._chat = chat
        self._files = files
        self._notices = notices
        self._decisions = decisions
        self._clock = clock

    def case(self, principal: Principal, case_id: UUID) -> CaseDossier:
        """All about a case; the conversation only when its person agreed to share it. NoSuchCase."""
        ground = authorise_company_wide(principal, Permission.CASE_READ)
        with self._database.session() as session:
            row: Any = session.get(CaseRecord, case_id)
            if row is None:
                raise NoSuchCase
            events = cases.events_of(session, [row.id])[row.id]
            files = files_of(session, row.id)
            mark_seen(session, principal.user_id, row.id, row.updated_at)
            self._trace(session, "case.read", principal, row.user_id, ground)
            if row.transcript_from is not None:
                self._trace(session, "case.transcript.read", principal, row.user_id, ground)
            session.commit()
        profile = self._users.profile(principal, row.user_id)
        (summary,) = summaries_of([row], self._users)
        return CaseDossier(
            summary=summary,
            position=profile.position,
            area=profile.area,
            report=None if row.text_ref is None else self._chat.said_in_turn(row.user_id, row.text_ref),
            steps=self._steps(row, events),
            files=files,
            transcript=self._transcript(row),
            may_decide=self._decisions.may_decide(principal, row),
        )

    def held(self, principal: Principal) -> list[dict[str, Any]]:
        """Every case of the principal's own with its steps and what was written to either side."""
        with self._database.session() as session:
            rows = held_rows(session, CaseRecord, principal.user_id, "opened_at")
            events = cases.events_of(session, [UUID(row["id"]) for row in rows])
        return [
            {
                **row,
                "steps": [
                    {
                        "action": event.action,
                        "state": event.state,
                        "at": plain(event.at),
                        "by": "self" if event.actor_id == principal.user_id else str(event.actor_id),
                        "note": event.note,
                        "text": self._written(event),
                    }
                    for event in events[UUID(row["id"])]
                ],
            }
            for row in rows
        ]

    def assign(self, principal: Principal, case_id: UUID, to: UUID | None = None, *, seen: int | None = None) -> None:
        """Take a case on, or give it to somebody who handles cases; AccessDenied, NoSuchCase, CaseClosed."""
        handler_id = to or principal.user_id
        if not self._users.principal(handler_id).has_any(Role.HR, Role.PAYROLL):
            raise AccessDenied("case.handle:not_a_handler")
        with self._database.session() as session:
            row, ground = self._handled(session, principal, case_id, CaseAction.ASSIGNED, seen)
            row.assigned_to = handler_id
            self._step(session, principal, row, CaseAction.ASSIGNED, CaseState.IN_REVIEW, None, ground)
            session.commit()

    def reply(self, principal: Principal, case_id: UUID, text: str, *, seen: int | None = None) -> None:
        """Write to the case's person, who reads it in the chat; AccessDenied, NoSuchCase, CaseClosed."""
        self._answer(principal, case_id, text, CaseAction.REPLIED, CaseState.IN_REVIEW, "case_replied", seen)

    def resolve(self, principal: Principal, case_id: UUID, text: str | None = None, *, seen: int | None = None) -> None:
        """Close a case that asked for an answer; AccessDenied, NoSuchCase, CaseClosed for what is decided instead."""
        self._answer(principal, case_id, text, CaseAction.RESOLVED, CaseState.RESOLVED, "case_resolved", seen)

    def dismiss(self, principal: Principal, case_id: UUID, text: str | None = None, *, seen: int | None = None) -> None:
        """Close a case that asked for an answer without any change; as `resolve`."""
        self._answer(principal, case_id, text, CaseAction.REJECTED, CaseState.REJECTED, "case_rejected", seen)

    def is_decided(self, principal: Principal, case_id: UUID) -> bool:
        """Whether a case ends with a yes or a no; AccessDenied, NoSuchCase."""
        authorise_company_wide(principal, Permission.CASE_HANDLE)
        with self._database.session() as session:
            row: Any = session.get(CaseRecord, case_id)
            if row is None:
                raise NoSuchCase
            return desk_kind(row.kind).decided

    def file(self, principal: Principal, case_id: UUID, file_id: UUID) -> tuple[AttachedFile, bytes]:
        """A file that the person attached; AccessDenied, NoSuchCase, NoSuchFile."""
        ground = authorise_company_wide(principal, Permission.CASE_FILE_READ)
        with self._database.session() as session:
            row: Any = session.get(CaseRecord, case_id)
            if row is None:
                raise NoSuchCase
            found = self._files.content(session, case_id, file_id)
            self._trace(session, "case.file.read", principal, row.user_id, ground)
            session.commit()
        return found

    def _answer(
        self,
        principal: Principal,
        case_id: UUID,
        text: str | None,
        action: CaseAction,
        state: CaseState,
        kind: str,
        seen: int | None,
    ) -> None:
        with self._database.session() as session:
            row, ground = self._handled(session, principal, case_id, action, seen)
            if state.final and desk_kind(row.kind).decided:
                raise CaseClosed
            event_id = self._step(session, principal, row, action, state, text, ground)
            actor = self._users.names_of({principal.user_id})[principal.user_id]
            told = self._notices.add(
                session, row.user_id, kind, case_id=row.id, event_id=event_id, data={"actor": actor}
            )
            session.commit()
            subject_id = row.user_id
        self._decisions.forget(subject_id)
        self._notices.deliver([told])

    def _handled(
        self, session: Session, principal: Principal, case_id: UUID, action: CaseAction, seen: int | None
    ) -> tuple[Any, str]:
        authorise_company_wide(principal, Permission.CASE_HANDLE)
        row = cases.locked_case(session, case_id)
        if row is None:
            raise NoSuchCase
        try:
            ground = authorise(principal, Permission.CASE_HANDLE, row.user_id)
        except AccessDenied as denial:
            self._trace(session, f"case.{action.value}", principal, row.user_id, denial.reason_code, "denied")
            session.commit()
            raise
        if CaseState(row.state).final:
            raise CaseClosed
        if seen is not None and seen != cases.steps_taken(session, case_id):
            raise CaseChanged
        return row, ground

    def _step(
        self,
        session: Session,
        principal: Principal,
        row: Any,
        action: CaseAction,
        state: CaseState,
        text: str | None,
        ground: str,
    ) -> UUID:
        event_id = uuid4()
        stored = None if text is None else self._cipher.encrypt(text, step_text_context(event_id))
        cases.add_step(session, row, event_id, action, state, principal.user_id, stored)
        self._trace(session, f"case.{action.value}", principal, row.user_id, ground)
        return event_id

    def _steps(self, row: Any, events: list[Any]) -> tuple[CaseStep, ...]:
        names = self._users.names_of({event.actor_id for event in events})
        return tuple(
            CaseStep(
                action=CaseAction(event.action),
                state=CaseState(event.state),
                at=event.at,
                actor_name=names[event.actor_id],
                by_person=event.actor_id == row.user_id,
                text=self._written(event),
            )
            for event in events
        )

    def _written(self, event: Any) -> str | None:
        stored = event.text_encrypted
        return None if stored is None else self._cipher.decrypt(stored, step_text_context(event.id))

    def _transcript(self, row: Any) -> tuple[TranscriptLine, ...] | None:
        if row.transcript_from is None:
            return None
        until = row.updated_at if CaseState(row.state).final else None
        return transcript_lines(self._chat.shared(row.user_id, row.transcript_from, until))

    @staticmethod
    def _trace(
        session: Session, action: str, principal: Principal, subject_id: UUID, reason: str, outcome: str = "allowed"
    ) -> None:
        audit.record(session, action, actor_id=principal.user_id, subject_id=subject_id, reason=reason, outcome=outcome)
