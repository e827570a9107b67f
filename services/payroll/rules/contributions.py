"""What the employee contributes: IBC, health, pension and the pension solidarity fund (Ley 100 de 1993)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from services.payroll.rules.calendar_days import MONTH_DAYS
from services.payroll.rules.parameters import LegalParameters
from services.payroll.rules.steps import Operation, Rounding, Step, combine, given

_CENTS = "Al centavo, como queda en el desprendible (práctica)"


def contribution_base(
    salary_payments: Decimal,
    contributory_absences: Decimal,
    non_salary_payments: Decimal,
    days: int,
    integral: bool,
    on: date,
    parameters: LegalParameters,
) -> Step:
    """The IBC of a month, in COP: between 1 (by days contributed) and 25 SMMLV.

    A salario integral contributes on 70 % of itself; non-salary payments above 40 % of the total are added (Ley 1393
    de 2010, art. 30). `days` is of thirty; zero days give a base of zero. Parameters are those of `on`, the last day
    of the month, because contributions are settled by month.
    """
    salary: Step = given("pagos_salariales", "Pagos salariales", salary_payments)
    if integral:
        salary = combine(
            "pagos_salariales.integral",
            "Parte del salario integral que cotiza",
            Operation.PRODUCT,
            salary,
            parameters.at("salario_integral_base", on).step(),
        )
    parts = [salary]
    if contributory_absences:
        parts.append(given("ausencias_pagadas", "Vacaciones, incapacidades y licencias", contributory_absences))
    if non_salary_payments:
        parts.append(_excess(salary_payments + contributory_absences, non_salary_payments, on, parameters))
    income = combine("ingreso_cotizable", "Ingreso que cotiza", Operation.SUM, *parts)
    if days <= 0:
        return given("ibc", "Ingreso base de cotización", 0, norm="Ley 100 de 1993, art. 18")
    minimum_wage = parameters.at("smmlv", on).step()
    floor = combine(
        "ibc.minimo",
        "Base mínima",
        Operation.QUOTIENT,
        combine(
            "ibc.minimo.dias",
            "Mínimo por días",
            Operation.PRODUCT,
            minimum_wage,
            parameters.at("ibc_minimo_smmlv", on).step(),
            given("dias_cotizados", "Días cotizados", min(days, MONTH_DAYS), "días"),
        ),
        given("dias_mes", "Días del mes", MONTH_DAYS, "días"),
    )
    ceiling = combine(
        "ibc.maximo", "Base máxima", Operation.PRODUCT, minimum_wage, parameters.at("ibc_maximo_smmlv", on).step()
    )
    raised = combine("ibc.con_minimo", "Ingreso con el mínimo", Operation.MAXIMUM, income, floor)
    return combine(
        "ibc",
        "Ingreso base de cotización",
        Operation.MINIMUM,
        raised,
        ceiling,
        rounding=Rounding.CENT,
        rounding_reason=_CENTS,
        norm="Ley 100 de 1993, art. 18 (Ley 797 de 2003, art. 5)",
    )


def health_contribution(base: Step, on: date, parameters: LegalParameters) -> Step:
    """The employee's health contribution, 4 % of the IBC."""
    return _share("salud", "Aporte a salud", base, "salud_trabajador", on, parameters)


def pension_contribution(base: Step, on: date, parameters: LegalParameters) -> Step:
    """The employee's pension contribution, 4 % of the IBC."""
    return _share("pension", "Aporte a pensión", base, "pension_trabajador", on, parameters)


def solidarity_fund(base: Step, on: date, parameters: LegalParameters) -> Step:
    """The solidarity fund contribution by the IBC in SMMLV; zero below 4 SMMLV.

    The law leaves open to which bracket 17, 18 and 19 SMMLV exactly belong; the parameter file decides (the higher).
    """
    table = parameters.at("fondo_solidaridad", on)
    minimum_wage = parameters.at("smmlv", on).step()
    bracket = table.bracket(base.amount / minimum_wage.amount)
    rate = table.leaf("fondo_solidaridad.tarifa", "Tarifa del tramo", bracket.rate if bracket else Decimal(0), "tasa")
    wages = combine(
        "fondo_solidaridad.smmlv", "Base en salarios mínimos", Operation.QUOTIENT, base, minimum_wage, unit="SMMLV"
    )
    step = combine(
        "fondo_solidaridad",
        table.label,
        Operation.PRODUCT,
        base,
        rate,
        rounding=Rounding.CENT,
        rounding_reason=_CENTS,
        norm=table.norm,
    )
    printed = str(wages.amount.quantize(Decimal("0.01"))).replace(".", ",")
    return step.annotated(f"Base de {printed} SMMLV")


def _share(code: str, label: str, base: Step, name: str, on: date, parameters: LegalParameters) -> Step:
    rate = parameters.at(name, on)
    return combine(
        code,
        label,
        Operation.PRODUCT,
        base,
        rate.step(),
        rounding=Rounding.CENT,
        rounding_reason=_CENTS,
        norm=rate.norm,
    )


def _excess(remuneration: Decimal, non_salary: Decimal, on: date, parameters: LegalParameters) -> Step:
    agreed = given("pagos_no_salariales", "Pagos no salariales", non_salary)
    limit = combine(
        "no_salarial.limite",
        "Límite no salarial",
        Operation.PRODUCT,
        combine(
            "remuneracion_total",
            "Remuneración total",
            Operation.SUM,
            given("remuneracion", "Pagos del mes", remuneration),
            agreed,
        ),
        parameters.at("limite_no_salarial", on).step(),
    )
    return combine(
        "no_salarial.exceso",
        "Exceso de pagos no salariales",
        Operation.MAXIMUM,
        combine("no_salarial.diferencia", "Pagos sobre el límite", Operation.DIFFERENCE, agreed, limit),
        given("cero", "Cero", 0),
        norm="Ley 1393 de 2010, art. 30",
    )
