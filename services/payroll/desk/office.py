"""What a person asks of the company: vacations, a leave with its certificate, another account for the pay."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from services.payroll.desk.kinds import ACCOUNT_CASE, LEAVE_CASE, MANAGER_LEAVES
from services.payroll.errors import PayrollError
from services.payroll.repository.cases import add_case, case_asked_before, case_of_vacation

if TYPE_CHECKING:
    from uuid import UUID

    from services.auth.principal import Principal
    from services.database import Database
    from services.payroll.desk.confirmation import ConfirmationCodes
    from services.payroll.desk.files import CaseFiles
    from services.payroll.desk.notices import Notices
    from services.payroll.service import PayrollService
    from services.payroll.views import AbsenceKind, Case, VacationRequest
    from services.users.service import UserService

ACCOUNT_TYPES = ("Ahorros", "Corriente")
LONGEST_LEAVE = timedelta(days=180)
OLDEST_LEAVE = timedelta(days=90)
FURTHEST_LEAVE = timedelta(days=365)
LONGEST_BANK_NAME = 60


class LeaveRefused(PayrollError):
    """A leave that cannot be reported; `reason`: `dates`, `too_long`, `too_old`, `too_far`, `certificate_needed`."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"leave refused: {reason}")
        self.reason = reason


class RequestOffice:
    """Takes a person's own requests and tells whoever decides them.

    With a `request_id` of the caller's making, asking again gives what is there already and tells nobody twice.
    """

    def __init__(
        self,
        database: Database,
        payroll: PayrollService,
        users: UserService,
        files: CaseFiles,
        notices: Notices,
        confirmation: ConfirmationCodes,
    ) -> None:
        self._database = database
        self._payroll = payroll
        self._users = users
        self._files = files
        self._notices = notices
        self._confirmation = confirmation

    def request_vacation(
        self, principal: Principal, start: date, days: int, on: date, *, request_id: UUID | None = None
    ) -> VacationRequest:
        """Ask for `days` business days from `start` and tell the manager; VacationRefused says why not."""
        request = self._payroll.request_vacation(principal, start, days, on, request_id=request_id)
        with self._database.session() as session:
            case_id = case_of_vacation(session, request.id)
        data = {
            "start": request.start.isoformat(),
            "end": request.end.isoformat(),
            "business_days": f"{request.business_days.normalize():f}",
        }
        self._tell_manager(principal, "vacation_requested", case_id, data)
        return request

    def check_leave(self, kind: AbsenceKind, start: date, end: date, on: date) -> None:
        """LeaveRefused when the days of a leave cannot be."""
        if end < start:
            raise LeaveRefused("dates")
        if end - start >= LONGEST_LEAVE:
            raise LeaveRefused("too_long")
        if on - start > OLDEST_LEAVE:
            raise LeaveRefused("too_old")
        if start - on > FURTHEST_LEAVE:
            raise LeaveRefused("too_far")

    def report_leave(
        self,
        principal: Principal,
        kind: AbsenceKind,
        start: date,
        end: date,
        on: date,
        *,
        reference: str | None,
        request_id: UUID | None = None,
    ) -> Case:
        """Open the case of a leave; `reference` is that of the certificate, which only an unpaid leave can lack.

        LeaveRefused, NoSuchFile.
        """
        self.check_leave(kind, start, end, on)
        if reference is None and needs_certificate(kind):
            raise LeaveRefused("certificate_needed")
        details = {"absence": kind.value}
        case = self._open(principal, LEAVE_CASE, reference, request_id, days=(start, end), details=details)
        if kind in MANAGER_LEAVES:
            days = {"start": start.isoformat(), "end": end.isoformat()}
            self._tell_manager(principal, "leave_requested", case.id, days)
        return case

    def send_code(self, principal: Principal) -> str:
        """Send the code that confirms a change of account; the mailbox, masked. RateLimited."""
        return self._confirmation.send(principal)

    def confirm(self, principal: Principal, code: str) -> None:
        """NotConfirmed when it is not the code that was sent."""
        self._confirmation.check(principal, code)

    def request_account_change(
        self, principal: Principal, bank: str, account_type: str, *, reference: str, request_id: UUID | None = None
    ) -> Case:
        """Open the case of another account; the bank's certificate goes with it, and HR writes the number from it.

        NotConfirmed without the second factor, NoSuchFile.
        """
        if account_type not in ACCOUNT_TYPES or not 0 < len(bank) <= LONGEST_BANK_NAME:
            raise ValueError("not an account")
        known = self._asked_before(principal, request_id)
        if known is not None:
            return known
        self._files.unsent(principal, reference)
        self._confirmation.spend(principal)
        details = {"bank": bank, "account_type": account_type}
        return self._open(principal, ACCOUNT_CASE, reference, request_id, details=details)

    def _open(
        self,
        principal: Principal,
        kind: str,
        reference: str | None,
        request_id: UUID | None,
        *,
        details: dict[str, str],
        days: tuple[date, date] | None = None,
    ) -> Case:
        person = principal.user_id
        with self._database.session() as session:
            known = case_asked_before(session, person, request_id)
            if known is not None:
                return known
            case = add_case(session, person, person, kind, None, None, days=days, details=details, case_id=request_id)
            if reference is not None and case.id is not None:
                self._files.attach(session, principal.user_id, reference, case.id)
            session.commit()
        self._payroll.forget_cached(person)
        return case

    def _asked_before(self, principal: Principal, request_id: UUID | None) -> Case | None:
        with self._database.session() as session:
            return case_asked_before(session, principal.user_id, request_id)

    def _tell_manager(self, principal: Principal, kind: str, case_id: UUID | None, data: dict[str, str]) -> None:
        manager_id = self._users.manager_of(principal.user_id)
        if manager_id is None:
            return
        person = self._users.names_of({principal.user_id})[principal.user_id]
        with self._database.session() as session:
            if self._notices.has(session, manager_id, kind, case_id):
                return
            told = self._notices.add(session, manager_id, kind, case_id=case_id, data={"person": person, **data})
            session.commit()
        self._notices.deliver([told])


def needs_certificate(kind: AbsenceKind) -> bool:
    """Whether a leave is proved with a certificate; an unpaid one is only granted."""
    return kind not in MANAGER_LEAVES
