"""Issues payslips and certificates as PDF, enters them in the register, and answers whoever checks a code."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from services import audit
from services.auth.access import Permission, authorise
from services.auth.principal import AccessDenied
from services.documents import repository
from services.documents.codes import new_code, normalised, printed
from services.documents.employer import Employer, EmployerUnknown
from services.documents.formatting import masked_name
from services.documents.holder import Holder
from services.documents.income_certificate import income_certificate_file
from services.documents.income_figures import income_figures
from services.documents.models import IssuedDocument
from services.documents.payslip_pages import payslip_file
from services.documents.sheet import Seal
from services.documents.work_certificate import VALIDITY_DAYS, work_certificate_file
from services.held_rows import held_rows
from services.masking import mask_identifier
from services.payroll.errors import NoPayrollRecord, NoPayslip
from services.payroll.periods import Month

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.auth.principal import Principal
    from services.database import Database
    from services.documents.repository import Verification
    from services.payroll.service import PayrollService
    from services.users.service import UserService

BOGOTA = ZoneInfo("America/Bogota")
OPERATION = "document.issued"


class YearNotOver(Exception):
    """A tax year is certified once it has ended."""


@dataclass(frozen=True)
class IssuedFile:
    """A document just issued: the PDF's bytes, a name for the file and its verification code."""

    content: bytes
    name: str
    code: str


@dataclass(frozen=True)
class _Entry:
    """What the register keeps of a document besides its holder and its bytes."""

    kind: str
    start: date
    end: date
    valid_until: date | None = None


class DocumentService:
    """Documents of one person's pay, for that person, hr or payroll; others get `AccessDenied`.

    Each one issued leaves a row in the register and one in the audit log, in the same transaction. `verify` is public:
    it shows what the register has, masked. `now` gives the moment, with its offset.
    """

    def __init__(
        self,
        database: Database,
        payroll: PayrollService,
        users: UserService,
        employer: Employer | None,
        verification_url: str,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(BOGOTA),
    ) -> None:
        """`verification_url`: the address under which a code is checked, without the code (`https://…/verificar`)."""
        self._database = database
        self._payroll = payroll
        self._users = users
        self._employer = employer
        self._verification_url = verification_url.rstrip("/")
        self._now = now

    def payslips(self, principal: Principal, first: Month, last: Month, *, user_id: UUID | None = None) -> IssuedFile:
        """The payslips from `first` to `last` in one file; NoPayslip when there is none in the range."""
        subject, ground, employer = self._prepare(principal, user_id)
        found = self._payroll.payslips(principal, first, last, user_id=user_id)
        if not found:
            raise NoPayslip(last, self._payroll.nearest_payslip_month(principal, last, user_id=user_id))
        holder = self._holder(principal, subject)
        seal = self._seal()
        span = str(first) if first == last else f"{first}-a-{last}"
        return self._register(
            principal,
            ground,
            holder,
            seal,
            _Entry("payslip", found[0].month.first_day, found[-1].month.last_day),
            payslip_file(found, holder, employer, seal),
            f"desprendible-{span}.pdf",
        )

    def work_certificate(
        self, principal: Principal, *, with_salary: bool = True, user_id: UUID | None = None
    ) -> IssuedFile:
        """The certificado laboral of today, good for 90 days; NoPayrollRecord for whoever was never hired."""
        subject, ground, employer = self._prepare(principal, user_id)
        holder = self._holder(principal, subject)
        seal = self._seal()
        today = seal.issued_at.date()
        if holder.hired_on is None:
            raise NoPayrollRecord("employment")
        last_day = holder.profile.left_on or today
        salary = self._payroll.current_salary(principal, last_day, user_id=user_id) if with_salary else None
        return self._register(
            principal,
            ground,
            holder,
            seal,
            _Entry("work_certificate", holder.hired_on, last_day, today + timedelta(days=VALIDITY_DAYS)),
            work_certificate_file(holder, salary, holder.hired_on, employer, seal),
            f"certificado-laboral-{today}.pdf",
        )

    def income_certificate(self, principal: Principal, year: int, *, user_id: UUID | None = None) -> IssuedFile:
        """The certificado de ingresos y retenciones of a past year; YearNotOver, NoPayslip."""
        subject, ground, employer = self._prepare(principal, user_id)
        seal = self._seal()
        if year >= seal.issued_at.year:
            raise YearNotOver
        january, december = Month(year, 1), Month(year, 12)
        found = self._payroll.payslips(principal, january, december, user_id=user_id)
        if not found:
            raise NoPayslip(december, self._payroll.nearest_payslip_month(principal, december, user_id=user_id))
        severance = self._payroll.severance(principal, seal.issued_at.date(), user_id=user_id)
        figures = income_figures(year, found, severance.deposits)
        holder = self._holder(principal, subject)
        return self._register(
            principal,
            ground,
            holder,
            seal,
            _Entry("income_certificate", figures.first_day, figures.last_day),
            income_certificate_file(figures, holder, employer, seal),
            f"certificado-ingresos-retenciones-{year}.pdf",
        )

    def issued(self, principal: Principal) -> list[dict[str, Any]]:
        """What the register has of the principal's own documents."""
        with self._database.session() as session:
            return held_rows(session, IssuedDocument, principal.user_id, "issued_at")

    def verify(self, text: str) -> Verification | None:
        """What the register has under a code, however it was typed; None when there is no such document."""
        code = normalised(text)
        if code is None:
            return None
        with self._database.session() as session:
            return repository.find(session, code)

    def today(self) -> date:
        """The calendar day in Colombia, against which validity is told."""
        return self._now().astimezone(BOGOTA).date()

    def _prepare(self, principal: Principal, user_id: UUID | None) -> tuple[UUID, str, Employer]:
        """Whose document, on which ground and in whose name; a refusal is audited."""
        subject = principal.user_id if user_id is None else user_id
        try:
            ground = authorise(principal, Permission.DOCUMENT_ISSUE, subject)
        except AccessDenied as denial:
            with self._database.session() as session:
                audit.record(
                    session,
                    OPERATION,
                    actor_id=principal.user_id,
                    subject_id=subject,
                    reason=denial.reason_code,
                    outcome="denied",
                )
                session.commit()
            raise
        if self._employer is None:
            raise EmployerUnknown
        return subject, ground, self._employer

    def _holder(self, principal: Principal, subject: UUID) -> Holder:
        return Holder(self._users.legal_identity(principal, subject), self._users.profile(principal, subject))

    def _seal(self) -> Seal:
        code = new_code()
        return Seal(code, f"{self._verification_url}/{printed(code)}", self._now().astimezone(BOGOTA))

    def _register(
        self, principal: Principal, ground: str, holder: Holder, seal: Seal, entry: _Entry, content: bytes, name: str
    ) -> IssuedFile:
        identity = holder.identity
        with self._database.session() as session:
            session.add(
                IssuedDocument(
                    code=seal.code,
                    kind=entry.kind,
                    user_id=identity.user_id,
                    issued_by=principal.user_id,
                    holder=masked_name(identity.full_name),
                    holder_document=f"{identity.document_type} {mask_identifier(identity.document_number)}",
                    employer=self._employer.name if self._employer is not None else "",
                    period_start=entry.start,
                    period_end=entry.end,
                    content_sha256=hashlib.sha256(content).digest(),
                    issued_at=seal.issued_at,
                    valid_until=entry.valid_until,
                )
            )
            audit.record(
                session,
                OPERATION,
                actor_id=principal.user_id,
                subject_id=identity.user_id,
                reason=ground,
                details={"kind": entry.kind, "from": str(entry.start), "to": str(entry.end)},
            )
            session.commit()
        return IssuedFile(content, name, seal.code)
