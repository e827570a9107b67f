from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import text

from services.database import Database
from services.demo.company import employees, person_id
from services.demo.employment import Employment
from services.demo.payroll_run import PayrollRun
from services.demo.seeding import LOG_INS
from services.payroll.legal_parameters import default_legal_parameters
from services.payroll.periods import Month
from services.payroll.rules.vacations import accrued_vacation_days, is_business_day
from tests.demo_company import PASSWORD, TODAY, DemoCompanies

FINGERPRINT = """
    SELECT md5(string_agg(row::text, '' ORDER BY row::text)) FROM (
        SELECT p.user_id, p.year, p.month, p.net, l.position, l.concept, l.amount, l.first_fortnight, l.steps::text
        FROM payslips p JOIN payslip_lines l ON l.payslip_id = p.id AND l.year = p.year
        WHERE (p.year, p.month) <= (2026, 11)
    ) AS row
"""


def scalar(database: Database, query: str) -> object:
    with database.session() as session:
        return session.execute(text(query)).scalar()


def rows(database: Database, query: str) -> list[tuple[object, ...]]:
    with database.session() as session:
        return [tuple(row) for row in session.execute(text(query))]


def test_every_payslip_s_lines_sum_exactly_to_its_totals(demo_database: Database) -> None:
    wrong = scalar(
        demo_database,
        """
        SELECT count(*) FROM payslips p JOIN LATERAL (
            SELECT sum(amount) FILTER (WHERE concept NOT IN ('salud', 'pension', 'fondo_solidaridad',
                'retencion_fuente', 'libranza', 'embargo', 'poliza', 'medicina_prepagada', 'fondo_empleados',
                'credito_fondo_empleados')) AS earned, sum(amount) AS everything
            FROM payslip_lines l WHERE l.payslip_id = p.id AND l.year = p.year
        ) AS t ON true
        WHERE t.earned <> p.gross OR t.everything - t.earned <> p.deductions OR p.gross - p.deductions <> p.net
        """,
    )
    assert wrong == 0
    assert scalar(demo_database, "SELECT count(*) FROM payslips") == 1335


def test_deposits_sum_exactly_to_the_net_and_none_is_negative(demo_database: Database) -> None:
    assert (
        rows(
            demo_database,
            """
        SELECT p.id FROM payslips p JOIN deposits d ON d.payslip_id = p.id
        GROUP BY p.id, p.net HAVING sum(d.amount) <> p.net OR min(d.amount) < 0
        """,
        )
        == []
    )
    assert scalar(demo_database, "SELECT count(*) FROM payslips WHERE id NOT IN (SELECT payslip_id FROM deposits)") == 0


def test_who_was_there_all_along_has_36_months_up_to_the_current_one(demo_database: Database) -> None:
    months = dict(rows(demo_database, "SELECT user_id::text, count(*) FROM payslips GROUP BY user_id"))
    for person in employees():
        if person.hired < date(2023, 12, 1) and person.left is None:
            assert months[str(person.id)] == 36, person.key
    assert rows(demo_database, "SELECT min(year * 100 + month), max(year * 100 + month) FROM payslips") == [
        (202312, 202611)
    ]


def test_forty_people_with_a_tree_of_managers_under_one_head(demo_database: Database) -> None:
    assert scalar(demo_database, "SELECT count(*) FROM users") == 40
    assert rows(demo_database, "SELECT email FROM users WHERE manager_id IS NULL") == [
        ("jorge.arango@tejidosdelvalle.example",)
    ]


def test_only_the_documented_people_have_a_password(demo_database: Database) -> None:
    found = rows(demo_database, "SELECT email, password_hash FROM users WHERE password_hash IS NOT NULL ORDER BY email")
    assert [email.split("@")[0] for email, _ in found] == [
        "claudia.osorio",
        "juan.cardenas",
        "laura.gomez",
        "luz.marin",
    ]
    assert len({password_hash for _, password_hash in found}) == 4
    assert all(PASSWORD not in password_hash for _, password_hash in found)


def test_the_manager_who_can_log_in_decides_for_the_employee_who_can(demo_database: Database) -> None:
    query = "SELECT e.email, m.email FROM users e JOIN users m ON m.id = e.manager_id"
    managers = {email.split("@")[0]: manager.split("@")[0] for email, manager in rows(demo_database, query)}
    assert managers[LOG_INS["employee"]] == LOG_INS["manager"]


def test_account_numbers_are_not_stored_in_clear(demo_database: Database) -> None:
    number = Employment(employees()[0], TODAY, default_legal_parameters()).accounts[0].number
    stored = rows(demo_database, "SELECT last_four, encode(number_encrypted, 'escape') FROM bank_accounts")
    assert all(number not in str(row) for row in stored)
    assert number[-4:] in [last_four for last_four, _ in stored]


@pytest.mark.parametrize(
    "concept",
    [
        "sueldo", "salario_integral", "auxilio_transporte", "hora_extra_diurna", "hora_extra_nocturna",
        "hora_extra_diurna_dominical", "recargo_nocturno", "recargo_dominical", "comision", "bonificacion",
        "rodamiento", "retroactivo", "prima_servicios", "intereses_cesantias", "cesantias", "vacaciones",
        "vacaciones_dinero",
        "incapacidad_empleador", "incapacidad_eps", "incapacidad_laboral", "licencia_maternidad",
        "licencia_paternidad",
        "licencia_luto", "licencia_no_remunerada", "indemnizacion", "salud", "pension", "fondo_solidaridad",
        "retencion_fuente", "libranza", "embargo", "poliza", "medicina_prepagada", "fondo_empleados",
        "credito_fondo_empleados",
    ],
)  # fmt: skip
def test_every_sort_of_line_happens_to_somebody(demo_database: Database, concept: str) -> None:
    query = f"SELECT count(*) FROM payslip_lines WHERE concept = '{concept}'"  # noqa: S608 - a name of the list above
    assert scalar(demo_database, query) != 0


def test_transfers_are_made_on_business_days_and_the_past_ones_are_paid(demo_database: Database) -> None:
    deposits = rows(demo_database, "SELECT due_date, pay_date, status FROM deposits")
    assert all(is_business_day(pay_date, works_saturdays=False) and pay_date <= due for due, pay_date, _ in deposits)
    assert all((status == "paid") == (pay_date <= TODAY) for _, pay_date, status in deposits)
    moved = [(due, pay_date) for due, pay_date, _ in deposits if due != pay_date]
    assert (date(2026, 11, 15), date(2026, 11, 13)) in moved
    assert {status for _, _, status in deposits} == {"paid", "scheduled"}


def test_nobody_earns_less_than_the_minimum_wage_of_the_day(demo_database: Database) -> None:
    parameters = default_legal_parameters()
    for starts_on, amount in rows(demo_database, "SELECT starts_on, amount FROM salaries"):
        assert amount >= parameters.value("smmlv", starts_on)
    assert rows(demo_database, "SELECT id FROM payslips WHERE details -> 'warnings' <> '[]'::jsonb") == []


def test_the_prima_reaches_everybody_by_the_20th_of_december(demo_database: Database) -> None:
    late = rows(
        demo_database,
        """
        SELECT p.id FROM payslips p
        JOIN payslip_lines l ON l.payslip_id = p.id AND l.year = p.year AND l.concept = 'prima_servicios'
        JOIN deposits d ON d.payslip_id = p.id AND d.fortnight = 1
        WHERE p.month = 12 AND (l.first_fortnight IS DISTINCT FROM l.amount OR extract(day FROM d.pay_date) > 20)
        """,
    )
    assert late == []


def test_nobody_ever_takes_more_vacation_than_was_earned() -> None:
    parameters = default_legal_parameters()
    for person in employees():
        spent = 0
        for run in Employment(person, TODAY, parameters).vacations:
            spent += run.business_days
            assert spent <= accrued_vacation_days(person.hired, run.start, parameters).amount, person.key


def test_a_second_run_on_the_same_day_changes_nothing(demo_database: Database, demo_companies: DemoCompanies) -> None:
    before = scalar(demo_database, FINGERPRINT)
    assert demo_companies.seed(demo_database, TODAY) == 0
    assert scalar(demo_database, FINGERPRINT) == before


def test_a_new_month_is_added_without_touching_the_ones_before(
    create_database: Callable[..., str], demo_companies: DemoCompanies, demo_database: Database
) -> None:
    database = Database(create_database(), statement_timeout_ms=60_000)
    try:
        demo_companies.seed(database, TODAY)
        assert scalar(database, FINGERPRINT) == scalar(demo_database, FINGERPRINT)
        assert demo_companies.seed(database, date(2026, 12, 1)) == 37
        assert scalar(database, FINGERPRINT) == scalar(demo_database, FINGERPRINT)
        pending = scalar(
            database, "SELECT count(*) FROM deposits WHERE status = 'scheduled' AND pay_date < '2026-12-01'"
        )
        assert pending == 0
    finally:
        database.dispose()


def test_a_month_is_the_same_whenever_it_is_computed() -> None:
    parameters = default_legal_parameters()
    person = next(person for person in employees() if person.id == person_id("diego.benitez"))
    early = PayrollRun(Employment(person, date(2026, 5, 31), parameters), parameters)
    late = PayrollRun(Employment(person, date(2027, 2, 1), parameters), parameters)
    month = Month(2026, 4)
    assert early.drafts(month, month)[0].computed == late.drafts(month, Month(2026, 6))[0].computed


def test_a_day_without_36_months_of_parameters_is_refused(
    create_database: Callable[..., str], demo_companies: DemoCompanies
) -> None:
    database = Database(create_database())
    try:
        with pytest.raises(ValueError, match="2023"):
            demo_companies.seed(database, date(2025, 11, 30))
        assert scalar(database, "SELECT count(*) FROM users") == 0
    finally:
        database.dispose()
