"""Transport allowance: for whoever earns up to two minimum wages, by days worked (Ley 15 de 1959)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from services.payroll.rules.calendar_days import MONTH_DAYS
from services.payroll.rules.parameters import LegalParameters
from services.payroll.rules.steps import Operation, Rounding, Step, combine, given


def entitled_to_transport_allowance(
    monthly_earnings: Decimal, integral: bool, on: date, parameters: LegalParameters
) -> bool:
    """Whether earnings of a month (salary and variable pay, COP) reach at most two SMMLV; never a salario integral."""
    limit = parameters.value("auxilio_transporte_tope_smmlv", on) * parameters.value("smmlv", on)
    return not integral and monthly_earnings <= limit


def transport_allowance(days: int, on: date, parameters: LegalParameters) -> Step:
    """The allowance for days worked (thirtieths) under the value in force on `on`: value ÷ 30 × days, to the cent."""
    value = parameters.at("auxilio_transporte", on)
    return combine(
        "auxilio_transporte",
        "Auxilio de transporte",
        Operation.QUOTIENT,
        combine(
            "auxilio_transporte.dias",
            "Auxilio por días",
            Operation.PRODUCT,
            value.step(),
            given("dias", "Días trabajados", days, "días"),
        ),
        given("dias_mes", "Días del mes", MONTH_DAYS, "días"),
        rounding=Rounding.CENT,
        rounding_reason="Al centavo (práctica)",
        norm=value.norm,
    )
