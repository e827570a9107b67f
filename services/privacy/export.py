"""Everything held about a person, gathered from every service through what each lets its owner read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timezone
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from services.payroll.errors import NoPayrollRecord
from services.payroll.periods import Month
from services.payroll.serialization import to_jsonable
from services.privacy.policy import CURRENT_POLICY

if TYPE_CHECKING:
    from services.audit import AuditLog
    from services.auth.principal import Principal
    from services.auth.service import AuthService
    from services.chat.service import ChatService
    from services.documents.service import DocumentService
    from services.payroll.desk.desk import Desk
    from services.payroll.service import PayrollService
    from services.privacy.service import PrivacyService
    from services.users.service import UserService

BOGOTA = ZoneInfo("America/Bogota")
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2999, 12, 31)
MAXIMUM_MESSAGES = 20_000
MAXIMUM_ACCESSES = 20_000

HELD = {
    "users": "profile",
    "user_roles": "employment.roles",
    "employment_contracts": "employment.contracts",
    "positions": "employment.positions",
    "affiliations": "employment.affiliations",
    "payroll_terms": "payroll.terms",
    "salaries": "payroll.salaries",
    "payslips": "payroll.payslips",
    "payslip_lines": "payroll.payslips.lines",
    "bank_accounts": "payroll.bank_accounts",
    "deposits": "payroll.deposits",
    "vacations": "payroll.vacations",
    "absences": "payroll.absences",
    "severance_deposits": "payroll.severance.deposits",
    "loans": "payroll.loans",
    "payroll_cases": "requests.cases",
    "payroll_case_events": "requests.cases.steps",
    "case_files": "requests.files",
    "notifications": "requests.notifications",
    "issued_documents": "documents",
    "messages": "conversation",
    "message_feedback": "conversation.rating",
    "conversation_erasures": "conversation_erased_at",
    "login_sessions": "identity.sessions",
    "password_resets": "identity.password_resets",
    "consents": "consents",
    "data_correction_requests": "corrections",
    "audit_log": "accesses",
}
"""Where in the document the rows of each table about people are."""

NOT_GIVEN = {
    "refresh_tokens": "digests of secrets; the session that each belongs to is given",
    "case_readings": "up to which step somebody who handles cases has read one; the reading itself is in `accesses`",
    "message_reviews": "a designer's note on how a sentence should be understood; it names nobody",
}
"""Tables with rows about people that the document leaves out, and why."""


@dataclass(frozen=True)
class HeldData:
    """How much is held about a person, by part, and when other people last looked at it (the latest first)."""

    payslips: int
    deposits: int
    vacations: int
    absences: int
    loans: int
    cases: int
    messages: int
    sessions: int
    corrections: int
    accesses_by_others: tuple[datetime, ...]


class PersonalDataExport:
    """Writes a person's data as one JSON object (Ley 1581, arts. 8 and 14: free, complete and understandable).

    The national ID and the bank accounts stay masked, as everywhere: the file may end up on any device. Of attached
    files it tells what they are, not their content. ``truncated`` names the parts that were too long to be given whole.
    """

    def __init__(
        self,
        users: UserService,
        payroll: PayrollService,
        chat: ChatService,
        auth: AuthService,
        audit: AuditLog,
        privacy: PrivacyService,
        desk: Desk,
        documents: DocumentService,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
    ) -> None:
        self._users = users
        self._payroll = payroll
        self._chat = chat
        self._auth = auth
        self._audit = audit
        self._privacy = privacy
        self._desk = desk
        self._documents = documents
        self._clock = clock

    def gather(self, principal: Principal) -> dict[str, Any]:
        """The principal's own data; leaves an audit row."""
        return self._everything(principal, "data.exported")

    def summary(self, principal: Principal) -> HeldData:
        """How much of each part the document of ``gather`` holds; leaves an audit row."""
        held = self._everything(principal, "data.consulted")
        payroll = {name: rows if isinstance(rows, list) else [] for name, rows in held["payroll"].items()}
        return HeldData(
            payslips=len(payroll["payslips"]),
            deposits=len(payroll["deposits"]),
            vacations=len(payroll["vacations"]),
            absences=len(payroll["absences"]),
            loans=len(payroll["loans"]),
            cases=len(held["requests"]["cases"]),
            messages=len(held["conversation"]),
            sessions=sum(session["ended_at"] is None for session in held["identity"]["sessions"]),
            corrections=len(held["corrections"]),
            accesses_by_others=tuple(
                datetime.fromisoformat(access["occurred_at"])
                for access in held["accesses"]
                if access["by"] not in ("self", "system")
            ),
        )

    def _everything(self, principal: Principal, action: str) -> dict[str, Any]:
        now = self._clock()
        self._audit.write(action, actor_id=principal.user_id, subject_id=principal.user_id, reason="self")
        conversation, erased_at = self._chat.held(principal, MAXIMUM_MESSAGES)
        accesses = self._accesses(principal)
        full = {"conversation": (conversation, MAXIMUM_MESSAGES), "accesses": (accesses, MAXIMUM_ACCESSES)}
        return {
            "generated_at": now.isoformat(),
            "policy_version": CURRENT_POLICY.version,
            "profile": self._users.profile(principal).to_json(),
            "employment": self._users.held(principal),
            "payroll": self._payroll_records(principal, now.astimezone(BOGOTA).date()),
            "requests": self._desk.held(principal),
            "documents": self._documents.issued(principal),
            "conversation": conversation,
            "conversation_erased_at": None if erased_at is None else erased_at.isoformat(),
            "identity": self._auth.held(principal),
            "consents": [to_jsonable(view) for view in self._privacy.consents(principal)],
            "corrections": [to_jsonable(view) for view in self._privacy.corrections(principal)],
            "accesses": accesses,
            "truncated": [name for name, (rows, most) in full.items() if len(rows) >= most],
        }

    def _payroll_records(self, principal: Principal, today: date) -> dict[str, Any]:
        payroll = self._payroll
        readings: dict[str, Callable[[], Any]] = {
            "salary": lambda: payroll.current_salary(principal, today),
            "payslips": lambda: payroll.payslips(principal, Month.of(FIRST_DAY), Month.of(LAST_DAY)),
            "deposits": lambda: payroll.deposits(principal, FIRST_DAY, LAST_DAY),
            "vacation_balance": lambda: payroll.vacation_balance(principal, today),
            "vacations": lambda: payroll.vacation_history(principal),
            "absences": lambda: payroll.absences(principal, FIRST_DAY, LAST_DAY),
            "severance": lambda: payroll.severance(principal, today),
            "bank_account": lambda: payroll.bank_account(principal),
        }
        return {name: _held(read) for name, read in readings.items()} | payroll.held(principal)

    def _accesses(self, principal: Principal) -> list[dict[str, Any]]:
        entries = self._audit.about(principal.user_id, MAXIMUM_ACCESSES)
        return [
            {
                "occurred_at": entry.occurred_at.isoformat(),
                "action": entry.action,
                "by": "self" if entry.actor_id == principal.user_id else str(entry.actor_id or "system"),
                "reason": entry.reason,
                "outcome": entry.outcome,
                "details": entry.details,
            }
            for entry in entries
        ]


def _held(read: Callable[[], Any]) -> Any:
    try:
        return to_jsonable(read())
    except NoPayrollRecord:
        return None
