"""Payslips with their lines and deposits."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import defer

from services.payroll.concepts import Unit, concept
from services.payroll.models import BankAccountRecord, DepositRecord, PayslipLineRecord, PayslipRecord
from services.payroll.periods import Month
from services.payroll.repository.accounts import masked
from services.payroll.rules.steps import step_from_dict
from services.payroll.views import Deposit, DepositStatus, Payslip, PayslipLine, PayslipStatus

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session
    from sqlalchemy.sql import Select

    from services.payroll.rules.steps import Step


def payslip_months(session: Session, user_id: UUID) -> tuple[Month, ...]:
    """Every month with a payslip, in order."""
    query = (
        select(PayslipRecord.year, PayslipRecord.month)
        .where(PayslipRecord.user_id == user_id)
        .order_by(PayslipRecord.year, PayslipRecord.month)
    )
    return tuple(Month(year, month) for year, month in session.execute(query))


def payslips(session: Session, user_id: UUID, first: Month, last: Month, *, with_steps: bool) -> tuple[Payslip, ...]:
    """The payslips from `first` to `last`, in order, in three queries whatever their number.

    Without steps the lines have no calculation trees, which are most of what a payslip weighs.
    """
    rows = session.execute(payslips_query(user_id, first, last)).scalars().all()
    if not rows:
        return ()
    ids = [row.id for row in rows]
    years = (rows[0].year, rows[-1].year)
    lines: dict[UUID, list[PayslipLine]] = defaultdict(list)
    query = lines_query(ids, *years)
    if not with_steps:
        query = query.options(defer(PayslipLineRecord.steps, raiseload=True))
    for line in session.execute(query).scalars():
        steps = tuple(step_from_dict(step) for step in line.steps) if with_steps else ()
        lines[line.payslip_id].append(_line(line, steps))
    deposits: dict[UUID, list[Deposit]] = defaultdict(list)
    for deposit, account in session.execute(_payslip_deposits_query(ids)):
        deposits[deposit.payslip_id].append(_deposit(deposit, account))
    return tuple(_payslip(row, tuple(lines[row.id]), tuple(deposits[row.id])) for row in rows)


def payslips_query(user_id: UUID, first: Month, last: Month) -> Select:
    """Payslips of a range; the bounds on the year alone let PostgreSQL skip the other partitions."""
    return (
        select(PayslipRecord)
        .where(
            PayslipRecord.user_id == user_id,
            PayslipRecord.year.between(first.year, last.year),
            or_(PayslipRecord.year > first.year, PayslipRecord.month >= first.month),
            or_(PayslipRecord.year < last.year, PayslipRecord.month <= last.month),
        )
        .order_by(PayslipRecord.year, PayslipRecord.month)
    )


def lines_query(payslip_ids: list[UUID], first_year: int, last_year: int) -> Select:
    """The lines of some payslips, as printed."""
    return (
        select(PayslipLineRecord)
        .where(PayslipLineRecord.payslip_id.in_(payslip_ids), PayslipLineRecord.year.between(first_year, last_year))
        .order_by(PayslipLineRecord.payslip_id, PayslipLineRecord.position)
    )


def _payslip_deposits_query(payslip_ids: list[UUID]) -> Select:
    return (
        select(DepositRecord, BankAccountRecord)
        .join(BankAccountRecord, BankAccountRecord.id == DepositRecord.bank_account_id)
        .where(DepositRecord.payslip_id.in_(payslip_ids))
        .order_by(DepositRecord.pay_date, DepositRecord.fortnight)
    )


def deposits_query(user_id: UUID, start: date, end: date) -> Select:
    """Deposits of a range of days with their accounts."""
    return (
        select(DepositRecord, BankAccountRecord)
        .join(BankAccountRecord, BankAccountRecord.id == DepositRecord.bank_account_id)
        .where(DepositRecord.user_id == user_id, DepositRecord.pay_date.between(start, end))
        .order_by(DepositRecord.pay_date, DepositRecord.fortnight)
    )


def deposits(session: Session, user_id: UUID, start: date, end: date) -> tuple[Deposit, ...]:
    """Deposits made or due from `start` to `end`, in order."""
    return tuple(_deposit(*row) for row in session.execute(deposits_query(user_id, start, end)))


def last_deposit(session: Session, user_id: UUID, on: date) -> Deposit | None:
    """The latest deposit already made by a day."""
    return _one_deposit(
        session,
        and_(DepositRecord.user_id == user_id, DepositRecord.pay_date <= on, DepositRecord.status == "paid"),
        DepositRecord.pay_date.desc(),
    )


def next_deposit(session: Session, user_id: UUID, on: date) -> Deposit | None:
    """The first deposit still to be made on a day or after it."""
    return _one_deposit(
        session,
        and_(DepositRecord.user_id == user_id, DepositRecord.pay_date >= on, DepositRecord.status == "scheduled"),
        DepositRecord.pay_date,
    )


def _one_deposit(session: Session, condition: Any, order: Any) -> Deposit | None:
    query = (
        select(DepositRecord, BankAccountRecord)
        .join(BankAccountRecord, BankAccountRecord.id == DepositRecord.bank_account_id)
        .where(condition)
        .order_by(order)
        .limit(1)
    )
    row = session.execute(query).first()
    return None if row is None else _deposit(*row)


def ensure_partitions(session: Session, first_year: int, last_year: int) -> None:
    """Create the partitions of these years where they are missing."""
    session.execute(select(func.ensure_payroll_partitions(first_year, last_year)))


def _line(row: Any, steps: tuple[Step, ...]) -> PayslipLine:
    registered = concept(row.concept)
    return PayslipLine(
        concept=row.concept,
        name=registered.name,
        kind=registered.kind,
        family=registered.family,
        base=row.base,
        rate=row.rate,
        quantity=row.quantity,
        unit=None if row.unit is None else Unit(row.unit),
        amount=row.amount,
        norm=row.norm,
        note=row.note,
        first_fortnight=row.first_fortnight,
        steps=steps,
    )


def _deposit(row: Any, account: Any) -> Deposit:
    month = Month(row.year, row.month)
    return Deposit(
        month=month,
        fortnight=row.fortnight or None,
        due=row.due_date,
        pay_date=row.pay_date,
        amount=row.amount,
        status=DepositStatus(row.status),
        period_start=month.first_day.replace(day=16) if row.fortnight == 2 else month.first_day,
        period_end=month.first_day.replace(day=15) if row.fortnight == 1 else month.last_day,
        bank=account.bank,
        masked_account=masked(account.last_four),
    )


def _payslip(row: Any, lines: tuple[PayslipLine, ...], deposits: tuple[Deposit, ...]) -> Payslip:
    paid = {deposit.status is DepositStatus.PAID for deposit in deposits}
    status = PayslipStatus.IN_PROGRESS
    if len(paid) == 1:
        status = PayslipStatus.PAID if paid.pop() else PayslipStatus.SCHEDULED
    return Payslip(
        month=Month(row.year, row.month),
        status=status,
        base_salary=row.base_salary,
        position=row.position,
        worked_days=row.worked_days,
        contribution_base=row.contribution_base,
        lines=lines,
        gross=row.gross,
        deductions=row.deductions,
        net=row.net,
        deposits=deposits,
    )


def paid_for(session: Session, source_ids: list[UUID]) -> dict[UUID, list[tuple[Month, Any]]]:
    """What payslip lines came from each source (absence, vacation, loan): month and amount."""
    found: dict[UUID, list[tuple[Month, Any]]] = defaultdict(list)
    if not source_ids:
        return found
    query = (
        select(PayslipLineRecord.source_id, PayslipRecord.year, PayslipRecord.month, PayslipLineRecord.amount)
        .join(
            PayslipRecord,
            and_(PayslipRecord.id == PayslipLineRecord.payslip_id, PayslipRecord.year == PayslipLineRecord.year),
        )
        .where(PayslipLineRecord.source_id.in_(source_ids))
        .order_by(PayslipRecord.year, PayslipRecord.month)
    )
    for source_id, year, month, amount in session.execute(query):
        found[source_id].append((Month(year, month), amount))
    return found
