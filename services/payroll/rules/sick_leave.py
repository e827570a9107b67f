"""Sick leave of common origin and work accidents: who pays each day, at what share, never under the daily minimum."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from services.payroll.rules.calendar_days import MONTH_DAYS, each_day
from services.payroll.rules.codes import SICK_LEAVE_EMPLOYER, SICK_LEAVE_INSURER, WORK_ACCIDENT
from services.payroll.rules.parameters import LegalParameters, Parameter
from services.payroll.rules.steps import Operation, Rounding, Step, combine, given

_HALF_FROM_DAY = 91
_PENSION_FUND_FROM_DAY = 181
_LAST_DAY = 540


@dataclass(frozen=True)
class SickLeavePart:
    """Consecutive days of a leave paid alike. `payer`: empresa, EPS, AFP or ARL; `concept` is the line's code."""

    concept: str
    payer: str
    start: date
    end: date
    days: int
    rate: Step
    step: Step


def common_sick_leave(
    leave_start: date,
    first: date,
    last: date,
    monthly_base: Decimal,
    parameters: LegalParameters,
    first_days_rate: Decimal | None = None,
) -> tuple[SickLeavePart, ...]:
    """The parts, in order, of the days `first`–`last` of a leave of common origin that began on `leave_start`.

    `monthly_base` is the IBC of the month before, in COP. Days 1–2 are the employer's, at `first_days_rate` when the
    company pays better than the law (1 = whole salary), 3–180 the EPS's, 181–540 the pension fund's: 2/3 to day 90
    and 1/2 from day 91 (CST art. 227), never less than a day of the minimum wage in force (C-543 de 2007). The
    EPS's turn after day 540 (Ley 1753 de 2015, art. 67) is paid like the days before.
    """
    if leave_start > first:
        raise ValueError("los días de incapacidad empiezan antes que la incapacidad")

    def terms(day: date) -> tuple[str, Parameter, Decimal, Parameter]:
        number = (day - leave_start).days + 1
        minimum_wage = parameters.at("smmlv", day)
        if number <= parameters.value("incapacidad_dias_empleador", day):
            legal = parameters.at("incapacidad_tasa_inicial", day)
            return "empresa", legal, max(first_days_rate or Decimal(0), legal.amount()), minimum_wage
        payer = "AFP" if _PENSION_FUND_FROM_DAY <= number <= _LAST_DAY else "EPS"
        name = "incapacidad_tasa_inicial"
        if number >= _PENSION_FUND_FROM_DAY:
            name = "incapacidad_tasa_desde_181"
        elif number >= _HALF_FROM_DAY:
            name = "incapacidad_tasa_desde_91"
        legal = parameters.at(name, day)
        return payer, legal, legal.amount(), minimum_wage

    parts: list[SickLeavePart] = []
    for (payer, legal, rate, minimum_wage), grouped in groupby(each_day(first, last), key=terms):
        days = list(grouped)
        concept = SICK_LEAVE_EMPLOYER if payer == "empresa" else SICK_LEAVE_INSURER
        share = legal.leaf("incapacidad.tarifa", "Parte que se paga", rate, "tasa")
        if rate != legal.amount():
            policy = "Política de la empresa"
            share = given("incapacidad.tarifa", "Parte que paga la empresa", rate, "tasa", note=policy)
        parts.append(_part(concept, payer, days, monthly_base, share, minimum_wage, legal.norm))
    return tuple(parts)


def work_accident_leave(
    first: date, last: date, monthly_base: Decimal, parameters: LegalParameters
) -> tuple[SickLeavePart, ...]:
    """The days of a leave after a work accident: 100 % of the base from the next day, by the ARL (Ley 776 de 2002)."""

    def terms(day: date) -> tuple[Parameter, Parameter]:
        return parameters.at("incapacidad_laboral_tasa", day), parameters.at("smmlv", day)

    return tuple(
        _part(WORK_ACCIDENT, "ARL", list(days), monthly_base, rate.step(), minimum_wage, rate.norm)
        for (rate, minimum_wage), days in groupby(each_day(first, last), key=terms)
    )


def _part(
    concept: str,
    payer: str,
    days: list[date],
    monthly_base: Decimal,
    rate: Step,
    minimum_wage: Parameter,
    norm: str,
) -> SickLeavePart:
    month_days = given("dias_mes", "Días del mes", MONTH_DAYS, "días")
    daily = combine(
        "incapacidad.dia",
        "Valor del día",
        Operation.QUOTIENT,
        combine(
            "incapacidad.mensual",
            "Base por la parte que se paga",
            Operation.PRODUCT,
            given("incapacidad.base", "Base de la incapacidad", monthly_base),
            rate,
        ),
        month_days,
    )
    floor = combine(
        "incapacidad.minimo_dia",
        "Día de salario mínimo",
        Operation.QUOTIENT,
        minimum_wage.step(),
        month_days,
        norm="Sentencia C-543 de 2007",
    )
    step = combine(
        concept,
        f"Incapacidad a cargo de {payer}",
        Operation.PRODUCT,
        combine("incapacidad.dia_pagado", "Día que se paga", Operation.MAXIMUM, daily, floor),
        given("dias", "Días", len(days), "días"),
        rounding=Rounding.CENT,
        rounding_reason="Al centavo (práctica)",
        norm=norm,
    )
    return SickLeavePart(concept, payer, days[0], days[-1], len(days), rate, step)
