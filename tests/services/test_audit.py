"""The audit log is only ever added to."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.audit import AuditLog, correlation_id
from services.database import Database


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_log SET action = 'x'", "DELETE FROM audit_log", "TRUNCATE audit_log"]
)
def test_no_row_can_be_changed_or_removed(database: Database, statement: str) -> None:
    AuditLog(database).write("payslip.read", actor_id=uuid4(), subject_id=uuid4())
    with database.session() as session, pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(statement))


def test_says_who_whose_what_why_and_when(database: Database) -> None:
    log, actor, subject = AuditLog(database), uuid4(), uuid4()
    token = correlation_id.set("c-1")
    log.write("payslip.read", actor_id=actor, subject_id=subject, reason="role:payroll", details={"month": "2026-03"})
    correlation_id.reset(token)
    log.write("payslip.read", actor_id=actor, subject_id=subject, outcome="denied")
    second, first = log.entries(subject_id=subject, actor_id=actor, action="payslip.read")
    assert (first.reason, first.details, first.correlation_id) == ("role:payroll", {"month": "2026-03"}, "c-1")
    assert (second.outcome, second.correlation_id) == ("denied", None)
    assert log.entries(subject_id=subject, since=second.occurred_at) == [second]
    assert log.entries(subject_id=subject, until=second.occurred_at) == [first]
    assert log.entries(subject_id=subject, limit=1) == [second]
