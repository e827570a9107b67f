"""What the employer contributes on top of the salary, and what art. 114-1 of the Estatuto Tributario frees it from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from services.payroll.rules.parameters import LegalParameters, Parameter
from services.payroll.rules.steps import Operation, Rounding, Step, combine

_EXEMPTIBLE = ("salud_empleador", "sena", "icbf")
_ALWAYS = ("pension_empleador", "caja_compensacion")


def employer_contributions(
    base: Step, salary_earned: Decimal, risk_class: int, on: date, parameters: LegalParameters
) -> tuple[Step, ...]:
    """Each contribution of the employer on an IBC, in COP to the cent.

    `salary_earned` (salary payments of the month alone, DIAN concepto 007196 de 2025) below 10 SMMLV frees from
    health, SENA and ICBF. `risk_class` is the ARL's, 1 to 5; `ValueError` for another.
    """
    if not 1 <= risk_class <= 5:
        raise ValueError("la clase de riesgo va de 1 a 5")
    limit = parameters.value("exoneracion_limite_smmlv", on) * parameters.value("smmlv", on)
    names = [*_ALWAYS, f"arl_clase_{risk_class}"]
    if salary_earned >= limit:
        names += _EXEMPTIBLE
    return tuple(_share(base, parameters.at(name, on)) for name in names)


def _share(base: Step, rate: Parameter) -> Step:
    return combine(
        rate.name,
        rate.label,
        Operation.PRODUCT,
        base,
        rate.step(),
        rounding=Rounding.CENT,
        rounding_reason="Al centavo; la planilla redondea por aportante",
        norm=rate.norm,
    )
