from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from services.auth.principal import AccessDenied, Principal
from services.bootstrap import Services
from services.payroll.desk.errors import FileRefused, NoSuchFile
from services.payroll.desk.files import LARGEST_FILE_BYTES, MOST_UNSENT, media_type_of, safe_name
from services.payroll.desk.models import CaseFileRecord
from services.payroll.views import AbsenceKind
from tests.demo_company import TODAY
from tests.services.payroll.desk.conftest import PDF

Someone = Callable[[str], Principal]
JPEG, PNG = b"\xff\xd8\xff\xe0 foto", b"\x89PNG\r\n\x1a\n imagen"


@pytest.mark.parametrize(
    ("content", "media_type"), [(PDF, "application/pdf"), (JPEG, "image/jpeg"), (PNG, "image/png")]
)
def test_a_file_is_what_its_first_bytes_say(content: bytes, media_type: str) -> None:
    assert media_type_of(content) == media_type


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00", "unknown_type"),
        (b"<html><script>", "unknown_type"),
        (b"GIF89a;" + PDF, "unknown_type"),
        (b"PK\x03\x04", "unknown_type"),
        (PDF + bytes(LARGEST_FILE_BYTES), "too_large"),
    ],
    ids=["empty", "program", "page", "two at once", "archive", "large"],
)
def test_anything_else_is_refused_whatever_its_name(
    company: Services, someone: Someone, content: bytes, reason: str
) -> None:
    with pytest.raises(FileRefused, match=reason):
        company.desk.files.take(someone("hernan.castano"), "incapacidad.pdf", content)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Ana\\incapacidad año 2026.exe", "incapacidad año 2026.pdf"),
        ('"; filename="x\r\nSet-Cookie: a', "filenamexSet-Cookie a.pdf"),
        ("", "archivo.pdf"),
        ("ñ" * 500, "ñ" * 80 + ".pdf"),
    ],
)
def test_a_name_keeps_no_folder_nor_ending_nor_control_character(given: str, kept: str) -> None:
    assert safe_name(given, "application/pdf") == kept


def test_a_file_is_encrypted_and_only_hr_reads_it(company: Services, someone: Someone) -> None:
    yesid, claudia = someone("yesid.lozano"), someone("claudia.osorio")
    content = PDF + b"diagnostico: reservado"
    file = company.desk.files.take(yesid, "incapacidad.pdf", content)
    case = company.desk.office.report_leave(
        yesid, AbsenceKind.SICK_LEAVE, date(2026, 11, 18), date(2026, 11, 19), TODAY, reference=file.reference
    )
    assert case.id is not None
    with company.database.session() as session:
        row = session.execute(select(CaseFileRecord).where(CaseFileRecord.id == file.id)).scalar_one()
    assert b"reservado" not in row.content_encrypted
    for key in ("gloria.zapata", "juan.cardenas", "paola.giraldo", "yesid.lozano", "sebastian.rojas"):
        with pytest.raises(AccessDenied):
            company.desk.inbox.file(someone(key), case.id, file.id)
    assert company.desk.inbox.file(claudia, case.id, file.id)[1] == content
    read = company.audit.entries(actor_id=claudia.user_id, subject_id=yesid.user_id)[0]
    assert (read.action, read.reason) == ("case.file.read", "role:hr")


def test_a_file_serves_one_request_of_its_own_person(company: Services, someone: Someone) -> None:
    jairo, other = someone("jairo.agudelo"), someone("adriana.lopera")
    file = company.desk.files.take(jairo, "luto.png", PNG)

    def report(person: Principal) -> None:
        company.desk.office.report_leave(person, AbsenceKind.BEREAVEMENT, TODAY, TODAY, TODAY, reference=file.reference)

    with pytest.raises(NoSuchFile):
        report(other)
    assert company.payroll.cases(other) == ()
    report(jairo)
    with pytest.raises(NoSuchFile):
        report(jairo)


def test_files_without_a_request_do_not_pile_up(company: Services, someone: Someone) -> None:
    daniel = someone("daniel.ramirez")
    for _ in range(MOST_UNSENT):
        company.desk.files.take(daniel, "a.pdf", PDF)
    with pytest.raises(FileRefused, match="too_many"):
        company.desk.files.take(daniel, "a.pdf", PDF)
