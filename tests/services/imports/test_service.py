"""Real exports: loaded whole, once, or refused with every reason."""

from __future__ import annotations

import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from services.audit import AuditLog
from services.auth.principal import Principal, Role
from services.imports.problems import ImportRefused
from services.imports.service import ImportKind
from services.payroll.models import PayslipLineRecord, PayslipRecord
from services.payroll.views import DepositStatus, Month, VacationStatus
from tests.services.imports.conftest import EMPLOYEES, PAYSLIP, PAYSLIP_HEADING, Loader

MARCH = Month(2026, 3)
LINES = PAYSLIP_HEADING + PAYSLIP


def worker(loader: Loader) -> Principal:
    return Principal(loader.id_of(loader.worker), frozenset({Role.EMPLOYEE}))


def reasons(problems: list[object]) -> str:
    return "\n".join(str(problem) for problem in problems)


def test_employees_come_with_contract_post_manager_and_account(loader: Loader) -> None:
    report = loader.load(ImportKind.EMPLOYEES, EMPLOYEES)
    assert (report.rows, report.added, report.changed, report.people) == (2, 2, 0, 2)
    profile = loader.users.profile(worker(loader))
    assert (profile.full_name, profile.position, profile.area) == ("José Ángel Muñoz", "Operario", "Producción")
    assert (profile.hired_on, profile.contract_kind) == (date(2020, 3, 15), "fixed_term")
    assert profile.manager_name == "Núñez Peña Ibáñez"
    assert loader.payroll.bank_account(worker(loader)).masked_number.endswith("3344")


WITH_AGREED_END = (
    EMPLOYEES.replace(";EPS;", ";Fecha fin contrato;EPS;")
    .replace("Mensual;Sura", "Mensual;;Sura")
    .replace("Quincenal;Sanitas", "Quincenal;14/03/2028;Sanitas")
)


def test_the_agreed_end_of_a_contract_comes_with_it_and_may_be_extended(loader: Loader) -> None:
    loader.load(ImportKind.EMPLOYEES, WITH_AGREED_END)
    assert loader.users.profile(worker(loader)).agreed_end == date(2028, 3, 14)
    extended = loader.load(ImportKind.EMPLOYEES, WITH_AGREED_END.replace("14/03/2028", "14/03/2029"))
    assert (extended.changed, extended.unchanged) == (1, 1)
    assert loader.users.profile(worker(loader)).agreed_end == date(2029, 3, 14)
    loader.load(ImportKind.EMPLOYEES, EMPLOYEES)
    assert loader.users.profile(worker(loader)).agreed_end == date(2029, 3, 14)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("14/03/2028", "14/03/2019", "anterior a la fecha de ingreso"),
        ("Término fijo", "Indefinido", "un contrato a término indefinido no tiene fecha de fin"),
    ],
)
def test_an_agreed_end_that_cannot_be_is_reported(before: str, after: str, reason: str, loader: Loader) -> None:
    (problem,) = loader.refused(ImportKind.EMPLOYEES, WITH_AGREED_END.replace(before, after))
    assert (problem.line, problem.column) == (3, "fecha_fin_contrato")
    assert reason in problem.reason


def test_an_employee_loaded_again_is_brought_up_to_date(hired: Loader) -> None:
    again = hired.load(ImportKind.EMPLOYEES, EMPLOYEES)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)
    assert hired.users.profile(worker(hired)).position == "Operario"
    promoted = hired.load(ImportKind.EMPLOYEES, EMPLOYEES.replace("Operario", "Supervisor"))
    assert (promoted.added, promoted.changed, promoted.unchanged) == (0, 1, 1)
    assert hired.users.profile(worker(hired)).position == "Supervisor"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252"])
def test_every_encoding_of_the_field_keeps_its_accents(loader: Loader, encoding: str) -> None:
    loader.load(ImportKind.EMPLOYEES, EMPLOYEES, encoding=encoding)
    assert loader.users.profile(worker(loader)).full_name == "José Ángel Muñoz"


def test_payslip_lines_become_the_payslip_that_people_see(hired: Loader) -> None:
    report = hired.load(ImportKind.PAYSLIP_LINES, LINES)
    assert (report.rows, report.added) == (3, 1)
    payslip = hired.payroll.payslip(worker(hired), MARCH)
    assert (payslip.gross, payslip.deductions, payslip.net) == (2_000_000, 160_000, 1_840_000)
    assert [(line.concept, line.amount, line.rate) for line in payslip.lines] == [
        ("sueldo", Decimal("2000000.00"), None),
        ("salud", Decimal("80000.00"), Decimal("0.040000")),
        ("pension", Decimal("80000.00"), Decimal("0.040000")),
    ]


def test_the_same_lines_with_points_commas_and_iso_months_are_the_same_payslip(hired: Loader) -> None:
    hired.load(ImportKind.PAYSLIP_LINES, LINES)
    other_style = (
        "cedula,periodo,concepto,valor,neto,salario_basico,cargo,dias_trabajados,ibc,base,tarifa,cantidad,unidad\n"
        '{worker},2026-03,sueldo,2000000.00,"1,840,000.00",2000000,Operario,30,2000000,2000000,,30,dias\n'
        "{worker},2026-03,salud,80000.00,1840000.00,2000000,Operario,30.0,2000000,2000000,0.04,,\n"
        "{worker},2026-03,pension,80000,1840000.00,2000000,Operario,30,2000000,2000000,4%,,\n"
    )
    report = hired.load(ImportKind.PAYSLIP_LINES, other_style)
    assert (report.added, report.changed, report.unchanged) == (0, 0, 1)


def test_a_second_load_changes_nothing_and_a_correction_replaces_the_payslip(hired: Loader) -> None:
    hired.load(ImportKind.PAYSLIP_LINES, LINES)
    assert hired.payroll.payslip(worker(hired), MARCH).net == 1_840_000
    again = hired.load(ImportKind.PAYSLIP_LINES, LINES)
    assert (again.added, again.changed, again.unchanged, again.people) == (0, 0, 1, 0)
    corrected = LINES.replace("1.840.000,00", "1.840.500,00").replace("salud;80.000,00", "salud;79.500,00")
    report = hired.load(ImportKind.PAYSLIP_LINES, corrected)
    assert (report.added, report.changed) == (0, 1)
    payslip = hired.payroll.payslip(worker(hired), MARCH)
    assert (payslip.net, len(payslip.lines)) == (Decimal("1840500.00"), 3)


def test_a_dry_run_counts_and_keeps_nothing(hired: Loader) -> None:
    before = len(AuditLog(hired.database).entries(action="import.payslip_lines", limit=500))
    report = hired.load(ImportKind.PAYSLIP_LINES, LINES, dry_run=True)
    assert (report.added, report.dry_run) == (1, True)
    assert hired.payroll.payslips(worker(hired), MARCH, MARCH) == ()
    assert len(AuditLog(hired.database).entries(action="import.payslip_lines", limit=500)) == before


def test_a_load_leaves_an_audit_row_without_figures(hired: Loader) -> None:
    hired.load(ImportKind.PAYSLIP_LINES, LINES)
    (entry, *_) = AuditLog(hired.database).entries(action="import.payslip_lines")
    assert set(entry.details) == {"sha256", "rows", "added", "changed"}


def test_one_bad_row_among_many_stops_them_all(hired: Loader) -> None:
    months = [f"{month:02d}/{year}" for year in range(2018, 2026) for month in range(1, 13)]
    rows = "".join(PAYSLIP.replace("{month}", month) for month in months)
    bad = rows.replace("salud;80.000,00", "salud;ochenta mil", 1)
    (problem,) = hired.refused(ImportKind.PAYSLIP_LINES, PAYSLIP_HEADING + bad)
    assert (problem.line, problem.column, problem.reason) == (3, "valor", "no es un número.")
    with hired.database.session() as session:
        query = select(func.count()).where(PayslipRecord.user_id == hired.id_of(hired.worker))
        assert session.execute(query).scalar_one() == 0
    assert hired.load(ImportKind.PAYSLIP_LINES, PAYSLIP_HEADING + rows).added == len(months)


def test_every_bad_row_is_told_with_line_column_and_reason(hired: Loader) -> None:
    problems = hired.refused(
        ImportKind.PAYSLIP_LINES,
        PAYSLIP_HEADING
        + "{worker};13/2026;sueldo;1;1;1;Operario;30;1;;;;\n"
        + "{worker};03/2026;propina;1;1;1;Operario;30;1;;;;\n"
        + "{worker};03/2026;sueldo;-1;1;1;Operario;30;1;;;;\n"
        + "{worker};03/2026;sueldo;;1;1;Operario;treinta;1;;;;\n"
        + "99999999;03/2026;sueldo;1;1;1;Operario;30;1;;;;\n",
    )
    assert [(problem.line, problem.column) for problem in problems] == [
        (2, "periodo"),
        (3, "concepto"),
        (4, "valor"),
        (5, "dias_trabajados"),
        (5, "valor"),
        (6, "documento"),
    ]
    assert "línea 6, columna «documento»: no hay ninguna persona con ese documento." in reasons(list(problems))


def test_wrong_totals_are_refused(hired: Loader) -> None:
    (problem,) = hired.refused(ImportKind.PAYSLIP_LINES, LINES.replace("1.840.000,00", "1.840.001,00"))
    assert (problem.line, problem.column) == (2, "neto")
    different = LINES.replace("salud;80.000,00;1.840.000,00", "salud;80.000,00;1.839.999,00")
    (problem,) = hired.refused(ImportKind.PAYSLIP_LINES, different)
    assert (problem.line, problem.reason) == (3, "no coincide con la línea 2, del mismo desprendible.")


def test_repeated_lines_are_refused(hired: Loader) -> None:
    problems = hired.refused(ImportKind.PAYSLIP_LINES, LINES + PAYSLIP)
    assert [(problem.line, problem.reason) for problem in problems] == [
        (5, "repite la línea 2."),
        (6, "repite la línea 3."),
        (7, "repite la línea 4."),
    ]


def test_mixed_decimal_styles_are_refused(hired: Loader) -> None:
    (problem,) = hired.refused(ImportKind.PAYSLIP_LINES, LINES.replace("pensión;80.000,00", "pensión;80000.00"))
    assert (problem.line, problem.reason) == (4, "usa otro separador decimal que la línea 2.")


def test_missing_columns_are_named(hired: Loader) -> None:
    problems = hired.refused(ImportKind.PAYSLIP_LINES, LINES.replace("neto;", "netos;").replace("ibc;", "base_ibc;"))
    assert {problem.column for problem in problems} == {"neto", "ibc"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "el archivo está vacío."),
        (b"\xef\xbb\xbf\r\n \r\n", "el archivo está vacío."),
        (b"cedula;periodo\n", "el archivo solo tiene el encabezado."),
        ("cedula;periodo\n1;2\n".encode("utf-16"), "el archivo no es un CSV de texto; guárdelo como «CSV UTF-8»."),
        ("cedula;área\n1;Producci\u00c3\u00b3n\n".encode(), "los acentos están dañados"),
        ("cedula;área\n1;Producción\n".encode() + "2;Diseño\n".encode("latin-1"), "los acentos están dañados"),
        (b'cedula;periodo\n"1;2\n', "hay comillas sin cerrar o mal puestas."),
        (b"cedula;cedula\n1;2\n", "hay columnas repetidas: cedula."),
        (b"a;" * 200_000, "el encabezado tiene más de 1000 columnas."),
        (b"cedula;periodo\n1;2;3\n", "tiene 3 celdas y el encabezado tiene 2 columnas."),
    ],
)
def test_damaged_files_are_refused_with_the_reason(loader: Loader, content: bytes, reason: str) -> None:
    assert reason in reasons(list(loader.refused(ImportKind.SALARIES, content)))


def test_a_file_that_only_claims_to_be_a_workbook_is_refused(loader: Loader, tmp_path: Path) -> None:
    fake = tmp_path / "nomina.xlsx"
    fake.write_bytes(b"cedula;periodo\n")
    with pytest.raises(ImportRefused) as caught:
        loader.service.load(ImportKind.SALARIES, fake)
    assert "dañado" in str(caught.value.problems[0])


def test_a_workbook_is_read_with_its_own_dates_and_numbers(hired: Loader, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Cédula", "Desde", "Salario", "Motivo", "Observaciones"])
    sheet.append([int(hired.worker), date(2020, 3, 15), 1_500_000, "Ingreso", "x"])
    sheet.append([hired.worker, "01/01/2026", 2_000_000.5, "Salario mínimo", None])
    path = tmp_path / "salarios.xlsx"
    book.save(path)
    report = hired.service.load(ImportKind.SALARIES, path)
    assert (report.added, report.ignored) == (2, ("Observaciones",))
    salary = hired.payroll.current_salary(worker(hired), date(2026, 3, 1))
    assert (salary.amount, salary.reason) == (Decimal("2000000.50"), "minimum_wage")


def test_a_workbook_with_a_wrong_extent_and_short_rows_is_read_whole(hired: Loader, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["documento", "tipo", "desde", "hasta", "pagador", "certificado"])
    sheet.append([hired.worker, "incapacidad", "02/03/2026", "06/03/2026", "EPS"])
    complete, damaged = tmp_path / "completo.xlsx", tmp_path / "ausencias.xlsx"
    book.save(complete)
    with zipfile.ZipFile(complete) as source, zipfile.ZipFile(damaged, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("sheet1.xml"):
                assert b'<dimension ref="A1:F2"' in content
                content = content.replace(b'<dimension ref="A1:F2"', b'<dimension ref="A1"')
            target.writestr(name, content)
    assert hired.service.load(ImportKind.ABSENCES, damaged).added == 1


def test_excel_s_own_separator_line_is_not_a_heading(hired: Loader) -> None:
    content = "sep=;\r\ndocumento;desde;salario;motivo\r\n{worker};15/03/2020;1.500.000;ingreso\r\n"
    assert hired.load(ImportKind.SALARIES, content).added == 1
    (problem,) = hired.refused(ImportKind.SALARIES, content.replace("1.500.000", "mucho"))
    assert problem.line == 3


@pytest.mark.parametrize("ends", ["\r\n", "\r", "mixed"])
def test_any_line_end_is_read_and_counted(ends: str, hired: Loader) -> None:
    lines = [
        "documento;desde;salario;motivo",
        "{worker};15/03/2020;1.500.000;ingreso",
        "{worker};enero;1.600.000;aumento",
    ]
    content = f"{lines[0]}\r\n{lines[1]}\n{lines[2]}\r" if ends == "mixed" else ends.join([*lines, ""])
    (problem,) = hired.refused(ImportKind.SALARIES, content)
    assert (problem.line, problem.column) == (3, "desde")


def test_a_row_said_twice_is_told_in_every_kind_of_file(hired: Loader) -> None:
    hired.load(ImportKind.PAYSLIP_LINES, LINES)
    rows = {
        ImportKind.SALARIES: ("documento;desde;salario;motivo", "{worker};15/03/2020;1.500.000;ingreso"),
        ImportKind.ABSENCES: ("documento;tipo;desde;hasta;pagador", "{worker};incapacidad;2026-03-02;2026-03-06;EPS"),
        ImportKind.VACATIONS: (
            "documento;desde;hasta;dias_habiles;estado",
            "{worker};2026-06-01;2026-06-05;5;disfrutadas",
        ),
        ImportKind.DEPOSITS: (
            "documento;periodo;quincena;valor;fecha_pago;estado",
            "{worker};2026-03;1;920.000;13/03/2026;pagado",
        ),
    }
    for kind, (heading, row) in rows.items():
        problems = hired.refused(kind, f"{heading}\n{row}\n{row}\n")
        assert problems[0].line == 3, kind
        assert "línea 2" in problems[0].reason, kind


def test_salaries_absences_vacations_and_deposits_are_merged(hired: Loader) -> None:
    hired.load(ImportKind.PAYSLIP_LINES, LINES)
    files = {
        ImportKind.SALARIES: "documento;desde;salario;motivo\n{worker};15/03/2020;1.500.000;ingreso\n",
        ImportKind.ABSENCES: (
            "documento;tipo;desde;hasta;pagador\n{worker};incapacidad;2026-03-02;2026-03-06;EPS Sanitas\n"
        ),
        ImportKind.VACATIONS: (
            "documento;desde;hasta;dias_habiles;estado\n{worker};2026-06-01;2026-06-05;5;disfrutadas\n"
        ),
        ImportKind.DEPOSITS: (
            "documento;periodo;quincena;valor;fecha_pago;estado\n"
            "{worker};2026-03;1;920.000;13/03/2026;pagado\n{worker};2026-03;2;920.000;31/03/2026;pagado\n"
        ),
    }
    for kind, content in files.items():
        assert hired.load(kind, content).added >= 1
        again = hired.load(kind, content)
        assert (again.added, again.changed, again.people) == (0, 0, 0)
    (absence,) = hired.payroll.absences(worker(hired), date(2026, 3, 1), date(2026, 3, 31))
    assert (absence.start, absence.calendar_days) == (date(2026, 3, 2), 5)
    (vacation,) = hired.payroll.vacation_history(worker(hired))
    assert (vacation.status, vacation.returns) == (VacationStatus.TAKEN, date(2026, 6, 9))
    first, second = hired.payroll.payslip(worker(hired), MARCH).deposits
    assert (first.due, second.due) == (date(2026, 3, 15), date(2026, 3, 31))
    assert {first.status, second.status} == {DepositStatus.PAID}


def test_ranges_that_cross_or_run_backwards_are_refused(hired: Loader) -> None:
    problems = hired.refused(
        ImportKind.ABSENCES,
        "documento;tipo;desde;hasta;pagador\n"
        "{worker};incapacidad;2026-03-02;2026-03-20;EPS\n"
        "{worker};licencia por luto;2026-03-04;2026-03-05;Empresa\n"
        "{worker};incapacidad;2026-03-10;2026-03-12;EPS\n"
        "{worker};incapacidad;2026-05-10;2026-05-01;EPS\n",
    )
    assert [(problem.line, problem.column) for problem in problems] == [(3, "desde"), (4, "desde"), (5, "hasta")]


def test_deposits_need_a_payslip_and_cannot_pass_its_net(hired: Loader) -> None:
    heading = "documento;periodo;valor;fecha_pago;estado\n"
    (problem,) = hired.refused(ImportKind.DEPOSITS, heading + "{worker};2026-03;1.000;31/03/2026;pagado\n")
    assert problem.column == "periodo"
    hired.load(ImportKind.PAYSLIP_LINES, LINES)
    (problem,) = hired.refused(ImportKind.DEPOSITS, heading + "{worker};2026-03;1.840.001;31/03/2026;pagado\n")
    assert problem.column == "valor"


def test_employees_with_impossible_data_are_refused(hired: Loader) -> None:
    rows = EMPLOYEES.splitlines()
    own_boss = rows[0] + "\n" + rows[2].replace(";{manager};Davi", ";{worker};Davi") + "\n"
    assert "nadie es su propio jefe" in reasons(list(hired.refused(ImportKind.EMPLOYEES, own_boss)))
    nobody = rows[0] + "\n" + rows[2].replace(";{manager};Davi", ";11112222;Davi") + "\n"
    assert "no hay ninguna persona" in reasons(list(hired.refused(ImportKind.EMPLOYEES, nobody)))
    stolen = rows[0] + "\n" + rows[2].replace("obrero.{worker}", "jefe.{manager}") + "\n"
    assert "ya lo tiene otra persona" in reasons(list(hired.refused(ImportKind.EMPLOYEES, stolen)))
    twice = EMPLOYEES + rows[2] + "\n"
    assert "repite la línea 3" in reasons(list(hired.refused(ImportKind.EMPLOYEES, twice)))
    no_account = EMPLOYEES.replace("Davivienda;Ahorros;550011223344", "Davivienda;;")
    assert "la cuenta necesita" in reasons(list(hired.refused(ImportKind.EMPLOYEES, no_account)))


def test_steps_are_not_made_up_for_lines_calculated_elsewhere(hired: Loader) -> None:
    hired.load(ImportKind.PAYSLIP_LINES, LINES)
    with hired.database.session() as session:
        query = select(PayslipLineRecord.steps).join(
            PayslipRecord,
            (PayslipRecord.id == PayslipLineRecord.payslip_id) & (PayslipRecord.year == PayslipLineRecord.year),
        )
        steps = session.execute(query.where(PayslipRecord.user_id == hired.id_of(hired.worker))).scalars().all()
    assert steps == [[], [], []]
