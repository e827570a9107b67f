"""Writes payroll that was calculated elsewhere: whole payslips by COPY, and rows merged by their natural key."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from psycopg2.extras import execute_values
from sqlalchemy import and_, select, text

from services.payroll.models import BankAccountRecord, PayslipRecord
from services.payroll.periods import Month
from services.payroll.repository.payslips import ensure_partitions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from sqlalchemy.orm import Session

PAGE = 1_000
LINE_COLUMNS = (
    "concept",
    "base",
    "rate",
    "quantity",
    "unit",
    "amount",
    "first_fortnight",
    "norm",
    "note",
)


@dataclass(frozen=True)
class ImportedPayslip:
    """A payslip as a file has it; `lines` follow `LINE_COLUMNS`, and `digest` tells one content from another."""

    user_id: UUID
    month: Month
    base_salary: Decimal
    position: str
    worked_days: Decimal
    contribution_base: Decimal
    gross: Decimal
    deductions: Decimal
    lines: Sequence[tuple[Any, ...]]
    digest: str

    @property
    def new_id(self) -> UUID:
        """The identifier that a payslip of this person and month gets."""
        return uuid5(self.user_id, f"payslip:{self.month}")


@dataclass(frozen=True)
class Written:
    """What a write did, and to whom."""

    added: int
    changed: int
    unchanged: int
    people: frozenset[UUID]


def write_payslips(session: Session, payslips: Sequence[ImportedPayslip]) -> Written:
    """Add the payslips that are missing and replace those whose content is another, keeping their deposits."""
    years = [payslip.month.year for payslip in payslips]
    ensure_partitions(session, min(years), max(years))
    stored = _stored_payslips(session, {payslip.user_id for payslip in payslips}, min(years), max(years))
    new, changed = [], []
    for payslip in payslips:
        known = stored.get((payslip.user_id, payslip.month))
        if known is None:
            new.append((payslip.new_id, payslip))
        elif known[1] != payslip.digest:
            changed.append((known[0], payslip))
    cursor = session.connection().connection.cursor()
    try:
        _insert_payslips(cursor, new)
        _update_payslips(cursor, changed)
        _copy_lines(cursor, [*new, *changed])
    finally:
        cursor.close()
    return Written(
        len(new),
        len(changed),
        len(payslips) - len(new) - len(changed),
        frozenset(payslip.user_id for _, payslip in (*new, *changed)),
    )


def stored_nets(session: Session, months: Collection[tuple[UUID, Month]]) -> dict[tuple[UUID, Month], tuple[Any, ...]]:
    """The id and net of the payslips of these people and months."""
    if not months:
        return {}
    years = [month.year for _, month in months]
    query = select(
        PayslipRecord.user_id, PayslipRecord.year, PayslipRecord.month, PayslipRecord.id, PayslipRecord.net
    ).where(PayslipRecord.user_id.in_({user for user, _ in months}), PayslipRecord.year.between(min(years), max(years)))
    return {(row.user_id, Month(row.year, row.month)): (row.id, row.net) for row in session.execute(query)}


def accounts_by_person(session: Session, people: Collection[UUID]) -> dict[UUID, list[tuple[date, UUID]]]:
    """Each person's bank accounts as (first day, id), in order."""
    query = (
        select(BankAccountRecord.user_id, BankAccountRecord.starts_on, BankAccountRecord.id)
        .where(BankAccountRecord.user_id.in_(people))
        .order_by(BankAccountRecord.user_id, BankAccountRecord.starts_on)
    )
    found: dict[UUID, list[tuple[date, UUID]]] = {}
    for row in session.execute(query):
        found.setdefault(row.user_id, []).append((row.starts_on, row.id))
    return found


def merge_rows(session: Session, model: Any, keys: Sequence[str], rows: Sequence[dict[str, Any]]) -> Written:
    """Add the rows whose key is new and change those that differ; `keys` begin with `user_id`."""
    people = {row["user_id"] for row in rows}
    query = select(model).where(model.user_id.in_(people))
    stored = {tuple(getattr(row, key) for key in keys): row for row in session.execute(query).scalars()}
    new, changed, touched = [], 0, set()
    for row in rows:
        known = stored.get(tuple(row[key] for key in keys))
        if known is None:
            new.append(row)
            touched.add(row["user_id"])
        elif any(getattr(known, name) != value for name, value in row.items()):
            changed += 1
            touched.add(row["user_id"])
            for name, value in row.items():
                setattr(known, name, value)
    session.flush()
    if new:
        session.execute(model.__table__.insert(), new)
    return Written(len(new), changed, len(rows) - len(new) - changed, frozenset(touched))


def _stored_payslips(
    session: Session, people: Iterable[UUID], first_year: int, last_year: int
) -> dict[tuple[UUID, Month], tuple[UUID, str | None]]:
    query = select(
        PayslipRecord.user_id,
        PayslipRecord.year,
        PayslipRecord.month,
        PayslipRecord.id,
        PayslipRecord.details["import_digest"].astext.label("digest"),
    ).where(and_(PayslipRecord.user_id.in_(list(people)), PayslipRecord.year.between(first_year, last_year)))
    return {(row.user_id, Month(row.year, row.month)): (row.id, row.digest) for row in session.execute(query)}


def _insert_payslips(cursor: Any, payslips: Sequence[tuple[UUID, ImportedPayslip]]) -> None:
    execute_values(
        cursor,
        "INSERT INTO payslips (id, user_id, year, month, base_salary, position, worked_days, contribution_base, gross, "
        "deductions, net, details) VALUES %s",
        [
            (str(key), str(each.user_id), each.month.year, each.month.month, *_payslip_values(each))
            for key, each in payslips
        ],
        template="(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, jsonb_build_object('import_digest', %s))",
        page_size=PAGE,
    )


def _update_payslips(cursor: Any, payslips: Sequence[tuple[UUID, ImportedPayslip]]) -> None:
    if not payslips:
        return
    execute_values(
        cursor,
        "UPDATE payslips SET base_salary = new.base_salary, position = new.position, worked_days = new.worked_days, "
        "contribution_base = new.contribution_base, gross = new.gross, deductions = new.deductions, net = new.net, "
        "details = jsonb_build_object('import_digest', new.digest), updated_at = now() FROM (VALUES %s) AS new "
        "(id, year, base_salary, position, worked_days, contribution_base, gross, deductions, net, digest) "
        "WHERE payslips.id = new.id::uuid AND payslips.year = new.year",
        [(str(key), each.month.year, *_payslip_values(each)) for key, each in payslips],
        page_size=PAGE,
    )
    execute_values(
        cursor,
        "DELETE FROM payslip_lines USING (VALUES %s) AS old (id, year) "
        "WHERE payslip_lines.payslip_id = old.id::uuid AND payslip_lines.year = old.year",
        [(str(key), each.month.year) for key, each in payslips],
        page_size=PAGE,
    )


def _payslip_values(payslip: ImportedPayslip) -> tuple[Any, ...]:
    return (
        payslip.base_salary,
        payslip.position,
        payslip.worked_days,
        payslip.contribution_base,
        payslip.gross,
        payslip.deductions,
        payslip.gross - payslip.deductions,
        payslip.digest,
    )


def _copy_lines(cursor: Any, payslips: Sequence[tuple[UUID, ImportedPayslip]]) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for key, payslip in payslips:
        for position, line in enumerate(payslip.lines, start=1):
            writer.writerow((key, payslip.month.year, position, *line))
    buffer.seek(0)
    cursor.copy_expert(
        f"COPY payslip_lines (payslip_id, year, position, {', '.join(LINE_COLUMNS)}) FROM STDIN WITH (FORMAT csv)",
        buffer,
    )


def lock_imports(session: Session) -> None:
    """Let one import at a time write, until the transaction ends; and give it more time than an answer gets."""
    session.execute(text("SET LOCAL statement_timeout = '300s'"))
    session.execute(text("SET LOCAL lock_timeout = '60s'"))
    session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('imports', 0))"))
