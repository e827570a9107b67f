"""The parts of the desk, built once with what they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from services.payroll.desk.confirmation import ConfirmationCodes
from services.payroll.desk.decisions import Decisions
from services.payroll.desk.files import CaseFiles
from services.payroll.desk.inbox import CaseInbox
from services.payroll.desk.notices import Notices
from services.payroll.desk.office import RequestOffice
from services.payroll.desk.queue import CaseQueue

if TYPE_CHECKING:
    from redis import Redis

    from services.auth.mail import MailSender
    from services.auth.principal import Principal
    from services.chat.service import ChatService
    from services.database import Database
    from services.encryption import FieldCipher
    from services.payroll.service import PayrollService
    from services.rate_limits import RateLimiter
    from services.users.service import UserService


@dataclass(frozen=True)
class Desk:
    """What people ask for, what is decided, what there is, what is answered, what is attached, and who is told."""

    office: RequestOffice
    decisions: Decisions
    queue: CaseQueue
    inbox: CaseInbox
    files: CaseFiles
    notices: Notices

    def held(self, principal: Principal) -> dict[str, list[dict[str, Any]]]:
        """The principal's own cases with what was written in them, attached files (not their bytes) and notices."""
        return {
            "cases": self.inbox.held(principal),
            "files": self.files.held(principal),
            "notifications": self.notices.held(principal),
        }


def build_desk(
    database: Database,
    cipher: FieldCipher,
    payroll: PayrollService,
    users: UserService,
    chat: ChatService,
    redis_client: Redis[bytes],
    tenant: str,
    limiter: RateLimiter,
    mail: MailSender,
) -> Desk:
    """Wire the desk of a tenant."""
    files = CaseFiles(database, cipher)
    notices = Notices(database, cipher, chat)
    confirmation = ConfirmationCodes(redis_client, tenant, limiter, users, mail)
    decisions = Decisions(database, cipher, payroll, users, notices)
    return Desk(
        office=RequestOffice(database, payroll, users, files, notices, confirmation),
        decisions=decisions,
        queue=CaseQueue(database, users, chat),
        inbox=CaseInbox(database, cipher, users, chat, files, notices, decisions),
        files=files,
        notices=notices,
    )
