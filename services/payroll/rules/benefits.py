"""Social benefits: prima de servicios, cesantías and their interest, and the salary that each one averages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from services.payroll.rules.calendar_days import MONTH_DAYS, YEAR_DAYS, days_360, overlap
from services.payroll.rules.parameters import LegalParameters
from services.payroll.rules.payslip import SalarySpan
from services.payroll.rules.steps import Operation, Rounding, Step, combine, given

_CENTS = "Al centavo (práctica)"
_UNCHANGED_DAYS = 90


@dataclass(frozen=True)
class BenefitPeriod:
    """The time a benefit pays for, both days included: `days` of thirty a month, less unpaid leave and suspensions."""

    start: date
    end: date
    unpaid_days: int = 0

    @property
    def days(self) -> int:
        """Days that count."""
        return max(days_360(self.start, self.end) - self.unpaid_days, 0)


def semester(on: date) -> tuple[date, date]:
    """First and last day of the half year of a prima."""
    if on.month <= 6:
        return date(on.year, 1, 1), date(on.year, 6, 30)
    return date(on.year, 7, 1), date(on.year, 12, 31)


def average_salary(salaries: Sequence[SalarySpan], variable: Decimal, period: BenefitPeriod) -> Step:
    """The monthly salary averaged over a period, in COP: fixed salary by days, plus variable pay of the period a month.

    `variable` is the sum of extra hours, surcharges, commissions and salary bonuses paid in the period.
    """
    parts: list[Step] = []
    for span in sorted(salaries, key=lambda item: item.start):
        common = overlap(span.start, span.end or period.end, period.start, period.end)
        if common:
            parts.append(
                combine(
                    "salario_por_dias",
                    "Salario por días",
                    Operation.PRODUCT,
                    given("salario_mensual", "Salario mensual", span.monthly),
                    given("dias", "Días", days_360(*common), "días"),
                )
            )
    if not parts:
        raise ValueError("no hay salario en el periodo de la prestación")
    fixed_days = sum(int(step.inputs[1].amount) for step in parts)
    average = combine(
        "salario_fijo_promedio",
        "Salario fijo promedio",
        Operation.QUOTIENT,
        combine("salarios_por_dias", "Salarios por sus días", Operation.SUM, *parts),
        given("dias_salario", "Días del periodo", fixed_days, "días"),
    )
    if not variable:
        return average
    monthly_variable = combine(
        "variable_promedio",
        "Pago variable promedio al mes",
        Operation.QUOTIENT,
        combine(
            "variable_por_mes",
            "Pago variable por treinta",
            Operation.PRODUCT,
            given("variable", "Pago variable del periodo", variable),
            given("dias_mes", "Días del mes", MONTH_DAYS, "días"),
        ),
        given("dias_salario", "Días del periodo", fixed_days, "días"),
    )
    return combine("salario_promedio", "Salario promedio", Operation.SUM, average, monthly_variable)


def salary_with_variable(monthly: Decimal, variable: Decimal, period: BenefitPeriod) -> Step:
    """The last salary plus a month's average of the variable pay of a period (at most the last year), in COP."""
    salary = given("salario_mensual", "Salario mensual", monthly)
    if not variable or not period.days:
        return salary
    average = combine(
        "variable_promedio",
        "Pago variable promedio al mes",
        Operation.QUOTIENT,
        combine(
            "variable_por_mes",
            "Pago variable por treinta",
            Operation.PRODUCT,
            given("variable", "Pago variable del último año", variable),
            given("dias_mes", "Días del mes", MONTH_DAYS, "días"),
        ),
        given("dias", "Días", period.days, "días"),
    )
    return combine("salario_con_variable", "Salario con el promedio variable", Operation.SUM, salary, average)


def severance_salary(salaries: Sequence[SalarySpan], variable: Decimal, period: BenefitPeriod) -> Step:
    """The salary that cesantías use (CST art. 253): the last one when unchanged for three months and not variable,
    otherwise the average of the period (at most the last year)."""
    last = max(salaries, key=lambda span: span.start)
    unchanged = days_360(last.start, period.end) >= _UNCHANGED_DAYS or last.start <= period.start
    if unchanged and not variable:
        return given("salario_mensual", "Último salario, sin cambios en tres meses", last.monthly, norm="CST art. 253")
    return average_salary(salaries, variable, period)


def service_bonus(salary: Step, transport_allowance: Decimal, period: BenefitPeriod) -> Step:
    """Prima de servicios of a half year: (salary + transport allowance) × days ÷ 360, COP to the cent."""
    return _by_days("prima_servicios", "Prima de servicios", salary, transport_allowance, period.days, "CST art. 306")


def severance(salary: Step, transport_allowance: Decimal, period: BenefitPeriod) -> Step:
    """Cesantías of a year or part of it: (salary + transport allowance) × days ÷ 360, COP to the cent."""
    return _by_days(
        "cesantias", "Cesantías", salary, transport_allowance, period.days, "CST art. 249; Ley 50 de 1990, art. 99"
    )


def severance_interest(amount: Step, period: BenefitPeriod, parameters: LegalParameters) -> Step:
    """Interest on cesantías: cesantías × days × 12 % ÷ 360, COP to the cent."""
    rate = parameters.at("intereses_cesantias_tasa", period.end)
    return combine(
        "intereses_cesantias",
        "Intereses de las cesantías",
        Operation.QUOTIENT,
        combine(
            "intereses_cesantias.producto",
            "Cesantías por días por tasa",
            Operation.PRODUCT,
            amount,
            given("dias", "Días", period.days, "días"),
            rate.step(),
        ),
        given("dias_ano", "Días del año comercial", YEAR_DAYS, "días"),
        rounding=Rounding.CENT,
        rounding_reason=_CENTS,
        norm=rate.norm,
    )


def bonus_due_date(on: date) -> date:
    """The last day to pay the prima of the half year: 30 June or 20 December (CST art. 306)."""
    return date(on.year, 6, 30) if on.month <= 6 else date(on.year, 12, 20)


def severance_deposit_date(year: int) -> date:
    """The last day to deposit a year's cesantías in the fund: 14 February of the next (Ley 50 de 1990, art. 99)."""
    return date(year + 1, 2, 14)


def severance_interest_due_date(year: int) -> date:
    """The last day to pay the interest of a year: 31 January of the next (Ley 52 de 1975)."""
    return date(year + 1, 2, 1) - timedelta(days=1)


def _by_days(code: str, label: str, salary: Step, transport: Decimal, days: int, norm: str) -> Step:
    parts = [salary]
    if transport:
        parts.append(given("auxilio_transporte", "Auxilio de transporte", transport))
    return combine(
        code,
        label,
        Operation.QUOTIENT,
        combine(
            f"{code}.base_por_dias",
            "Base por días",
            Operation.PRODUCT,
            combine(
                f"{code}.base",
                f"Base de {label.lower()}",
                Operation.SUM,
                *parts,
                rounding=Rounding.CENT,
                rounding_reason="Al centavo, para que la base impresa reproduzca el valor pagado (práctica)",
            ),
            given("dias", "Días", days, "días"),
        ),
        given("dias_ano", "Días del año comercial", YEAR_DAYS, "días"),
        rounding=Rounding.CENT,
        rounding_reason=_CENTS,
        norm=norm,
    )
