"""The certificado laboral (CST art. 57 num. 7): time of service, nature of the work and, if wanted, the salary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.colombian_formats import day, money
from services.documents.formatting import pesos_in_words
from services.documents.holder import DOCUMENT_TYPES
from services.documents.sheet import MARGIN, Sheet

if TYPE_CHECKING:
    from datetime import date

    from services.documents.employer import Employer
    from services.documents.holder import Holder
    from services.documents.sheet import Seal
    from services.payroll.views import Salary

TITLE = "Certificado laboral"
VALIDITY_DAYS = 90


def work_certificate_file(
    holder: Holder, salary: Salary | None, started_on: date, employer: Employer, seal: Seal
) -> bytes:
    """The PDF; without `salary` it does not mention one."""
    sheet = Sheet(employer, TITLE, seal)
    sheet.add_page()
    sheet.ln(14)
    sheet.ink(11, bold=True)
    sheet.cell(sheet.inner_width, 7, f"{employer.name.upper()}", align="C", new_x="LMARGIN", new_y="NEXT")
    sheet.ink(10)
    sheet.cell(sheet.inner_width, 6, f"NIT {employer.full_nit}", align="C", new_x="LMARGIN", new_y="NEXT")
    sheet.ln(10)
    sheet.ink(12, bold=True)
    sheet.cell(sheet.inner_width, 8, "CERTIFICA QUE:", align="C", new_x="LMARGIN", new_y="NEXT")
    sheet.ln(8)
    for text in _paragraphs(holder, salary, started_on):
        sheet.paragraph(text)
        sheet.ln(5)
    issued = seal.issued_at.date()
    sheet.paragraph(
        f"Este certificado se expide a solicitud de la persona interesada, en {employer.city}, el {day(issued)}, "
        "conforme al numeral 7 del artículo 57 del Código Sustantivo del Trabajo."
    )
    sheet.ln(28)
    sheet.line(MARGIN, sheet.get_y(), MARGIN + 75, sheet.get_y())
    sheet.ln(1.5)
    sheet.paragraph(f"**{employer.signatory}**", justified=False, height=5)
    sheet.paragraph(f"{employer.signatory_title}\n{employer.name}\nTeléfono {employer.phone}", 9.5, 5, justified=False)
    return sheet.content()


def _paragraphs(holder: Holder, salary: Salary | None, started_on: date) -> list[str]:
    profile = holder.profile
    kind = DOCUMENT_TYPES[holder.identity.document_type]
    number = holder.document.split(" ", 1)[1]
    person = f"**{holder.name}**, con {kind} número **{number}**,"
    contract = f" mediante contrato de trabajo {holder.contract}" if holder.contract else ""
    position = profile.position or ""
    if profile.left_on is None:
        service = f"trabaja en esta empresa desde el **{day(started_on)}**{contract}"
        post = f", y desempeña actualmente el cargo de **{position}**."
    else:
        service = (
            f"trabajó en esta empresa desde el **{day(started_on)}** hasta el **{day(profile.left_on)}**{contract}"
        )
        post = f", y su último cargo fue el de **{position}**."
    paragraphs = [f"{person} {service}{post if position else '.'}"]
    if salary is not None:
        verb = "Su salario mensual es" if profile.left_on is None else "Su último salario mensual fue"
        integral = ", en la modalidad de salario integral" if salary.integral else ""
        paragraphs.append(f"{verb} de **{money(salary.amount)}** ({pesos_in_words(salary.amount)}){integral}.")
    return paragraphs
