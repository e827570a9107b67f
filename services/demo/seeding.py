"""Puts the demo company into the database: idempotent, and extended when a new day or month comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from services.demo.company import ARL, COMPENSATION_FUND, Employee, employees, person_id
from services.demo.employment import PAYERS, Employment
from services.demo.payroll_run import PayrollRun
from services.demo.salaries import FIRST_YEAR
from services.demo.stories import CASH_VACATIONS
from services.payroll.models import (
    AbsenceRecord,
    BankAccountRecord,
    DepositRecord,
    LoanRecord,
    PayrollTerms,
    SalaryRecord,
    SeveranceRecord,
    VacationRecord,
)
from services.payroll.pay_dates import pay_date
from services.payroll.periods import Month
from services.payroll.repository.accounts import number_context
from services.payroll.repository.payslips import payslip_months
from services.payroll.repository.writer import store_payslips
from services.payroll.rules.benefits import severance_deposit_date, severance_interest_due_date
from services.payroll.views import AbsenceKind
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
        person, as_of = employment.person, employment.until
        left = person.left if person.left is not None and person.left <= as_of else None
        if self._directory.register(_new_employee(employment, password)):
            return
        if person.key in LOG_INS.values():
            self._directory.give_first_password(person.id, password)
        if left is None:
            return
        with self._database.session() as session:
            query = select(EmploymentContract.ended_on).where(EmploymentContract.user_id == person.id)
            still_open = None in session.execute(query).scalars().all()
        if still_open:
            self._directory.end_employment(person.id, left, person.leaving or "")

    def _write(self, employment: Employment, first: Month, last: Month) -> int:
        user_id = employment.person.id
        with self._database.session() as session:
            for model, rows in self._standing_rows(employment).items():
                _insert_missing(session, model, rows)
            session.execute(
                update(PayrollTerms)
                .where(PayrollTerms.user_id == user_id)
                .values(ends_on=_left(employment), end_reason=_reason(employment))
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
                _insert_missing(session, SeveranceRecord, _severance_rows(employment, run))
            _bring_up_to_date(session, user_id, employment.until)
            session.commit()
        return added

    def _standing_rows(self, employment: Employment) -> dict[Any, list[dict[str, Any]]]:
        person, user_id = employment.person, employment.person.id
        return {
            PayrollTerms: [
                {
                    "user_id": user_id,
                    "starts_on": person.hired,
                    "integral": person.integral,
                    "fortnightly": person.fortnightly,
                    "severance_fund": person.severance_fund,
                    "vacation_days_per_year": Decimal(15),
                }
            ],
            SalaryRecord: [
                {"user_id": user_id, "starts_on": change.since, "amount": change.amount, "reason": change.reason}
                for change in employment.salaries
            ],
            BankAccountRecord: self._account_rows(employment),
            AbsenceRecord: [
                {
                    "id": employment.absence_id(story),
                    "user_id": user_id,
                    "kind": story.kind.value,
                    "starts_on": story.start,
                    "ends_on": story.end,
                    "paid_by": PAYERS.get(story.kind) or _sick_payers(employment, (story.end - story.start).days + 1),
                    "certificate": f"{story.start:%Y%m%d}-{person.number:03d}"
                    if story.kind is not AbsenceKind.UNPAID
                    else None,
                }
                for story in employment.absences
            ],
            VacationRecord: _vacation_rows(employment),
            LoanRecord: [
                {
                    "id": employment.loan_id(story),
                    "user_id": user_id,
                    "concept": story.concept,
                    "lender": story.lender,
                    "principal": story.principal,
                    "instalment": story.instalment,
                    "instalments": story.instalments,
                    "starts_on": story.first.first_day,
                    "ends_on": story.last.last_day,
                }
                for story in employment.loans
            ],
        }

    def _account_rows(self, employment: Employment) -> list[dict[str, Any]]:
        return [
            {
                "id": account.id,
                "user_id": employment.person.id,
                "bank": account.bank,
                "account_type": "Ahorros",
                "number_encrypted": self._cipher.encrypt(account.number, number_context(account.id)),
                "last_four": account.number[-4:],
                "starts_on": account.since,
                "ends_on": account.until,
            }
            for account in employment.accounts
        ]


def _new_employee(employment: Employment, password: str) -> NewEmployee:
    person, left = employment.person, _left(employment)
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
        contracts=(ContractTerm(person.contract, person.hired, left, _reason(employment), person.agreed_end),),
        positions=employment.posts,
        affiliations=tuple(
            AffiliationTerm(kind, institution, person.hired, left)
            for kind, institution in institutions.items()
            if institution is not None
        ),
        roles=person.roles,
        manager_id=employment.posts[-1].manager_id,
        password=password if person.key in LOG_INS.values() else None,
    )


def _vacation_rows(employment: Employment) -> list[dict[str, Any]]:
    person, as_of = employment.person, employment.until
    manager = None if person.manager is None else person_id(person.manager)
    rows = [
        {
            "id": employment.vacation_id(run.start),
            "starts_on": run.start,
            "ends_on": run.end,
            "returns_on": run.returns,
            "business_days": Decimal(run.business_days),
            "status": "taken" if run.start <= as_of else "approved",
            "requested_at": datetime.combine(run.start.replace(day=1), time(14), timezone.utc),
        }
        for run in employment.vacations
    ]
    rows += [
        {
            "id": employment.vacation_id(story.month.last_day),
            "starts_on": story.month.first_day,
            "ends_on": story.month.first_day,
            "returns_on": story.month.first_day.replace(day=2),
            "business_days": Decimal(story.days),
            "status": "compensated",
            "requested_at": datetime.combine(story.month.plus(-1).first_day, time(14), timezone.utc),
        }
        for story in CASH_VACATIONS
        if story.person == person.key and story.month.first_day <= as_of
    ]
    return [{**row, "user_id": person.id, "approver_id": manager, "decided_at": row["requested_at"]} for row in rows]


def _severance_rows(employment: Employment, run: PayrollRun) -> list[dict[str, Any]]:
    person = employment.person
    rows = []
    for year in range(FIRST_YEAR, employment.until.year):
        deposited = pay_date(severance_deposit_date(year))
        result = run.severance_year(year) if deposited <= employment.until else None
        if result is not None:
            rows.append(
                {
                    "user_id": person.id,
                    "year": year,
                    "base": result.base,
                    "days": result.days,
                    "amount": result.amount.amount,
                    "deposited_on": deposited,
                    "fund": person.severance_fund,
                    "interest": result.interest.amount,
                    "interest_paid_on": pay_date(severance_interest_due_date(year)),
                }
            )
    return rows


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


def _left(employment: Employment) -> date | None:
    left = employment.person.left
    return left if left is not None and left <= employment.until else None


def _reason(employment: Employment) -> str | None:
    return None if _left(employment) is None else employment.person.leaving


def _sick_payers(employment: Employment, days: int) -> str:
    return "Empresa" if days <= 2 else f"Empresa los dos primeros días y {employment.person.eps} desde el tercero"


def _document_number(person: Employee) -> str:
    """A made-up national ID, the same in every installation."""
    return str(10_000_000 + person.id.int % 1_180_000_000)
