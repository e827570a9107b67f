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
    from services.payroll.service import PayrollService
    from services.privacy.service import PrivacyService
    from services.users.service import UserService

BOGOTA = ZoneInfo("America/Bogota")
FIRST_DAY = date(1990, 1, 1)
MAXIMUM_MESSAGES = 5_000
MAXIMUM_ACCESSES = 500


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

    The national ID and the bank account stay masked, as everywhere: the file may end up on any device.
    """

    def __init__(
        self,
        users: UserService,
        payroll: PayrollService,
        chat: ChatService,
        auth: AuthService,
        audit: AuditLog,
        privacy: PrivacyService,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
    ) -> None:
        self._users = users
        self._payroll = payroll
        self._chat = chat
        self._auth = auth
        self._audit = audit
        self._privacy = privacy
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
            cases=len(payroll["cases"]),
            messages=len(held["conversation"]),
            sessions=len(held["sessions"]),
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
        return {
            "generated_at": now.isoformat(),
            "policy_version": CURRENT_POLICY.version,
            "profile": self._users.profile(principal).to_json(),
            "roles": sorted(role.value for role in principal.roles),
            "payroll": self._payroll_records(principal, now.astimezone(BOGOTA).date()),
            "conversation": self._conversation(principal),
            "sessions": [to_jsonable(view) for view in self._auth.sessions(principal)],
            "consents": [to_jsonable(view) for view in self._privacy.consents(principal)],
            "corrections": [to_jsonable(view) for view in self._privacy.corrections(principal)],
            "accesses": self._accesses(principal),
        }

    def _payroll_records(self, principal: Principal, today: date) -> dict[str, Any]:
        payroll = self._payroll
        readings: dict[str, Callable[[], Any]] = {
            "salary": lambda: payroll.current_salary(principal, today),
            "payslips": lambda: payroll.payslips(principal, Month(FIRST_DAY.year, 1), Month(today.year, today.month)),
            "deposits": lambda: payroll.deposits(principal, FIRST_DAY, today),
            "vacation_balance": lambda: payroll.vacation_balance(principal, today),
            "vacations": lambda: payroll.vacation_history(principal),
            "absences": lambda: payroll.absences(principal, FIRST_DAY, today),
            "severance": lambda: payroll.severance(principal, today),
            "loans": lambda: payroll.loans(principal, today),
            "bank_account": lambda: payroll.bank_account(principal),
            "cases": lambda: payroll.cases(principal),
        }
        return {name: _held(read) for name, read in readings.items()}

    def _conversation(self, principal: Principal) -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = []
        cursor: str | None = None
        while len(messages) < MAXIMUM_MESSAGES:
            page = self._chat.history(principal, cursor=cursor, limit=100)
            messages += [
                {
                    "author": message.author,
                    "text": message.text,
                    "occurred_at": message.occurred_at.isoformat(),
                    "intent": message.intent,
                }
                for message in page.messages
            ]
            cursor = page.next_cursor
            if cursor is None:
                break
        return messages

    def _accesses(self, principal: Principal) -> list[dict[str, Any]]:
        entries = self._audit.entries(subject_id=principal.user_id, limit=MAXIMUM_ACCESSES)
        return [
            {
                "occurred_at": entry.occurred_at.isoformat(),
                "action": entry.action,
                "by": "self" if entry.actor_id == principal.user_id else str(entry.actor_id or "system"),
                "reason": entry.reason,
                "outcome": entry.outcome,
            }
            for entry in entries
        ]


def _held(read: Callable[[], Any]) -> Any:
    try:
        return to_jsonable(read())
    except NoPayrollRecord:
        return None
