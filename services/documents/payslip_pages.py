"""Payslips as pages: one month a page (more when its lines need it), any range in one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.colombian_formats import money, month_of, number, pattern_for, percent, short_day
from services.documents.sheet import ACCENT, MARGIN, Column, Sheet
from services.payroll.views import DepositStatus, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.documents.employer import Employer
    from services.documents.holder import Holder
    from services.documents.sheet import Seal
    from services.payroll.views import Payslip, PayslipLine

TITLE = "Desprendible de pago de nómina"
LINES = (
    Column("Concepto", 84),
    Column("Cantidad", 20, "r"),
    Column("Base", 27, "r"),
    Column("Tarifa", 17, "r"),
    Column("Valor", 35.9, "r"),
)
DEPOSITS = (
    Column("Pago", 40),
    Column("Fecha", 26),
    Column("Cuenta", 54),
    Column("Estado", 28),
    Column("Valor", 35.9, "r"),
)
_UNITS = {Unit.DAYS: ("día", "días"), Unit.HOURS: ("hora", "horas"), Unit.INSTALMENT: ("cuota", "cuotas")}
_PAID_BY = "A cargo de "
_FORTNIGHTS = {1: "Primera quincena", 2: "Segunda quincena", None: "Mes completo"}
_STATES = {DepositStatus.PAID: "Pagado", DepositStatus.SCHEDULED: "Programado"}


def payslip_file(payslips: Sequence[Payslip], holder: Holder, employer: Employer, seal: Seal) -> bytes:
    """The PDF of these payslips, in order."""
    sheet = Sheet(employer, TITLE, seal)
    for payslip in payslips:
        sheet.subtitle = f"Periodo: {month_of(payslip.month.first_day)}"
        sheet.add_page()
        _page(sheet, payslip, holder)
    return sheet.content()


def _page(sheet: Sheet, payslip: Payslip, holder: Holder) -> None:
    amounts = [line.amount for line in payslip.lines] + [deposit.amount for deposit in payslip.deposits]
    pattern = pattern_for(amounts)
    sheet.facts(_facts(payslip, holder))
    for title, lines, label, total in (
        ("Devengados", payslip.earning_lines, "Total devengado", payslip.gross),
        ("Deducciones", payslip.deduction_lines, "Total deducciones", payslip.deductions),
    ):
        sheet.section(title)
        sheet.lined_table(LINES, [_line(line, pattern) for line in lines], (label, "", "", "", money(total, pattern)))
    _net(sheet, money(payslip.net, pattern))
    if payslip.deposits:
        sheet.section("Consignaciones")
        sheet.lined_table(
            DEPOSITS,
            [
                (
                    _FORTNIGHTS[deposit.fortnight],
                    short_day(deposit.pay_date),
                    f"{deposit.bank} {deposit.masked_account}",
                    _STATES[deposit.status],
                    money(deposit.amount, pattern),
                )
                for deposit in payslip.deposits
            ],
        )


def _facts(payslip: Payslip, holder: Holder) -> list[tuple[str, str]]:
    hired_on = holder.hired_on
    facts = [
        ("Nombre", holder.name),
        ("Documento", holder.document),
        ("Cargo", payslip.position),
        ("Área", holder.profile.area),
        ("Fecha de ingreso", short_day(hired_on) if hired_on is not None else None),
        ("Contrato", holder.contract.capitalize() if holder.contract is not None else None),
        ("Salario básico", money(payslip.base_salary)),
        ("Días trabajados", number(payslip.worked_days)),
        ("Ingreso base de cotización (IBC)", money(payslip.contribution_base)),
        ("EPS", holder.institution("eps")),
        ("Fondo de pensiones", holder.institution("pension_fund")),
        ("Fondo de cesantías", holder.institution("severance_fund")),
    ]
    return [(label, value) for label, value in facts if value]


def _line(line: PayslipLine, pattern: str) -> tuple[str, str, str, str, str]:
    note = line.note
    if note and note.removeprefix(_PAID_BY).lower() in line.name.lower():
        note = None  # «Incapacidad común, días a cargo de la EPS» says it already
    name = f"{line.name} ({note})" if note else line.name
    return (
        name,
        _quantity(line),
        money(line.base) if line.base is not None else "",
        percent(line.rate) if line.rate is not None else "",
        money(line.amount, pattern),
    )


def _quantity(line: PayslipLine) -> str:
    if line.quantity is None or line.unit not in _UNITS:
        return ""
    singular, plural = _UNITS[line.unit]
    return f"{number(line.quantity)} {singular if line.quantity == 1 else plural}"


def _net(sheet: Sheet, amount: str) -> None:
    if sheet.will_page_break(12):
        sheet.add_page()
    top = sheet.get_y()
    sheet.set_fill_color(*ACCENT)
    sheet.rect(MARGIN, top, sheet.inner_width, 10, style="F")
    sheet.set_xy(MARGIN + 2, top)
    sheet.ink(10.5, bold=True, colour=(255, 255, 255))
    sheet.cell(sheet.inner_width / 2, 10, "Neto a pagar")
    sheet.set_xy(MARGIN + sheet.inner_width / 2, top)
    sheet.ink(13, bold=True, colour=(255, 255, 255))
    sheet.cell(sheet.inner_width / 2 - 1, 10, amount, align="R")
    sheet.set_xy(MARGIN, top + 14)
