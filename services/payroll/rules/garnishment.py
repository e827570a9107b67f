"""How much of a salary a judge's order may take (CST arts. 154 to 156)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from services.payroll.rules.parameters import LegalParameters
from services.payroll.rules.steps import Operation, Rounding, Step, combine, given


def garnishable_amount(salary: Decimal, for_support: bool, on: date, parameters: LegalParameters) -> Step:
    """The most that can be garnished of a month's salary, COP to the cent.

    One fifth of what exceeds the minimum wage; for support debts or cooperatives (`for_support`), half of the salary.
    """
    earned = given("salario", "Salario del mes", salary)
    part = parameters.at("embargo_parte_alimentos" if for_support else "embargo_parte", on)
    base = earned
    if not for_support:
        base = combine(
            "embargo.exceso",
            "Exceso sobre el salario mínimo",
            Operation.MAXIMUM,
            combine(
                "embargo.diferencia",
                "Salario menos el mínimo",
                Operation.DIFFERENCE,
                earned,
                parameters.at("smmlv", on).step(),
            ),
            given("cero", "Cero", 0),
        )
    return combine(
        "embargo.maximo",
        "Máximo embargable",
        Operation.PRODUCT,
        base,
        part.step(),
        rounding=Rounding.CENT,
        rounding_reason="Al centavo (práctica)",
        norm=part.norm,
    )
