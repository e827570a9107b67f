"""Vacations: fifteen business days a year, the days a request takes, and what they are worth (CST arts. 186 to 192)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from services.payroll.rules.calendar_days import YEAR_DAYS, days_360, each_day
from services.payroll.rules.holidays_co import holidays, is_holiday
from services.payroll.rules.parameters import LegalParameters
from services.payroll.rules.steps import Operation, Rounding, Step, combine, given

_SATURDAY = 5
_SUNDAY = 6
_ONE_DAY = timedelta(days=1)
_LONGEST_REQUEST = 366


@dataclass(frozen=True)
class VacationDays:
    """A run of vacation: `business_days` are charged, `calendar_days` are paid; `returns` is the first day of work."""

    start: date
    end: date
    returns: date
    business_days: int
    calendar_days: int
    holidays: tuple[tuple[date, str], ...]


def is_business_day(day: date, works_saturdays: bool) -> bool:
    """Whether vacation counts the day: not a Sunday nor a holiday; a Saturday only where it is worked."""
    if day.weekday() == _SUNDAY or is_holiday(day):
        return False
    return works_saturdays or day.weekday() != _SATURDAY


def count_business_days(start: date, end: date, works_saturdays: bool) -> int:
    """Business days from `start` to `end`, both included; 0 when `end` is earlier."""
    return sum(1 for day in each_day(start, end) if is_business_day(day, works_saturdays))


def vacation_days(start: date, business_days: int, works_saturdays: bool) -> VacationDays:
    """The run that takes that many business days from `start`; rest days after the last one are not part of it.

    `ValueError` when `start` is not a business day or the days are not between 1 and 366.
    """
    if not 1 <= business_days <= _LONGEST_REQUEST:
        raise ValueError("los días de vacaciones deben estar entre 1 y 366")
    if not is_business_day(start, works_saturdays):
        raise ValueError("las vacaciones empiezan en un día hábil")
    end, pending = start, business_days - 1
    while pending:
        end += _ONE_DAY
        pending -= is_business_day(end, works_saturdays)
    returns = end + _ONE_DAY
    while not is_business_day(returns, works_saturdays):
        returns += _ONE_DAY
    inside = tuple(
        (day, name)
        for year in range(start.year, end.year + 1)
        for day, name in holidays(year).items()
        if start <= day <= end
    )
    return VacationDays(start, end, returns, business_days, (end - start).days + 1, inside)


def accrued_vacation_days(start: date, end: date, parameters: LegalParameters, unpaid_days: int = 0) -> Step:
    """Business days earned from `start` to `end` (both worked): days × 15 ÷ 360; unpaid leave does not count."""
    worked = max(days_360(start, end) - unpaid_days, 0)
    yearly = parameters.at("vacaciones_dias_anuales", end)
    return combine(
        "vacaciones.causadas",
        "Días de vacaciones causados",
        Operation.QUOTIENT,
        combine(
            "vacaciones.dias_por_ano",
            "Días trabajados por quince",
            Operation.PRODUCT,
            given("dias_trabajados", "Días trabajados", worked, "días"),
            yearly.step(),
            unit="días",
        ),
        given("dias_ano", "Días del año comercial", YEAR_DAYS, "días"),
        unit="días",
        rounding=Rounding.CENT,
        rounding_reason="A la centésima de día (práctica)",
        norm=yearly.norm,
    )


def vacation_value_for_time(monthly_salary: Decimal, worked_days: int) -> Step:
    """Value of the vacation earned by days worked: salary × days ÷ 720 (CST art. 189), COP to the cent.

    `monthly_salary` has neither transport allowance nor extra hours nor Sunday work (CST art. 192).
    """
    return combine(
        "vacaciones.valor",
        "Valor de las vacaciones",
        Operation.QUOTIENT,
        combine(
            "vacaciones.salario_por_dias",
            "Salario por días",
            Operation.PRODUCT,
            given("salario_vacaciones", "Salario para vacaciones", monthly_salary),
            given("dias_trabajados", "Días trabajados", worked_days, "días"),
        ),
        given("dias_vacaciones", "Dos años de 360 días", 2 * YEAR_DAYS, "días"),
        rounding=Rounding.CENT,
        rounding_reason="Al centavo (práctica)",
        norm="CST arts. 189 y 192",
    )


def vacation_value_in_cash(monthly_salary: Decimal | Step, business_days: Decimal) -> Step:
    """Value of vacation days paid in cash: salary ÷ 30 × days, COP to the cent (fifteen days = half a salary)."""
    salary = (
        monthly_salary
        if isinstance(monthly_salary, Step)
        else given("salario_vacaciones", "Salario para vacaciones", monthly_salary)
    )
    return combine(
        "vacaciones_dinero",
        "Vacaciones en dinero",
        Operation.QUOTIENT,
        combine(
            "vacaciones_dinero.dias",
            "Salario por días",
            Operation.PRODUCT,
            salary,
            given("dias", "Días pendientes", business_days, "días"),
        ),
        given("dias_mes", "Días del mes", 30, "días"),
        rounding=Rounding.CENT,
        rounding_reason="Al centavo (práctica)",
        norm="CST arts. 189 y 192",
    )


def most_days_in_cash(accrued_days: Decimal, on: date, parameters: LegalParameters) -> Decimal:
    """How many of the days earned may be agreed to be paid in cash: up to half (CST art. 189)."""
    return accrued_days * parameters.value("vacaciones_parte_en_dinero", on)
