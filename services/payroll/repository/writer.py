"""Stores computed payslips with their lines and deposits; what is already there is left as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from sqlalchemy.dialects.postgresql import insert

from services.payroll.models import DepositRecord, PayslipLineRecord, PayslipRecord
from services.payroll.repository.payslips import ensure_partitions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from sqlalchemy.orm import Session

    from services.payroll.periods import Month
    from services.payroll.rules.payslip import ComputedPayslip

ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class DepositDraft:
    """A transfer to be stored; `fortnight` is 1, 2 or 0 for the whole month."""

    fortnight: int
    due: date
    pay_date: date
    amount: Decimal
    paid: bool
    bank_account_id: UUID


@dataclass(frozen=True)
class PayslipDraft:
    """A computed month to be stored: its lines' first-fortnight parts and sources go in the lines' order."""

    user_id: UUID
    month: Month
    computed: ComputedPayslip
    base_salary: Decimal
    position: str
    first_fortnight: Sequence[Decimal | None]
    sources: Sequence[UUID | None]
    deposits: Sequence[DepositDraft]

    @property
    def id(self) -> UUID:
        """The same for the same person and month."""
        return uuid5(self.user_id, f"payslip:{self.month}")


def store_payslips(session: Session, drafts: Iterable[PayslipDraft]) -> int:
    """Insert the payslips that are missing; how many there were. ValueError when deposits do not add up to the net."""
    wanted = list(drafts)
    if not wanted:
        return 0
    for draft in wanted:
        if sum(deposit.amount for deposit in draft.deposits) != draft.computed.net:
            raise ValueError(f"the deposits of {draft.month} do not add up to the net")
    years = [draft.month.year for draft in wanted]
    ensure_partitions(session, min(years), max(years))
    stored = set()
    for start in range(0, len(wanted), ROWS_AT_ONCE):
        statement = (
            insert(PayslipRecord)
            .values([_payslip(draft) for draft in wanted[start : start + ROWS_AT_ONCE]])
            .on_conflict_do_nothing()
            .returning(PayslipRecord.id)
        )
        stored |= set(session.execute(statement).scalars())
    new = [draft for draft in wanted if draft.id in stored]
    lines = [line for draft in new for line in _lines(draft)]
    if lines:
        session.execute(PayslipLineRecord.__table__.insert(), lines)
        session.execute(DepositRecord.__table__.insert(), [row for draft in new for row in _deposits(draft)])
    return len(new)


def _payslip(draft: PayslipDraft) -> dict[str, Any]:
    computed = draft.computed
    return {
        "id": draft.id,
        "user_id": draft.user_id,
        "year": draft.month.year,
        "month": draft.month.month,
        "base_salary": draft.base_salary,
        "position": draft.position,
        "worked_days": computed.worked_days,
        "contribution_base": computed.contribution_base.amount,
        "gross": computed.gross,
        "deductions": computed.deductions,
        "net": computed.net,
        "details": {
            "warnings": list(computed.warnings),
            "withholding_base": str(computed.withholding_base.amount),
        },
    }


def _lines(draft: PayslipDraft) -> list[dict[str, Any]]:
    parts = zip(draft.computed.lines, draft.first_fortnight, draft.sources, strict=True)
    return [
        {
            "payslip_id": draft.id,
            "year": draft.month.year,
            "position": position,
            "concept": line.concept,
            "base": line.base,
            "rate": line.rate,
            "quantity": line.quantity,
            "unit": line.unit,
            "amount": line.amount,
            "first_fortnight": first,
            "norm": line.norm or None,
            "note": line.note or None,
            "source_id": source,
            "steps": [line.steps.to_dict()],
        }
        for position, (line, first, source) in enumerate(parts, start=1)
    ]


def _deposits(draft: PayslipDraft) -> list[dict[str, Any]]:
    return [
        {
            "id": uuid5(draft.id, f"deposit:{deposit.fortnight}"),
            "user_id": draft.user_id,
            "payslip_id": draft.id,
            "year": draft.month.year,
            "month": draft.month.month,
            "fortnight": deposit.fortnight,
            "due_date": deposit.due,
            "pay_date": deposit.pay_date,
            "amount": deposit.amount,
            "status": "paid" if deposit.paid else "scheduled",
            "bank_account_id": deposit.bank_account_id,
        }
        for deposit in draft.deposits
    ]
