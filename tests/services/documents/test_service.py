"""Documents as the people who get them, and whoever checks them, see them: read back from the PDF."""

from __future__ import annotations

import hashlib
import io
import re
from decimal import Decimal

import pdfplumber
import pytest
from sqlalchemy import func, select

from services.audit import AuditLog
from services.auth.principal import AccessDenied, Role
from services.colombian_formats import money
from services.database import Database
from services.documents.codes import printed
from services.documents.employer import DEMO_EMPLOYER, EmployerUnknown
from services.documents.formatting import pesos_in_words
from services.documents.income_figures import INCOME_BOXES
from services.documents.models import IssuedDocument
from services.documents.service import DocumentService, YearNotOver
from services.payroll.service import PayrollService
from services.payroll.views import Month, NoPayslip
from services.users.service import UserService
from tests.services.documents.conftest import NOW, VERIFICATION_URL
from tests.services.payroll.people import LAURA, TODAY, principal

HR = principal("claudia.osorio", Role.HR)
FERNANDO = principal("fernando.cifuentes")


def pages(content: bytes) -> list[str]:
    """The text of each page, without hyphens or double blanks."""
    with pdfplumber.open(io.BytesIO(content)) as file:
        return [re.sub(r"\s+", " ", page.extract_text()) for page in file.pages]


def amounts(text: str) -> list[Decimal]:
    """Every amount in pesos, in reading order."""
    return [
        Decimal(figure.replace(".", "").replace(",", ".")) for figure in re.findall(r"\$ ?([\d.]+(?:,\d{2})?)", text)
    ]


def test_a_payslip_prints_every_line_total_and_deposit_of_its_rows(
    documents: DocumentService, payroll: PayrollService
) -> None:
    row = payroll.payslip(LAURA, Month(2026, 3))
    (text,) = pages(documents.payslips(LAURA, Month(2026, 3), Month(2026, 3)).content)
    shown = amounts(text)
    for amount in (
        *(line.amount for line in row.lines),
        *(deposit.amount for deposit in row.deposits),
        row.gross,
        row.deductions,
        row.net,
    ):
        assert amount in shown
    for line in row.lines:
        assert line.name in text
    assert "Periodo: marzo de 2026" in text
    assert "Laura Milena Gómez Rincón" in text
    assert f"NIT {DEMO_EMPLOYER.full_nit}" in text


def test_the_printed_lines_add_up_to_the_printed_net(documents: DocumentService, payroll: PayrollService) -> None:
    row = payroll.payslip(FERNANDO, Month(2025, 5))
    (text,) = pages(documents.payslips(FERNANDO, Month(2025, 5), Month(2025, 5)).content)
    earnings = text[text.index("Devengados") : text.index("Total devengado")]
    last_of_each = [amounts(earnings[earnings.index(line.name) :]) for line in row.earning_lines]
    printed_lines = [
        next(amount for amount in found if amount == line.amount)
        for found, line in zip(last_of_each, row.earning_lines, strict=True)
    ]
    assert sum(printed_lines) == row.gross
    assert row.net in amounts(text[text.index("Neto a pagar") :])


def test_a_range_is_one_file_with_a_page_a_month(documents: DocumentService, payroll: PayrollService) -> None:
    found = pages(documents.payslips(LAURA, Month(2026, 1), Month(2026, 6)).content)
    rows = payroll.payslips(LAURA, Month(2026, 1), Month(2026, 6))
    assert len(found) == len(rows) == 6
    for number, (text, row) in enumerate(zip(found, rows, strict=True), start=1):
        assert row.net in amounts(text)
        assert f"Página {number} de 6" in text


def test_a_range_without_payslips_says_which_month_is_the_nearest(documents: DocumentService) -> None:
    with pytest.raises(NoPayslip) as caught:
        documents.payslips(LAURA, Month(2020, 1), Month(2020, 6))
    assert caught.value.nearest == Month(2023, 12)


def test_the_work_certificate_states_service_post_and_salary(documents: DocumentService) -> None:
    (text,) = pages(documents.work_certificate(LAURA).content)
    assert "trabaja en esta empresa desde el 4 de marzo de 2019" in text
    assert "contrato de trabajo a término indefinido" in text
    assert "cargo de Inspectora de calidad" in text
    assert "Su salario mensual es de $ 3.113.000 (tres millones ciento trece mil pesos)." in text
    assert "23 de noviembre de 2026" in text


def test_the_work_certificate_leaves_the_salary_out_when_asked(documents: DocumentService) -> None:
    (text,) = pages(documents.work_certificate(LAURA, with_salary=False).content)
    assert "Laura Milena" in text
    assert amounts(text) == []


def test_the_work_certificate_of_whoever_left_is_in_the_past(documents: DocumentService) -> None:
    (text,) = pages(documents.work_certificate(HR, user_id=FERNANDO.user_id).content)
    assert re.search(r"trabajó en esta empresa desde el 5 de octubre de 2020 hasta el \d+ de mayo de 2025", text)
    assert "Su último salario mensual fue de $ 3.367.000" in text


def test_the_income_certificate_s_boxes_come_from_the_year_s_rows(
    documents: DocumentService, payroll: PayrollService
) -> None:
    rows = payroll.payslips(LAURA, Month(2025, 1), Month(2025, 12))
    (text,) = pages(documents.income_certificate(LAURA, 2025).content)

    def of_families(*families: str) -> Decimal:
        found = (line.amount for row in rows for line in row.family(*families))
        return sum(found, Decimal(0)).quantize(Decimal(1))

    def box(number: int) -> Decimal:
        match = re.search(rf" {number} \$ ?([\d.]+)", text)
        assert match is not None
        return Decimal(match[1].replace(".", ""))

    assert box(53) == of_families("salud")
    assert box(54) == of_families("pension", "fondo_solidaridad")
    assert box(60) == of_families("retencion_fuente")
    assert box(47) == of_families("cesantias", "intereses_cesantias")
    assert box(42) == of_families("prima", "incapacidad", "licencia")
    deposited = [each for each in payroll.severance(LAURA, TODAY).deposits if each.deposited_on.year == 2025]
    assert box(49) == sum((each.amount for each in deposited), Decimal(0)).quantize(Decimal(1))
    assert box(52) == sum(box(number) for number, _ in INCOME_BOXES)
    assert abs(box(52) - sum((row.gross for row in rows), Decimal(0)) - box(49)) < 5
    assert "Año gravable 2025" in text


def test_the_work_certificate_says_how_long_a_fixed_term_runs(documents: DocumentService) -> None:
    (text,) = pages(documents.work_certificate(HR, user_id=principal("kelly.hurtado").user_id).content)
    assert "contrato de trabajo a término fijo que va hasta el 7 de septiembre de 2027" in text


def test_a_year_is_not_certified_before_it_ends(documents: DocumentService) -> None:
    with pytest.raises(YearNotOver):
        documents.income_certificate(LAURA, 2026)
    with pytest.raises(NoPayslip):
        documents.income_certificate(LAURA, 2019)


@pytest.mark.parametrize("reader", [principal("andres.mejia", Role.MANAGER), principal("kelly.hurtado", Role.AUDITOR)])
def test_neither_managers_nor_auditors_issue_documents_and_the_attempt_is_audited(
    documents: DocumentService, demo_database: Database, reader: object
) -> None:
    assert isinstance(reader, type(LAURA))
    with pytest.raises(AccessDenied):
        documents.work_certificate(reader, user_id=LAURA.user_id)
    (entry, *_) = AuditLog(demo_database).entries(actor_id=reader.user_id, action="document.issued")
    assert (entry.subject_id, entry.outcome) == (LAURA.user_id, "denied")


def test_payroll_issues_for_another_person_and_leaves_its_trace(
    documents: DocumentService, demo_database: Database
) -> None:
    payroll_clerk = principal("jorge.arango", Role.PAYROLL)
    issued = documents.payslips(payroll_clerk, Month(2026, 2), Month(2026, 2), user_id=LAURA.user_id)
    assert "Laura Milena Gómez Rincón" in pages(issued.content)[0]
    (entry, *_) = AuditLog(demo_database).entries(actor_id=payroll_clerk.user_id, action="document.issued")
    assert (entry.subject_id, entry.outcome, entry.reason) == (LAURA.user_id, "allowed", "role:payroll")


def test_a_refused_document_enters_no_register(documents: DocumentService, demo_database: Database) -> None:
    stranger = principal("kelly.hurtado")
    with pytest.raises(AccessDenied):
        documents.payslips(stranger, Month(2026, 2), Month(2026, 2), user_id=LAURA.user_id)
    with demo_database.session() as session:
        query = select(func.count()).where(IssuedDocument.issued_by == stranger.user_id)
        assert session.execute(query).scalar_one() == 0


def test_the_code_verifies_the_very_file_without_naming_the_person(documents: DocumentService) -> None:
    issued = documents.work_certificate(LAURA)
    found = documents.verify(issued.code)
    assert found is not None
    assert found.kind == "work_certificate"
    assert found.content_sha256 == hashlib.sha256(issued.content).hexdigest()
    assert found.holder == "L••• M••• G••• R•••"
    assert re.fullmatch(r"CC •+\d{4}", found.holder_document)
    assert found.issued_at == NOW
    assert found.valid_until is not None
    assert not found.expired(found.valid_until)
    assert found.expired(found.valid_until.replace(year=2028))
    (text,) = pages(issued.content)
    assert f"{VERIFICATION_URL}/{printed(issued.code)}" in text


def test_a_code_is_found_however_it_was_typed(documents: DocumentService) -> None:
    code = documents.work_certificate(LAURA).code
    assert documents.verify(f" {printed(code).lower().replace('-', ' ')} ") == documents.verify(code)
    changed = ("1" if code[0] == "0" else "0") + code[1:]
    assert documents.verify(changed) is None
    for text in ("", "1234", "U" * 20, "' OR 1=1 --", "ñ" * 20):
        assert documents.verify(text) is None


def test_nothing_is_issued_in_the_name_of_an_unknown_company(
    demo_database: Database, payroll: PayrollService, users: UserService
) -> None:
    nameless = DocumentService(demo_database, payroll, users, None, VERIFICATION_URL, now=lambda: NOW)
    with pytest.raises(EmployerUnknown):
        nameless.work_certificate(LAURA)


def test_figures_are_written_as_in_colombia() -> None:
    assert money(Decimal("1750905.00")) == "$ 1.750.905"
    assert money(Decimal("70036.20")) == "$ 70.036,20"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("1750905", "un millón setecientos cincuenta mil novecientos cinco pesos"),
        ("2000000", "dos millones de pesos"),
        ("21500000", "veintiún millones quinientos mil pesos"),
        ("31031001", "treinta y un millones treinta y un mil un pesos"),
        ("100000000", "cien millones de pesos"),
        ("1", "un peso"),
        ("0", "cero pesos"),
        ("70036.20", "setenta mil treinta y seis pesos con 20/100"),
    ],
)
def test_an_amount_is_written_out_in_words_as_on_a_cheque(amount: str, words: str) -> None:
    assert pesos_in_words(Decimal(amount)) == words


def test_a_name_is_told_from_another_without_being_read_and_the_id_is_whole_only_on_paper(
    documents: DocumentService, users: UserService
) -> None:
    issued = documents.work_certificate(LAURA)
    number = users.legal_identity(LAURA, LAURA.user_id).document_number
    (text,) = pages(issued.content)
    assert number in text.replace(".", "")
    found = documents.verify(issued.code)
    assert found is not None
    assert number not in repr(found)
    assert number not in repr(users.legal_identity(LAURA, LAURA.user_id))


def test_nobody_reads_another_s_national_id_without_the_permission(users: UserService) -> None:
    with pytest.raises(AccessDenied):
        users.legal_identity(principal("andres.mejia", Role.MANAGER), LAURA.user_id)


def test_a_line_s_note_does_not_repeat_its_name(documents: DocumentService) -> None:
    (text,) = pages(documents.payslips(LAURA, Month(2026, 3), Month(2026, 3)).content)
    assert "a cargo de la EPS" in text
    assert "(A cargo de" not in text
    assert "(Cuota 14 de 36" in text
