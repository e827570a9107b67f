"""The value of an hour and where the night begins, by the law in force on the day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from services.payroll.rules.parameters import LegalParameters
from services.payroll.rules.steps import Operation, Rounding, Step, combine, given


def hour_value(monthly_salary: Decimal, on: date, parameters: LegalParameters) -> Step:
    """The ordinary hour: monthly salary ÷ hours of the month (CST art. 161, Ley 2101 de 2021), in COP to the cent."""
    return combine(
        "hora_ordinaria",
        "Hora ordinaria",
        Operation.QUOTIENT,
        given("salario_mensual", "Salario mensual", monthly_salary),
        parameters.at("divisor_hora", on).step(),
        rounding=Rounding.CENT,
        rounding_reason="Al centavo, para que la hora impresa reproduzca el valor pagado (práctica)",
        norm="CST art. 161; Ley 2101 de 2021",
    )


def is_night_hour(hour: int, on: date, parameters: LegalParameters) -> bool:
    """Whether the clock hour that starts at `hour` (0–23) is night work on that day (CST art. 160)."""
    if not 0 <= hour <= 23:
        raise ValueError("la hora debe estar entre 0 y 23")
    return hour >= parameters.value("hora_inicio_noche", on) or hour < parameters.value("hora_fin_noche", on)
