"""The salary in force on a day and what it is worth by the day and by the hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.payroll.rules.calendar_days import MONTH_DAYS
from services.payroll.rules.steps import Rounding, round_amount
from services.payroll.rules.working_time import hour_value
from services.payroll.severance import transport_allowance_on
from services.payroll.views import Salary

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from services.payroll.repository.accounts import Terms
    from services.payroll.rules.parameters import LegalParameters
    from services.payroll.views import SalaryChange


def salary_in_force(on: date, terms: Terms, known: Sequence[SalaryChange], parameters: LegalParameters) -> Salary:
    """The last of the salaries known on a day (at least one, in order), with its hour under that day's law."""
    current = known[-1]
    hour = hour_value(current.amount, on, parameters)
    return Salary(
        on=on,
        amount=current.amount,
        since=current.since,
        reason=current.reason,
        integral=terms.integral,
        minimum_wage=parameters.value("smmlv", on),
        transport_allowance=transport_allowance_on(current.amount, terms.integral, on, parameters),
        weekly_hours=parameters.value("jornada_semanal", on),
        month_hours=parameters.value("divisor_hora", on),
        hour_value=hour.amount,
        day_value=round_amount(current.amount / MONTH_DAYS, Rounding.CENT),
        hour_norm=hour.norm,
        previous=known[-2] if len(known) > 1 else None,
        history=tuple(known),
        steps=(hour,),
    )
