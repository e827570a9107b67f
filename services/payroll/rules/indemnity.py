"""What an employer owes for ending a contract without just cause (CST art. 64) or for paying it late (art. 65)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from services.payroll.rules.calendar_days import MONTH_DAYS, YEAR_DAYS, days_360
from services.payroll.rules.parameters import LegalParameters
from services.payroll.rules.steps import Operation, Rounding, Step, combine, given

_CENTS = "Al centavo (práctica)"


def indefinite_contract_indemnity(
    monthly_salary: Decimal | Step, start: date, end: date, parameters: LegalParameters
) -> Step:
    """Dismissal without just cause under an indefinite contract, COP to the cent.

    Below 10 SMMLV: 30 days of salary for the first year and 20 for each further one; from 10 SMMLV on: 20 and 15.
    Further years count in proportion; less than a year of service pays the first year whole.
    """
    limit = parameters.value("indemnizacion_limite_smmlv", end) * parameters.value("smmlv", end)
    monthly = monthly_salary.amount if isinstance(monthly_salary, Step) else monthly_salary
    suffix = "_alto" if monthly >= limit else ""
    first = parameters.at(f"indemnizacion_dias_primer_ano{suffix}", end)
    further = parameters.at(f"indemnizacion_dias_siguientes{suffix}", end)
    beyond = max(days_360(start, end) - YEAR_DAYS, 0)
    proportional = combine(
        "indemnizacion.dias_siguientes",
        "Días por los años siguientes",
        Operation.QUOTIENT,
        combine(
            "indemnizacion.dias_por_tiempo",
            "Días por año por el tiempo siguiente",
            Operation.PRODUCT,
            further.step(),
            given("dias_despues_primer_ano", "Días después del primer año", beyond, "días"),
            unit="días",
        ),
        given("dias_ano", "Días del año comercial", YEAR_DAYS, "días"),
        unit="días",
    )
    days = combine(
        "indemnizacion.dias", "Días de indemnización", Operation.SUM, first.step(), proportional, unit="días"
    )
    return _days_of_salary(monthly_salary, days, first.norm)


def fixed_term_indemnity(
    monthly_salary: Decimal | Step, end: date, agreed_end: date, parameters: LegalParameters
) -> Step:
    """Dismissal before a fixed term ends: the salary of the days that were left, COP to the cent."""
    left = _remaining(end, agreed_end)
    return _days_of_salary(monthly_salary, left, parameters.at("indemnizacion_limite_smmlv", end).norm)


def work_contract_indemnity(
    monthly_salary: Decimal | Step, end: date, expected_end: date, parameters: LegalParameters
) -> Step:
    """Dismissal before a contract for a piece of work ends: the days left, fifteen at least, COP to the cent."""
    least = parameters.at("indemnizacion_obra_minimo", end)
    days = combine(
        "indemnizacion.dias",
        "Días de indemnización",
        Operation.MAXIMUM,
        _remaining(end, expected_end),
        least.step(),
        unit="días",
    )
    return _days_of_salary(monthly_salary, days, least.norm)


def late_payment_indemnity(monthly_salary: Decimal, left: date, paid: date, parameters: LegalParameters) -> Step:
    """One day of salary for each day that the settlement is late (CST art. 65), COP to the cent.

    At most 24 months, after which only default interest runs, except for whoever earns up to the minimum wage. A
    court may excuse good faith: this is the most that can be due.
    """
    late = max((paid - left).days, 0)
    months = parameters.at("mora_meses", left)
    days: Step = given("mora.dias", "Días de mora", late, "días")
    if monthly_salary > parameters.value("smmlv", left):
        limit = combine(
            "mora.limite",
            "Límite en días",
            Operation.PRODUCT,
            months.step(),
            given("dias_mes", "Días del mes", MONTH_DAYS, "días"),
            unit="días",
        )
        days = combine("mora.dias_pagados", "Días que se pagan", Operation.MINIMUM, days, limit, unit="días")
    return _days_of_salary(monthly_salary, days, months.norm, "mora", "Indemnización por pago tardío")


def indemnity_withholding(
    indemnity: Decimal, monthly_income: Decimal, on: date, parameters: LegalParameters
) -> Step | None:
    """Withholding on an indemnity: 20 % for monthly incomes above 204 UVT, none otherwise (ET art. 401-3).

    A quarter of it is exempt (ET art. 206, num. 10), within the yearly limit of exempt income (art. 336, num. 3) taken
    whole, because it is no monthly payment; the 790 UVT are for what is paid month by month (DIAN, conceptos 30573 de
    2015, 416 y 847 de 2023).
    """
    threshold = parameters.value("indemnizacion_retencion_desde_uvt", on) * parameters.value("uvt", on)
    if monthly_income <= threshold:
        return None
    rate = parameters.at("indemnizacion_retencion_tasa", on)
    paid = given("indemnizacion", "Indemnización", indemnity)
    limit = parameters.at("limite_deducciones_uvt_anual", on)
    share = parameters.at("renta_exenta_laboral", on)
    exempt = combine(
        "renta_exenta",
        "Renta exenta del 25 %",
        Operation.MINIMUM,
        combine("renta_exenta.calculada", "25 % de la indemnización", Operation.PRODUCT, paid, share.step()),
        combine(
            "limite_deducciones_uvt_anual.anual",
            f"{limit.label} en pesos",
            Operation.PRODUCT,
            limit.step(),
            parameters.at("uvt", on).step(),
        ),
        norm=share.norm,
    )
    base = combine(
        "retencion.base",
        "Base de la retención",
        Operation.DIFFERENCE,
        paid,
        exempt,
        rounding=Rounding.CENT,
        rounding_reason=_CENTS,
    )
    return combine(
        "retencion_fuente",
        "Retención en la fuente de la indemnización",
        Operation.PRODUCT,
        base,
        rate.leaf("retencion.tarifa", "Tarifa", rate.amount(), "tasa"),
        rounding=Rounding.PESO,
        rounding_reason="Al peso (práctica)",
        norm=rate.norm,
    )


def _remaining(end: date, agreed_end: date) -> Step:
    if agreed_end < end:
        raise ValueError("el contrato ya había terminado en la fecha de retiro")
    days = days_360(end + timedelta(days=1), agreed_end)
    return given("indemnizacion.dias_faltantes", "Días que faltaban", days, "días")


def _days_of_salary(
    monthly_salary: Decimal | Step,
    days: Step,
    norm: str,
    code: str = "indemnizacion",
    label: str = "Indemnización por despido sin justa causa",
) -> Step:
    return combine(
        code,
        label,
        Operation.QUOTIENT,
        combine(
            f"{code}.salario_por_dias",
            "Salario por días",
            Operation.PRODUCT,
            monthly_salary
            if isinstance(monthly_salary, Step)
            else given("salario_mensual", "Salario mensual", monthly_salary),
            days,
        ),
        given("dias_mes", "Días del mes", MONTH_DAYS, "días"),
        rounding=Rounding.CENT,
        rounding_reason=_CENTS,
        norm=norm,
    )
