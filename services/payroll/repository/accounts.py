"""Terms of payment, salaries and bank accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from services.masking import MASK
from services.payroll.models import BankAccountRecord, PayrollTerms, SalaryRecord
from services.payroll.views import BankAccount, SalaryChange

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Terms:
    """On what terms somebody is paid between two dates (`ends_on` None: still)."""

    starts_on: date
    ends_on: date | None
    integral: bool
    fortnightly: bool
    severance_fund: str | None
    vacation_days_per_year: Decimal


def terms(session: Session, user_id: UUID) -> tuple[Terms, ...]:
    """Every stretch of employment, in order."""
    query = select(PayrollTerms).where(PayrollTerms.user_id == user_id).order_by(PayrollTerms.starts_on)
    return tuple(
        Terms(
            row.starts_on,
            row.ends_on,
            row.integral,
            row.fortnightly,
            row.severance_fund,
            row.vacation_days_per_year,
        )
        for row in session.execute(query).scalars()
    )


def salary_changes(session: Session, user_id: UUID) -> tuple[SalaryChange, ...]:
    """Every salary, in order of the day from which it holds."""
    query = select(SalaryRecord).where(SalaryRecord.user_id == user_id).order_by(SalaryRecord.starts_on)
    return tuple(SalaryChange(row.amount, row.starts_on, row.reason) for row in session.execute(query).scalars())


def current_account(session: Session, user_id: UUID) -> BankAccount | None:
    """The account in use, masked."""
    query = select(BankAccountRecord).where(BankAccountRecord.user_id == user_id, BankAccountRecord.ends_on.is_(None))
    row: Any = session.execute(query).scalar_one_or_none()
    if row is None:
        return None
    return BankAccount(row.bank, row.account_type, masked(row.last_four), row.starts_on)


def replace_account(
    session: Session,
    user_id: UUID,
    account_id: UUID,
    bank: str,
    account_type: str,
    number: bytes,
    last_four: str,
    on: date,
) -> None:
    """End the account in use the day before and start another; `number` comes encrypted."""
    in_use = select(BankAccountRecord).where(BankAccountRecord.user_id == user_id, BankAccountRecord.ends_on.is_(None))
    row: Any = session.execute(in_use.with_for_update()).scalar_one_or_none()
    if row is not None:
        row.ends_on = max(on - timedelta(days=1), row.starts_on)
        session.flush()
    session.add(
        BankAccountRecord(
            id=account_id,
            user_id=user_id,
            bank=bank,
            account_type=account_type,
            number_encrypted=number,
            last_four=last_four,
            starts_on=on,
        )
    )


def number_context(account_id: UUID) -> str:
    """What the encrypted number of an account is bound to."""
    return f"bank_accounts.number:{account_id}"


def masked(last_four: str) -> str:
    """An account as people see it: four dots and its last four digits."""
    return f"{MASK * 4}{last_four}"
