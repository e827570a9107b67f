"""What is kept of a person's pay whatever its dates, for that person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.held_rows import held_rows
from services.payroll.models import BankAccountRecord, LoanRecord, PayrollTerms, SalaryRecord

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


def held(session: Session, user_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Terms, salaries, accounts (their last four digits) and loans, past and to come."""
    return {
        "terms": held_rows(session, PayrollTerms, user_id, "starts_on"),
        "salaries": held_rows(session, SalaryRecord, user_id, "starts_on"),
        "bank_accounts": held_rows(session, BankAccountRecord, user_id, "starts_on"),
        "loans": held_rows(session, LoanRecord, user_id, "starts_on"),
    }
