from __future__ import annotations

import json
from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.sql import Select

from services.database import Database
from services.payroll.desk.models import CaseRecord
from services.payroll.models import VacationRecord
from services.payroll.periods import Month
from services.payroll.repository import payslips
from services.payroll.repository.writer import PayslipDraft, store_payslips
from tests.services.payroll.people import LAURA

ME = LAURA.user_id


def plan(database: Database, query: Select) -> str:
    """The plan of a query when a sequential scan is the last resort: the demo tables are too small to choose well."""
    compiled = query.compile(dialect=database.engine.dialect, compile_kwargs={"render_postcompile": True})
    values = {name: str(value) if isinstance(value, (UUID, date)) else value for name, value in compiled.params.items()}
    with database.session() as session:
        session.execute(text("SET LOCAL enable_seqscan = off"))
        connection = session.connection()
        found = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {compiled}", values).scalar()
    return json.dumps(found)


@pytest.mark.parametrize(
    "query",
    [
        payslips.payslips_query(ME, Month(2025, 11), Month(2026, 2)),
        payslips.deposits_query(ME, date(2026, 1, 1), date(2026, 3, 31)),
        select(VacationRecord).where(VacationRecord.user_id == ME).order_by(VacationRecord.starts_on.desc()),
        select(CaseRecord).where(CaseRecord.user_id == ME).order_by(CaseRecord.opened_at.desc()),
    ],
    ids=["payslips", "deposits", "vacations", "cases"],
)
def test_the_main_queries_have_an_index_to_use(demo_database: Database, query: Select) -> None:
    assert '"Seq Scan"' not in plan(demo_database, query)


def test_lines_are_found_by_their_payslip(demo_database: Database) -> None:
    with demo_database.session() as session:
        (payslip,) = session.execute(payslips.payslips_query(ME, Month(2026, 3), Month(2026, 3))).scalars()
    assert '"Seq Scan"' not in plan(demo_database, payslips.lines_query([payslip.id], 2026, 2026))


def test_a_range_of_years_reads_their_partitions_alone(demo_database: Database) -> None:
    found = plan(demo_database, payslips.payslips_query(ME, Month(2025, 11), Month(2026, 2)))
    assert "payslips_p2025" in found
    assert "payslips_p2026" in found
    assert "payslips_p2024" not in found


def test_a_person_has_one_payslip_a_month(demo_database: Database) -> None:
    with demo_database.session() as session, pytest.raises(IntegrityError, match="payslips"):
        session.execute(
            text(
                "INSERT INTO payslips (user_id, year, month, base_salary, position, worked_days, contribution_base, "
                "gross, deductions, net) SELECT user_id, year, month, base_salary, position, worked_days, "
                "contribution_base, gross, deductions, net FROM payslips WHERE user_id = :user LIMIT 1"
            ),
            {"user": str(ME)},
        )


def test_the_database_refuses_a_net_that_is_not_gross_less_deductions(demo_database: Database) -> None:
    with demo_database.session() as session, pytest.raises(IntegrityError, match="net_is_gross"):
        session.execute(text("UPDATE payslips SET net = net + 1 WHERE user_id = :user"), {"user": str(ME)})


def test_partitions_of_coming_years_are_made_once(demo_database: Database) -> None:
    with demo_database.session() as session:
        for _ in range(2):
            payslips.ensure_partitions(session, 2031, 2032)
        names = session.execute(text("SELECT to_regclass('payslips_p2032'), to_regclass('payslip_lines_p2031')")).one()
        assert None not in names


def test_a_year_without_partition_is_refused_not_lost(demo_database: Database) -> None:
    with demo_database.session() as session, pytest.raises((IntegrityError, ProgrammingError)):
        session.execute(
            text(
                "INSERT INTO payslips (user_id, year, month, base_salary, position, worked_days, contribution_base, "
                "gross, deductions, net) VALUES (:user, 2050, 1, 1, 'x', 30, 1, 1, 0, 1)"
            ),
            {"user": str(ME)},
        )


def test_deposits_that_do_not_add_up_are_not_stored(demo_database: Database) -> None:
    class Computed:
        net = 10

    draft = PayslipDraft(uuid4(), Month(2026, 1), Computed(), 1, "x", (), (), ())  # type: ignore[arg-type]
    with demo_database.session() as session, pytest.raises(ValueError, match="2026-01"):
        store_payslips(session, [draft])
