"""The figures of the certificado de ingresos y retenciones (formulario 220), box by box, from a year's payslips.

Boxes are those that Resolución DIAN 000022 of 20 February 2024 prescribes for tax years 2023 and after. Income counts
in the year of the payslip; cesantías put into a fund count when they were put (ET art. 27 par. 3), in box 49.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from services.documents.formatting import whole_pesos

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from services.payroll.views import Payslip, SeveranceDeposit

NOTHING = Decimal(0)
SALARIES = 36
COMMISSIONS = 41
SOCIAL_BENEFITS = 42
OTHER_PAYMENTS = 46
SEVERANCE_PAID = 47
SEVERANCE_DEPOSITED = 49
TOTAL_INCOME = 52
HEALTH = 53
PENSION = 54
AVERAGE_INCOME = 59
WITHHOLDING = 60

INCOME_BOXES: tuple[tuple[int, str], ...] = (
    (36, "Pagos por salarios"),
    (37, "Pagos realizados con bonos electrónicos o de papel de servicio, cheques, tarjetas, vales, etc."),
    (38, "Valor del exceso de los pagos por alimentación mayores a 41 UVT, art. 387-1 E.T."),
    (39, "Pagos por honorarios"),
    (40, "Pagos por servicios"),
    (41, "Pagos por comisiones"),
    (42, "Pagos por prestaciones sociales"),
    (43, "Pagos por viáticos"),
    (44, "Pagos por gastos de representación"),
    (45, "Pagos por compensaciones por el trabajo asociado cooperativo"),
    (46, "Otros pagos"),
    (47, "Cesantías e intereses de cesantías efectivamente pagadas al empleado"),
    (48, "Auxilio de cesantía reconocido a trabajadores del régimen tradicional del CST"),
    (49, "Auxilio de cesantía consignado al fondo de cesantías"),
    (50, "Pensiones de jubilación, vejez o invalidez"),
    (51, "Apoyos económicos no reembolsables o condonados, con recursos públicos, para programas educativos"),
)
CONTRIBUTION_BOXES: tuple[tuple[int, str], ...] = (
    (53, "Aportes obligatorios por salud a cargo del trabajador"),
    (54, "Aportes obligatorios a fondos de pensiones y solidaridad pensional a cargo del trabajador"),
    (55, "Cotizaciones voluntarias al régimen de ahorro individual con solidaridad - RAIS"),
    (56, "Aportes voluntarios a fondos de pensiones"),
    (57, "Aportes a cuentas AFC"),
    (58, "Aportes a cuentas AVC"),
    (59, "Ingreso laboral promedio de los últimos seis meses (num. 4 art. 206 E.T.)"),
    (60, "Valor de la retención en la fuente por ingresos laborales y de pensiones"),
)

_EARNINGS_BY_FAMILY = {
    "salario": SALARIES,
    "horas_extras": SALARIES,
    "recargos": SALARIES,
    "retroactivo": SALARIES,
    "vacaciones": SALARIES,
    "comision": COMMISSIONS,
    "prima": SOCIAL_BENEFITS,
    "incapacidad": SOCIAL_BENEFITS,
    "licencia": SOCIAL_BENEFITS,
    "auxilio_transporte": OTHER_PAYMENTS,
    "rodamiento": OTHER_PAYMENTS,
    "bonificacion": OTHER_PAYMENTS,
    "otros": OTHER_PAYMENTS,
    "cesantias": SEVERANCE_PAID,
    "intereses_cesantias": SEVERANCE_PAID,
}
_DEDUCTIONS_BY_FAMILY = {
    "salud": HEALTH,
    "pension": PENSION,
    "fondo_solidaridad": PENSION,
    "retencion_fuente": WITHHOLDING,
}
_SALARY_CONCEPTS = {"bonificacion_salarial": SALARIES, "licencia_luto": SALARIES}


@dataclass(frozen=True)
class IncomeFigures:
    """A tax year's boxes in whole pesos; every box of the form is there, with zero when nothing applies."""

    year: int
    first_day: date
    last_day: date
    boxes: Mapping[int, Decimal]


def income_figures(year: int, payslips: Sequence[Payslip], deposits: Iterable[SeveranceDeposit]) -> IncomeFigures:
    """The figures of `year` from its payslips (at least one) and from every deposit of cesantías on record."""
    exact = {box: NOTHING for box, _ in (*INCOME_BOXES, *CONTRIBUTION_BOXES)}
    for payslip in payslips:
        for line in payslip.earning_lines:
            exact[_SALARY_CONCEPTS.get(line.concept) or _EARNINGS_BY_FAMILY[line.family]] += line.amount
        for line in payslip.deduction_lines:
            box = _DEDUCTIONS_BY_FAMILY.get(line.family)
            if box is not None:
                exact[box] += line.amount
    exact[SEVERANCE_DEPOSITED] = sum(
        (deposit.amount for deposit in deposits if deposit.deposited_on.year == year), NOTHING
    )
    recent = payslips[-6:]
    exact[AVERAGE_INCOME] = sum((_labour_income(payslip) for payslip in recent), NOTHING) / len(recent)
    boxes = {box: whole_pesos(amount) for box, amount in exact.items()}
    boxes[TOTAL_INCOME] = sum((boxes[box] for box, _ in INCOME_BOXES), NOTHING)
    return IncomeFigures(year, payslips[0].month.first_day, payslips[-1].month.last_day, boxes)


def _labour_income(payslip: Payslip) -> Decimal:
    """A month's income from work without cesantías or their interest."""
    return payslip.gross - sum((line.amount for line in payslip.family("cesantias", "intereses_cesantias")), NOTHING)
