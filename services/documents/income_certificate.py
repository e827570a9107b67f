"""The certificado de ingresos y retenciones on paper, in the order and with the box numbers of formulario 220."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.colombian_formats import money
from services.documents.formatting import document_number
from services.documents.income_figures import CONTRIBUTION_BOXES, INCOME_BOXES, TOTAL_INCOME
from services.documents.sheet import ACCENT, MARGIN, RULE, TINT, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from services.documents.employer import Employer
    from services.documents.holder import Holder
    from services.documents.income_figures import IncomeFigures
    from services.documents.sheet import Seal

TITLE = "Certificado de Ingresos y Retenciones"
# The codes of the DIAN's table of identity documents.
_DOCUMENT_CODES = {"CC": "13", "CE": "22", "TI": "12", "PA": "41", "PPT": "48", "PEP": "47"}
_OTHER_INCOME = (
    ("Arrendamientos", 61, 68),
    ("Honorarios, comisiones y servicios", 62, 69),
    ("Intereses y rendimientos financieros", 63, 70),
    ("Enajenación de activos fijos", 64, 71),
    ("Loterías, rifas, apuestas y similares", 65, 72),
    ("Otros", 66, 73),
    ("Totales: (valor recibido: sume 61 a 66), (valor retenido: sume 68 a 73)", 67, 74),
)
_HEIGHT = 4.0
_AMOUNT = 38.0
_BOX = 8.0
_VALUE_SIZES = (8.2, 7.4, 6.6, 5.8)
"""Points, from the usual size down to the smallest that is read on paper."""


def income_certificate_file(figures: IncomeFigures, holder: Holder, employer: Employer, seal: Seal) -> bytes:
    """The PDF: the form on one page, with the worker's own part left to fill in."""
    sheet = Sheet(employer, TITLE, seal)
    sheet.subtitle = f"por Rentas de Trabajo y de Pensiones · Formulario 220 · Año gravable {figures.year}"
    sheet.add_page()
    _identification(sheet, figures, holder, employer, seal.issued_at.date())
    _heading(sheet, "Concepto de los ingresos", "Valor")
    for box, name in INCOME_BOXES:
        _amount(sheet, name, box, money(figures.boxes[box]))
    _amount(
        sheet, "Total de ingresos brutos (Sume 36 a 51)", TOTAL_INCOME, money(figures.boxes[TOTAL_INCOME]), bold=True
    )
    _heading(sheet, "Concepto de los aportes", "Valor")
    for box, name in CONTRIBUTION_BOXES:
        _amount(sheet, name, box, money(figures.boxes[box]), bold=box == CONTRIBUTION_BOXES[-1][0])
    sheet.ink(7)
    sheet.cell(
        sheet.inner_width,
        6,
        f"Nombre del pagador o agente retenedor: {employer.signatory}, {employer.signatory_title}",
        new_x="LMARGIN",
        new_y="NEXT",
    )
    _own_part(sheet)
    _closing(sheet, figures.year)
    return sheet.content()


def _identification(sheet: Sheet, figures: IncomeFigures, holder: Holder, employer: Employer, issued: date) -> None:
    identity = holder.identity
    first_surname, second_surname = _split(identity.last_names)
    first_name, other_names = _split(identity.first_names)
    third = sheet.inner_width / 6
    _cells(
        sheet,
        [
            ("5. NIT", document_number(employer.nit), third),
            ("6. DV", str(employer.check_digit), third / 2),
            ("11. Razón social", employer.name, 4.5 * third),
        ],
    )
    _cells(
        sheet,
        [
            ("24. Tipo de documento", _DOCUMENT_CODES[identity.document_type], third * 0.9),
            ("25. Número de identificación", document_number(identity.document_number), third * 1.1),
            ("26. Primer apellido", first_surname, third),
            ("27. Segundo apellido", second_surname, third),
            ("28. Primer nombre", first_name, third),
            ("29. Otros nombres", other_names, third),
        ],
    )
    _cells(
        sheet,
        [
            ("30. Periodo: de", f"{figures.first_day:%Y-%m-%d}", third),
            ("31. A", f"{figures.last_day:%Y-%m-%d}", third),
            ("32. Fecha de expedición", f"{issued:%Y-%m-%d}", third),
            ("33. Lugar donde se practicó la retención", employer.city, 1.7 * third),
            ("34. Cód. Dpto.", employer.municipality[:2], 0.55 * third),
            ("35. Cód. Municipio", employer.municipality[2:], 0.75 * third),
        ],
    )
    sheet.ln(1.5)


def _own_part(sheet: Sheet) -> None:
    _heading(
        sheet,
        "Datos a cargo del trabajador o pensionado: concepto de otros ingresos",
        "Valor recibido",
        "Valor retenido",
    )
    for name, received, withheld in _OTHER_INCOME:
        _blank(sheet, name, (received, withheld))
    _blank(sheet, "Total retenciones año gravable (Sume 60 + 74)", (75,))
    _blank(sheet, "Total valor patrimonial de los bienes poseídos a 31 de diciembre", (76,))
    _blank(sheet, "Deudas vigentes a 31 de diciembre", (77,))
    _blank(
        sheet,
        "Dependiente económico según el parágrafo 2 del art. 387 E.T. (tipo y número de documento, nombre)",
        (78,),
    )


def _closing(sheet: Sheet, year: int) -> None:
    sheet.ln(1)
    sheet.ink(6.3)
    sheet.multi_cell(
        sheet.inner_width,
        3,
        f"La persona asalariada certifica que durante el año gravable {year} cumplió las condiciones que el Estatuto "
        "Tributario fija para no estar obligada a declarar renta, si así lo firma: en ese caso este certificado "
        "reemplaza la declaración para todos los efectos legales. Figuran como salarios los pagos de vacaciones; como "
        "otros pagos, el auxilio de transporte y los demás que no son salario. Valores en pesos, sin centavos.",
        new_x="LMARGIN",
        new_y="NEXT",
    )
    sheet.ln(8)
    sheet.line(MARGIN, sheet.get_y(), MARGIN + 80, sheet.get_y())
    sheet.ink(6.5)
    sheet.cell(80, 4, "Firma del trabajador o pensionado")


def _cells(sheet: Sheet, cells: Sequence[tuple[str, str, float]]) -> None:
    top, x = sheet.get_y(), MARGIN
    sheet.set_draw_color(*RULE)
    for label, value, width in cells:
        sheet.rect(x, top, width, 8.4)
        sheet.set_xy(x + 0.5, top + 0.4)
        sheet.ink(5.8)
        sheet.cell(width - 1, 3.2, label)
        sheet.set_xy(x + 0.5, top + 3.6)
        _value(sheet, value, width - 1)
        x += width
    sheet.set_xy(MARGIN, top + 8.4)


def _value(sheet: Sheet, value: str, width: float) -> None:
    """The value in the largest letters that fit its box; the longest names take two lines of the smallest ones."""
    for size in _VALUE_SIZES:
        sheet.ink(size, bold=True)
        if sheet.get_string_width(value) + 2 * sheet.c_margin <= width:
            sheet.cell(width, 4.4, value)
            return
    sheet.multi_cell(width, 2.2, value, align="L")


def _heading(sheet: Sheet, text: str, *columns: str) -> None:
    sheet.ink(7.3, bold=True, colour=(255, 255, 255))
    sheet.set_fill_color(*ACCENT)
    width = _AMOUNT + _BOX
    sheet.cell(sheet.inner_width - width * len(columns), 4.8, text, fill=True)
    for column in columns:
        sheet.cell(width, 4.8, column, align="R", fill=True)
    sheet.ln(4.8)


def _amount(sheet: Sheet, name: str, box: int, value: str, *, bold: bool = False) -> None:
    _row(sheet, name, ((box, value),), bold=bold)


def _blank(sheet: Sheet, name: str, boxes: Sequence[int]) -> None:
    _row(sheet, name, [(box, "") for box in boxes], bold=False)


def _row(sheet: Sheet, name: str, cells: Sequence[tuple[int, str]], *, bold: bool) -> None:
    sheet.set_draw_color(*RULE)
    sheet.set_fill_color(*TINT)
    sheet.ink(7.3, bold=bold)
    sheet.cell(sheet.inner_width - (_AMOUNT + _BOX) * len(cells), _HEIGHT, name, border="LB", fill=bold)
    for box, value in cells:
        sheet.ink(7, bold=True, colour=ACCENT)
        sheet.cell(_BOX, _HEIGHT, str(box), border=1, align="C", fill=True)
        sheet.ink(7.8, bold=bold)
        sheet.cell(_AMOUNT, _HEIGHT, value, border=1, align="R", fill=bold)
    sheet.ln(_HEIGHT)


def _split(names: str) -> tuple[str, str]:
    first, _, rest = names.partition(" ")
    return first, rest
