"""Vacation balances and plans: what is accrued, what is spent, and whether a request can be accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from services.payroll.errors import VacationRefused
from services.payroll.rules.calendar_days import YEAR_DAYS, days_360
from services.payroll.rules.steps import Operation, Rounding, Step, combine, given
from services.payroll.rules.vacations import accrued_vacation_days, is_business_day, vacation_days
from services.payroll.views import VacationBalance, VacationPlan, VacationRequest, VacationStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from services.payroll.repository.accounts import Terms
    from services.payroll.rules.parameters import LegalParameters

ONE_DAY = timedelta(days=1)
FARTHEST_DAYS = 366
NOTHING = Decimal(0)
SPENT = frozenset({VacationStatus.APPROVED, VacationStatus.TAKEN})
PENDING = frozenset({VacationStatus.REQUESTED, VacationStatus.APPROVED})


@dataclass(frozen=True)
class Span:
    """Days away for another reason, both included."""

    start: date
    end: date


def balance(
    on: date,
    terms: Terms,
    unpaid_days: int,
    vacations: Sequence[VacationRequest],
    parameters: LegalParameters,
) -> VacationBalance:
    """The balance at the end of a day of employment; `unpaid_days` of unpaid leave accrue nothing.

    `vacations` of this employment, in any order: what was granted and has begun is taken; what is asked for, or
    granted for later, is reserved.
    """
    end = on if terms.ends_on is None else min(on, terms.ends_on)
    legal = parameters.value("vacaciones_dias_anuales", end)
    accrued = accrued_vacation_days(terms.starts_on, end, parameters, unpaid_days)
    worked = max(days_360(terms.starts_on, end) - unpaid_days, 0)
    if terms.vacation_days_per_year > legal:
        accrued = _with_company_days(accrued, terms.vacation_days_per_year - legal, worked)
    current = [each for each in vacations if each.start >= terms.starts_on]
    taken = _days(each for each in current if each.status in SPENT and each.start <= on)
    compensated = _days(each for each in current if each.status is VacationStatus.COMPENSATED and each.start <= on)
    upcoming = sorted(
        (
            each
            for each in current
            if each.status is VacationStatus.REQUESTED or (each.status is VacationStatus.APPROVED and each.start > on)
        ),
        key=lambda each: each.start,
    )
    reserved = _days(upcoming)
    available = combine(
        "vacaciones.disponibles",
        "Días disponibles",
        Operation.DIFFERENCE,
        accrued,
        given("vacaciones.disfrutadas", "Días disfrutados", taken, "días"),
        given("vacaciones.en_dinero", "Días pagados en dinero", compensated, "días"),
        given("vacaciones.reservadas", "Días solicitados o aprobados", reserved, "días"),
        unit="días",
    )
    begun = [each for each in current if each.status in SPENT and each.start <= on]
    return VacationBalance(
        on=on,
        since=terms.starts_on,
        days_per_year=max(terms.vacation_days_per_year, legal),
        service_days=worked,
        accrued=accrued.amount,
        taken=taken,
        compensated=compensated,
        reserved=reserved,
        available=available.amount,
        last=max(begun, key=lambda each: each.start, default=None),
        upcoming=tuple(upcoming),
        steps=(available,),
    )


def plan(
    start: date,
    days: int,
    on: date,
    terms: Terms,
    unpaid_days: int,
    vacations: Sequence[VacationRequest],
    absences: Sequence[Span],
    parameters: LegalParameters,
) -> VacationPlan:
    """What `days` business days from `start` would be; VacationRefused with the first reason that forbids it.

    The balance is that of the day before `start`: days still to be earned by then count.
    """
    if start <= on:
        raise VacationRefused("past_date")
    if (start - on).days > FARTHEST_DAYS:
        raise VacationRefused("too_far")
    if not 1 <= days <= FARTHEST_DAYS:
        raise VacationRefused("invalid_days")
    if not is_business_day(start, works_saturdays=False):
        raise VacationRefused("not_business_day", next_business_day=_next_business_day(start))
    run = vacation_days(start, days, works_saturdays=False)
    if terms.ends_on is not None and terms.ends_on < run.end:
        raise VacationRefused("not_employed")
    taken_up = [Span(each.start, each.end) for each in vacations if each.status in SPENT | PENDING]
    for span in (*taken_up, *absences):
        if span.start <= run.end and run.start <= span.end:
            raise VacationRefused("overlap", overlap_start=span.start, overlap_end=span.end)
    # Whatever is already asked for counts as spent, also what begins later: two requests never share a day's accrual.
    before = balance(run.start - ONE_DAY, terms, unpaid_days, vacations, parameters).available
    if before < days:
        raise VacationRefused("insufficient_balance", available=before)
    return VacationPlan(
        start=run.start,
        end=run.end,
        returns=run.returns,
        business_days=run.business_days,
        calendar_days=run.calendar_days,
        holidays=run.holidays,
        available_before=before,
        available_after=before - days,
    )


def _with_company_days(accrued: Step, extra: Decimal, worked: int) -> Step:
    additional = combine(
        "vacaciones.adicionales",
        "Días adicionales causados",
        Operation.QUOTIENT,
        combine(
            "vacaciones.adicionales.producto",
            "Días trabajados por los días adicionales",
            Operation.PRODUCT,
            given("dias_trabajados", "Días trabajados", worked, "días"),
            given("dias_adicionales", "Días adicionales por año", extra, "días", note="Política de la empresa"),
            unit="días",
        ),
        given("dias_ano", "Días del año comercial", YEAR_DAYS, "días"),
        unit="días",
        rounding=Rounding.CENT,
        rounding_reason="A la centésima de día (práctica)",
    )
    return combine("vacaciones.total", "Días causados", Operation.SUM, accrued, additional, unit="días")


def _days(vacations: Iterable[VacationRequest]) -> Decimal:
    return sum((each.business_days for each in vacations), NOTHING)


def _next_business_day(day: date) -> date:
    while not is_business_day(day, works_saturdays=False):
        day += ONE_DAY
    return day
