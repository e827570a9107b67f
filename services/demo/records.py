"""The rows of payroll that one person's file gives, whatever months have been paid."""

from __future__ import annotations

from datetime import datetime, time, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from services.demo.company import person_id
from services.demo.employment import PAYERS, Employment
from services.demo.salaries import FIRST_YEAR
from services.demo.stories import CASH_VACATIONS
from services.payroll.models import (
    AbsenceRecord,
    BankAccountRecord,
    LoanRecord,
    PayrollTerms,
    SalaryRecord,
    VacationRecord,
)
from services.payroll.pay_dates import pay_date
from services.payroll.repository.accounts import number_context
from services.payroll.rules.benefits import severance_deposit_date, severance_interest_due_date
from services.payroll.views import AbsenceKind

if TYPE_CHECKING:
    from services.demo.payroll_run import PayrollRun
    from services.encryption import FieldCipher

Rows = list[dict[str, Any]]


def standing_rows(employment: Employment, cipher: FieldCipher) -> dict[Any, Rows]:
    """Rows of terms, salaries, accounts, leaves, vacations and loans by table, as they are known on the day."""
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
        BankAccountRecord: _account_rows(employment, cipher),
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


def _account_rows(employment: Employment, cipher: FieldCipher) -> Rows:
    return [
        {
            "id": account.id,
            "user_id": employment.person.id,
            "bank": account.bank,
            "account_type": "Ahorros",
            "number_encrypted": cipher.encrypt(account.number, number_context(account.id)),
            "last_four": account.number[-4:],
            "starts_on": account.since,
            "ends_on": account.until,
        }
        for account in employment.accounts
    ]


def severance_rows(employment: Employment, run: PayrollRun) -> Rows:
    """Rows of the years whose cesantías have been put into the fund by the day."""
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


def _vacation_rows(employment: Employment) -> Rows:
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


def _sick_payers(employment: Employment, days: int) -> str:
    return "Empresa" if days <= 2 else f"Empresa los dos primeros días y {employment.person.eps} desde el tercero"
