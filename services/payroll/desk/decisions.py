"""A yes or a no to a request: by the person's manager for time that the company grants, by HR for the rest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import select

from services import audit
from services.auth.access import Permission, authorise
from services.auth.principal import AccessDenied, Role
from services.payroll.desk.errors import AccountNumberNeeded, CaseChanged, CaseClosed, NoSuchCase
from services.payroll.desk.kinds import LEAVE_CASE, MANAGER_LEAVES, VACATION_CASE, DeskKind, desk_kind
from services.payroll.desk.models import CaseEventRecord, CaseRecord
from services.payroll.desk.notices import step_text_context
from services.payroll.desk.summaries import summaries_of
from services.payroll.repository import accounts, cases, leaves
from services.payroll.views import AbsenceKind, CaseAction, CaseState, VacationStatus

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from services.auth.principal import Principal
    from services.database import Database
    from services.encryption import FieldCipher
    from services.payroll.desk.notices import Notices
    from services.payroll.desk.views import CaseSummary
    from services.payroll.service import PayrollService
    from services.users.service import UserService

BOGOTA = ZoneInfo("America/Bogota")
FIRST_DAYS_OF_THE_EMPLOYER = 2
_PAYERS = {
    AbsenceKind.WORK_ACCIDENT: "ARL",
    AbsenceKind.MATERNITY: "EPS",
    AbsenceKind.PATERNITY: "EPS",
    AbsenceKind.BEREAVEMENT: "Empresa",
    AbsenceKind.UNPAID: "Nadie",
}


class Decisions:
    """Decides requests, one at a time for each case; nobody decides their own."""

    def __init__(
        self,
        database: Database,
        cipher: FieldCipher,
        payroll: PayrollService,
        users: UserService,
        notices: Notices,
        *,
        today: Callable[[], date] = lambda: datetime.now(BOGOTA).date(),
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._payroll = payroll
        self._users = users
        self._notices = notices
        self._today = today

    def team_requests(self, principal: Principal) -> tuple[CaseSummary, ...]:
        """What waits for the principal's decision as a manager, oldest first; AccessDenied for who is none."""
        team = [member.user_id for member in self._users.team(principal)]
        query = (
            select(CaseRecord)
            .where(
                CaseRecord.user_id.in_(team),
                CaseRecord.kind.in_((VACATION_CASE, LEAVE_CASE)),
                CaseRecord.state.in_((CaseState.OPEN.value, CaseState.IN_REVIEW.value)),
            )
            .order_by(CaseRecord.number)
        )
        with self._database.session() as session:
            rows = [row for row in session.execute(query).scalars() if _granted_by_manager(row)]
            for subject_id in {row.user_id for row in rows}:
                audit.record(session, "case.list", actor_id=principal.user_id, subject_id=subject_id, reason="team")
            session.commit()
        return summaries_of(rows, self._users)

    def approve(
        self,
        principal: Principal,
        case_id: UUID,
        note: str | None = None,
        *,
        account_number: str | None = None,
        seen: int | None = None,
        request_id: UUID | None = None,
    ) -> None:
        """Grant a request and tell the person. `account_number`: the digits that the bank certifies.

        `request_id`: an id of the caller's making, by which `decided` finds the decision afterwards. `seen`: how many
        steps of the case the principal has seen. AccessDenied (audited), NoSuchCase, CaseClosed,
        CaseChanged, AccountNumberNeeded.
        """
        self._decide(principal, case_id, note, CaseAction.APPROVED, account_number, seen, request_id)

    def reject(
        self,
        principal: Principal,
        case_id: UUID,
        note: str | None = None,
        *,
        seen: int | None = None,
        request_id: UUID | None = None,
    ) -> None:
        """Refuse a request and tell the person; as `approve`."""
        self._decide(principal, case_id, note, CaseAction.REJECTED, None, seen, request_id)

    def decided(self, principal: Principal, request_id: UUID) -> tuple[CaseSummary, bool] | None:
        """The case that the principal decided under an id, and whether it was approved; None when there is none."""
        query = (
            select(CaseRecord, CaseEventRecord.action)
            .join(CaseEventRecord, CaseEventRecord.case_id == CaseRecord.id)
            .where(CaseEventRecord.id == request_id, CaseEventRecord.actor_id == principal.user_id)
        )
        with self._database.session() as session:
            found = session.execute(query).first()
        if found is None:
            return None
        (summary,) = summaries_of([found[0]], self._users)
        return summary, found[1] == CaseAction.APPROVED.value

    def may_decide(self, principal: Principal, row: Any) -> bool:
        """Whether the principal could decide a stored case that is still open."""
        if CaseState(row.state).final or not desk_kind(row.kind).decided:
            return False
        try:
            self._ground(principal, row)
        except AccessDenied:
            return False
        return True

    def forget(self, subject_id: UUID) -> None:
        """Drop what is cached about a person whose case took a step."""
        self._payroll.forget_cached(subject_id)

    def _decide(
        self,
        principal: Principal,
        case_id: UUID,
        note: str | None,
        action: CaseAction,
        number: str | None,
        seen: int | None,
        request_id: UUID | None,
    ) -> None:
        with self._database.session() as session:
            row = cases.locked_case(session, case_id)
            if row is None:
                raise NoSuchCase
            ground = self._audited_ground(session, principal, row, action)
            if CaseState(row.state).final or not desk_kind(row.kind).decided:
                raise CaseClosed
            if seen is not None and seen != cases.steps_taken(session, case_id):
                raise CaseChanged
            approved = action is CaseAction.APPROVED
            kind, data = self._apply(session, principal, row, number, approved=approved)
            event_id = request_id or uuid4()
            text = None if note is None else self._cipher.encrypt(note, step_text_context(event_id))
            state = CaseState.RESOLVED if approved else CaseState.REJECTED
            cases.add_step(session, row, event_id, action, state, principal.user_id, text)
            audit.record(
                session, f"case.{action.value}", actor_id=principal.user_id, subject_id=row.user_id, reason=ground
            )
            actor = self._users.names_of({principal.user_id})[principal.user_id]
            told = [
                self._notices.add(
                    session, row.user_id, kind, case_id=row.id, event_id=event_id, data={"actor": actor, **data}
                )
            ]
            told += self._tell_manager(session, principal, row, actor)
            session.commit()
            subject_id = row.user_id
        self._payroll.forget_cached(subject_id)
        self._notices.deliver(told)

    def _apply(
        self, session: Session, principal: Principal, row: Any, number: str | None, *, approved: bool
    ) -> tuple[str, dict[str, str]]:
        """Do what the decision means; the kind and the data of the person's notification."""
        kind = desk_kind(row.kind)
        outcome = "approved" if approved else "rejected"
        if kind is DeskKind.BANK_ACCOUNT:
            if not approved:
                return "account_rejected", {}
            return "account_changed", self._replace_account(session, row, number)
        days = {"start": row.period_start.isoformat(), "end": row.period_end.isoformat()}
        if kind is DeskKind.VACATION:
            leaves.lock_vacations(session, row.user_id)
            request = leaves.vacation(session, row.user_id, row.vacation_id)
            if request is None or request.status is not VacationStatus.REQUESTED:
                raise CaseClosed
            status = VacationStatus.APPROVED if approved else VacationStatus.REJECTED
            leaves.set_status(session, row.user_id, row.vacation_id, status, approver_id=principal.user_id)
            return f"vacation_{outcome}", days
        if approved:
            self._register_absence(session, principal, row)
        return f"leave_{outcome}", days

    def _register_absence(self, session: Session, principal: Principal, row: Any) -> None:
        kind = AbsenceKind(row.details["absence"])
        leaves.add_absence(
            session,
            row.user_id,
            kind,
            row.period_start,
            row.period_end,
            paid_by=_PAYERS.get(kind) or self._sick_payers(principal, row),
            certificate=None if kind in MANAGER_LEAVES else cases.case_number(row),
        )

    def _sick_payers(self, principal: Principal, row: Any) -> str:
        days = (row.period_end - row.period_start).days + 1
        if days <= FIRST_DAYS_OF_THE_EMPLOYER:
            return "Empresa"
        eps = self._users.profile(principal, row.user_id).affiliation("eps")
        return f"Empresa los dos primeros días y {eps.institution if eps else 'EPS'} desde el tercero"

    def _replace_account(self, session: Session, row: Any, number: str | None) -> dict[str, str]:
        if number is None:
            raise AccountNumberNeeded
        account_id, today = uuid4(), self._today()
        accounts.replace_account(
            session,
            row.user_id,
            account_id,
            row.details["bank"],
            row.details["account_type"],
            self._cipher.encrypt(number, accounts.number_context(account_id)),
            number[-4:],
            today,
        )
        return {"bank": row.details["bank"], "last_four": number[-4:], "start": today.isoformat()}

    def _tell_manager(self, session: Session, principal: Principal, row: Any, actor: str) -> list[int]:
        """The manager whose decision somebody else took hears of it."""
        manager_id = self._users.manager_of(row.user_id)
        if row.kind != VACATION_CASE or manager_id in (None, principal.user_id):
            return []
        person = self._users.names_of({row.user_id})[row.user_id]
        assert manager_id is not None  # noqa: S101 - just looked at
        return [
            self._notices.add(
                session, manager_id, "vacation_decided", case_id=row.id, data={"actor": actor, "person": person}
            )
        ]

    def _audited_ground(self, session: Session, principal: Principal, row: Any, action: CaseAction) -> str:
        try:
            return self._ground(principal, row)
        except AccessDenied as denial:
            audit.record(
                session,
                f"case.{action.value}",
                actor_id=principal.user_id,
                subject_id=row.user_id,
                reason=denial.reason_code,
                outcome="denied",
            )
            session.commit()
            raise

    def _ground(self, principal: Principal, row: Any) -> str:
        if desk_kind(row.kind) not in {DeskKind.VACATION, DeskKind.LEAVE}:
            return authorise(principal, Permission.CASE_HANDLE, row.user_id)
        manages = _granted_by_manager(row) and self._users.is_manager_of(principal, row.user_id)
        return authorise(principal, Permission.LEAVE_DECIDE, row.user_id, manages_subject=manages)


def require_manager(principal: Principal) -> None:
    """AccessDenied for whoever leads nobody."""
    if not principal.has_any(Role.MANAGER):
        raise AccessDenied("leave.decide:not_a_manager")


def _granted_by_manager(row: Any) -> bool:
    if row.kind == VACATION_CASE:
        return True
    return row.kind == LEAVE_CASE and row.details.get("absence") in {kind.value for kind in MANAGER_LEAVES}
