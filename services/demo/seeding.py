"""Puts the demo company into the database: idempotent, and extended when a new day or month comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from services.demo.company import ARL, COMPENSATION_FUND, Employee, employees
from services.demo.employment import Employment
from services.demo.payroll_run import PayrollRun
from services.demo.records import severance_rows, standing_rows
from services.demo.salaries import FIRST_YEAR
from services.payroll.models import DepositRecord, PayrollTerms, SeveranceRecord, VacationRecord
from services.payroll.periods import Month
from services.payroll.repository.payslips import payslip_months
from services.payroll.repository.writer import store_payslips
from services.users.directory import AffiliationTerm, ContractTerm, EmployeeDirectory, NewEmployee
from services.users.models import EmploymentContract

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from services.cache import Cache
    from services.database import Database
    from services.encryption import FieldCipher
    from services.payroll.rules.parameters import LegalParameters

MONTHS_OF_PAY = 36
LOG_INS = {
    "employee": "laura.gomez",
    "manager": "luz.marin",
    "hr": "claudia.osorio",
    "auditor": "juan.cardenas",
}
"""Who can log in, by the part that they show; the manager is the employee's own, who decides on her requests."""


@dataclass(frozen=True)
class LogIn:
    """A documented account of the demo company; its password is the one that the seeding was given."""

    role: str
    email: str
    user_id: UUID


@dataclass(frozen=True)
class SeedingReport:
    """What a seeding did: people known, payslips added, and who can log in."""

    people: int
    payslips_added: int
    log_ins: tuple[LogIn, ...]


class DemoCompany:
    """Writes the company as of a day; a second run on the same day changes nothing."""

    def __init__(
        self,
        database: Database,
        cache: Cache,
        cipher: FieldCipher,
        directory: EmployeeDirectory,
        parameters: LegalParameters,
    ) -> None:
        self._database = database
        self._cache = cache
        self._cipher = cipher
        self._directory = directory
        self._parameters = parameters

    def seed(
        self, as_of: date, password: str, progress: Callable[[int, int, str], None] | None = None
    ) -> SeedingReport:
        """Bring the company up to `as_of`; `progress` hears (done, total, name). ValueError before 36 months exist.

        Months already paid are never rewritten; deposits, vacations and departures that have come since are.
        """
        last = Month.of(as_of)
        first = last.plus(1 - MONTHS_OF_PAY)
        if first.year < FIRST_YEAR:
            raise ValueError(f"the demo company begins in {FIRST_YEAR}: it has no {MONTHS_OF_PAY} months by then")
        people = [person for person in employees() if person.hired <= as_of]
        added = 0
        for done, person in enumerate(people, start=1):
            employment = Employment(person, as_of, self._parameters)
            self._register(employment, password)
            added += self._write(employment, first, last)
            self._cache.delete_pattern(f"payroll:{person.id}:*")
            if progress is not None:
                progress(done, len(people), f"{person.first_names} {person.last_names}")
        log_ins = tuple(
            LogIn(role, person.email, person.id)
            for role, key in LOG_INS.items()
            for person in people
            if person.key == key
        )
        return SeedingReport(len(people), added, log_ins)

    def _register(self, employment: Employment, password: str) -> None:
        person = employment.person
        if self._directory.register(_new_employee(employment, password)):
            return
        if person.key in LOG_INS.values():
            self._directory.give_first_password(person.id, password)
        if employment.left is None:
            return
        with self._database.session() as session:
            query = select(EmploymentContract.ended_on).where(EmploymentContract.user_id == person.id)
            still_open = None in session.execute(query).scalars().all()
        if still_open:
            self._directory.end_employment(person.id, employment.left, employment.leaving or "")

    def _write(self, employment: Employment, first: Month, last: Month) -> int:
        user_id = employment.person.id
        with self._database.session() as session:
            for model, rows in standing_rows(employment, self._cipher).items():
                _insert_missing(session, model, rows)
            session.execute(
                update(PayrollTerms)
                .where(PayrollTerms.user_id == user_id)
                .values(ends_on=employment.left, end_reason=employment.leaving)
            )
            known = set(payslip_months(session, user_id))
            expected = {
                month
                for month in Month.span(first, last)
                if employment.person.employed(month.first_day, month.last_day)
            }
            added = 0
            if expected - known:
                run = PayrollRun(employment, self._parameters)
                drafts = [draft for draft in run.drafts(min(expected - known), last) if draft.month not in known]
                added = store_payslips(session, drafts)
                _insert_missing(session, SeveranceRecord, severance_rows(employment, run))
            _bring_up_to_date(session, user_id, employment.until)
            session.commit()
        return added


def _new_employee(employment: Employment, password: str) -> NewEmployee:
    person = employment.person
    institutions = {
        "eps": person.eps,
        "pension_fund": person.pension_fund,
        "severance_fund": person.severance_fund,
        "arl": ARL,
        "compensation_fund": COMPENSATION_FUND,
    }
    return NewEmployee(
        user_id=person.id,
        email=person.email,
        first_names=person.first_names,
        last_names=person.last_names,
        document_type="CC",
        document_number=_document_number(person),
        contracts=(
            ContractTerm(person.contract, person.hired, employment.left, employment.leaving, person.agreed_end),
        ),
        positions=employment.posts,
        affiliations=tuple(
            AffiliationTerm(kind, institution, person.hired, employment.left)
            for kind, institution in institutions.items()
            if institution is not None
        ),
        roles=person.roles,
        manager_id=employment.posts[-1].manager_id,
        password=password if person.key in LOG_INS.values() else None,
    )


def _bring_up_to_date(session: Session, user_id: UUID, as_of: date) -> None:
    """Mark as paid and as taken what has come to its day."""
    session.execute(
        update(DepositRecord)
        .where(DepositRecord.user_id == user_id, DepositRecord.status == "scheduled", DepositRecord.pay_date <= as_of)
        .values(status="paid")
    )
    session.execute(
        update(VacationRecord)
        .where(
            VacationRecord.user_id == user_id, VacationRecord.status == "approved", VacationRecord.starts_on <= as_of
        )
        .values(status="taken")
    )


def _insert_missing(session: Session, model: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(model).values(rows).on_conflict_do_nothing())


def _document_number(person: Employee) -> str:
    """A made-up national ID, the same in every installation."""
    return str(10_000_000 + person.id.int % 1_180_000_000)
