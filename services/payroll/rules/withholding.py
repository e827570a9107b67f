"""Income-tax withholding on salaries: Estatuto Tributario art. 383, procedure 1, with its limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.payroll.rules.parameters import LegalParameters
from services.payroll.rules.steps import Operation, Rounding, Step, combine, given

_ROUNDINGS = {
    Decimal("0.01"): Rounding.CENT,
    Decimal(1): Rounding.PESO,
    Decimal(100): Rounding.HUNDRED,
    Decimal(1000): Rounding.THOUSAND,
}
_ZERO = given("cero", "Cero", 0)


@dataclass(frozen=True)
class TaxReliefs:
    """What the person has certified for the month, in COP: dependants (yes or no), prepaid health, housing interest
    and voluntary contributions (pension, AFC)."""

    dependants: bool = False
    prepaid_health: Decimal = Decimal(0)
    housing_interest: Decimal = Decimal(0)
    voluntary_contributions: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        if min(self.prepaid_health, self.housing_interest, self.voluntary_contributions) < 0:
            raise ValueError("los beneficios tributarios no pueden ser negativos")


def withholding(
    income: Decimal,
    mandatory_contributions: Decimal,
    reliefs: TaxReliefs,
    on: date,
    parameters: LegalParameters,
    label: str = "Retención en la fuente",
) -> Step:
    """The month's withholding in COP.

    `income`: taxable labour payments of the month, without transport allowance, cesantías, their interest or prima
    (prima is withheld apart with the same function). `mandatory_contributions`: health, pension and solidarity fund.
    The annual caps (790 and 1.340 UVT) apply by twelfths, which no primary source confirms; the rounding unit is the
    parameter `redondeo_retencion`. The table of art. 383 is neither continuous nor monotonic at its brackets' edges.
    """
    base = withholding_base(income, mandatory_contributions, reliefs, on, parameters)
    table = parameters.at("retencion_art_383", on)
    unit = parameters.at("uvt", on).step()
    rounding = _ROUNDINGS[parameters.value("redondeo_retencion", on)]
    bracket = table.bracket(base.amount / unit.amount)
    if bracket is None:
        free = table.leaf("retencion.tarifa", "Tarifa del tramo", Decimal(0), "tasa")
        return combine("retencion_fuente", label, Operation.PRODUCT, base, free, rounding=rounding, norm=table.norm)
    lower = combine(
        "retencion.limite_inferior",
        "Límite inferior del tramo",
        Operation.PRODUCT,
        table.leaf("retencion.tramo_desde", "Inicio del tramo", bracket.lower, "UVT"),
        unit,
    )
    marginal = combine(
        "retencion.marginal",
        "Parte en el tramo por su tarifa",
        Operation.PRODUCT,
        combine("retencion.exceso", "Base dentro del tramo", Operation.DIFFERENCE, base, lower),
        table.leaf("retencion.tarifa", "Tarifa del tramo", bracket.rate, "tasa"),
    )
    fixed = combine(
        "retencion.fija",
        "Suma fija del tramo",
        Operation.PRODUCT,
        table.leaf("retencion.suma_uvt", "Suma del tramo", bracket.plus, "UVT"),
        unit,
    )
    return combine(
        "retencion_fuente",
        label,
        Operation.SUM,
        marginal,
        fixed,
        rounding=rounding,
        rounding_reason="Unidad del parámetro redondeo_retencion (práctica de la empresa)",
        norm=table.norm,
    )


def withholding_base(
    income: Decimal, mandatory_contributions: Decimal, reliefs: TaxReliefs, on: date, parameters: LegalParameters
) -> Step:
    """The purged base of art. 383 in COP: net income less deductions and exempt income, these within their limits."""
    gross = given("ingreso_gravable", "Pagos laborales del mes", income)
    net = combine(
        "retencion.ingreso_neto",
        "Ingreso sin aportes obligatorios",
        Operation.MAXIMUM,
        combine(
            "retencion.ingreso_menos_aportes",
            "Ingreso menos aportes obligatorios",
            Operation.DIFFERENCE,
            gross,
            given("aportes_obligatorios", "Salud, pensión y fondo de solidaridad", mandatory_contributions),
        ),
        _ZERO,
        norm="Estatuto Tributario, arts. 55 y 56",
    )
    deductions = _deductions(gross, reliefs, on, parameters)
    remainder = combine(
        "retencion.base_exenta",
        "Ingreso menos deducciones",
        Operation.MAXIMUM,
        combine("retencion.neto_menos_deducciones", "Neto menos deducciones", Operation.DIFFERENCE, net, deductions),
        _ZERO,
    )
    exempt = combine(
        "renta_exenta",
        "Renta exenta del 25 %",
        Operation.MINIMUM,
        combine(
            "renta_exenta.calculada",
            "25 % del ingreso",
            Operation.PRODUCT,
            remainder,
            parameters.at("renta_exenta_laboral", on).step(),
        ),
        _monthly_uvt("renta_exenta_tope_uvt_anual", on, parameters),
        norm=parameters.at("renta_exenta_tope_uvt_anual", on).norm,
    )
    limited = combine(
        "retencion.beneficios",
        "Deducciones y rentas exentas aceptadas",
        Operation.MINIMUM,
        combine("retencion.beneficios_pedidos", "Deducciones y rentas exentas", Operation.SUM, deductions, exempt),
        combine(
            "retencion.limite_40",
            "40 % del ingreso neto",
            Operation.PRODUCT,
            net,
            parameters.at("limite_deducciones_exentas", on).step(),
        ),
        _monthly_uvt("limite_deducciones_uvt_anual", on, parameters),
        norm=parameters.at("limite_deducciones_uvt_anual", on).norm,
    )
    return combine(
        "retencion.base",
        "Base de la retención",
        Operation.DIFFERENCE,
        net,
        limited,
        rounding=Rounding.CENT,
        rounding_reason="Al centavo (práctica)",
        norm="Estatuto Tributario, art. 388",
    )


def _deductions(gross: Step, reliefs: TaxReliefs, on: date, parameters: LegalParameters) -> Step:
    parts: list[Step] = []
    if reliefs.dependants:
        share = combine(
            "dependientes.calculado",
            "10 % de los pagos",
            Operation.PRODUCT,
            gross,
            parameters.at("dependientes_tasa", on).step(),
        )
        parts.append(_capped("dependientes", "Dependientes", share, "dependientes_tope_uvt_mes", on, parameters))
    certified = (
        ("medicina_prepagada", "Medicina prepagada", reliefs.prepaid_health, "medicina_prepagada_tope_uvt_mes"),
        ("intereses_vivienda", "Intereses de vivienda", reliefs.housing_interest, "intereses_vivienda_tope_uvt_mes"),
    )
    for code, label, amount, cap in certified:
        if amount:
            paid = given(f"{code}.certificado", f"{label} certificados", amount)
            parts.append(_capped(code, label, paid, cap, on, parameters))
    if reliefs.voluntary_contributions:
        parts.append(_voluntary(gross, reliefs.voluntary_contributions, on, parameters))
    return combine("retencion.deducciones", "Deducciones", Operation.SUM, *(parts or [_ZERO]))


def _voluntary(gross: Step, amount: Decimal, on: date, parameters: LegalParameters) -> Step:
    rate = parameters.at("aportes_voluntarios_tasa", on)
    return combine(
        "aportes_voluntarios",
        "Aportes voluntarios aceptados",
        Operation.MINIMUM,
        given("aportes_voluntarios.certificado", "Aportes voluntarios", amount),
        combine("aportes_voluntarios.limite", "30 % de los pagos", Operation.PRODUCT, gross, rate.step()),
        _monthly_uvt("aportes_voluntarios_tope_uvt_anual", on, parameters),
        norm=rate.norm,
    )


def _capped(code: str, label: str, amount: Step, cap: str, on: date, parameters: LegalParameters) -> Step:
    limit = parameters.at(cap, on)
    ceiling = combine(
        f"{code}.tope",
        f"Tope de {label.lower()}",
        Operation.PRODUCT,
        limit.step(),
        parameters.at("uvt", on).step(),
    )
    return combine(code, label, Operation.MINIMUM, amount, ceiling, norm=limit.norm)


def _monthly_uvt(name: str, on: date, parameters: LegalParameters) -> Step:
    limit = parameters.at(name, on)
    unit = parameters.at("uvt", on).step()
    yearly = combine(f"{name}.anual", f"{limit.label} en pesos", Operation.PRODUCT, limit.step(), unit)
    return combine(
        f"{name}.mes",
        f"{limit.label}, doceava",
        Operation.QUOTIENT,
        yearly,
        given("meses", "Meses del año", 12, "meses"),
        norm=limit.norm,
        note=limit.note,
    )
