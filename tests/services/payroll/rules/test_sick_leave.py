"""Sick leave day by day: payer, share and floor."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from services.payroll.rules.parameters import LegalParameters
from services.payroll.rules.sick_leave import common_sick_leave, work_accident_leave

_START = date(2026, 3, 2)


def _day(number: int) -> date:
    return _START + timedelta(days=number - 1)


@pytest.mark.parametrize(
    ("number", "payer", "daily"),
    [
        (1, "empresa", "200000"),
        (2, "empresa", "200000"),
        (3, "EPS", "200000"),
        (90, "EPS", "200000"),
        (91, "EPS", "150000"),
        (180, "EPS", "150000"),
        (181, "AFP", "150000"),
        (540, "AFP", "150000"),
        (541, "EPS", "150000"),
    ],
)
def test_each_stretch_of_a_long_leave(parameters: LegalParameters, number: int, payer: str, daily: str) -> None:
    (part,) = common_sick_leave(_START, _day(number), _day(number), Decimal(9_000_000), parameters)
    assert (part.payer, part.step.amount) == (payer, Decimal(daily))


def test_a_leave_of_five_days_has_two_payers(parameters: LegalParameters) -> None:
    parts = common_sick_leave(_START, _START, _day(5), Decimal(9_000_000), parameters)
    assert [(part.concept, part.days, part.step.amount) for part in parts] == [
        ("incapacidad_empleador", 2, 400_000),
        ("incapacidad_eps", 3, 600_000),
    ]


def test_a_company_may_pay_the_first_two_days_whole(parameters: LegalParameters) -> None:
    parts = common_sick_leave(_START, _START, _day(3), Decimal(9_000_000), parameters, Decimal(1))
    assert [part.step.amount for part in parts] == [600_000, 200_000]


def test_a_policy_below_the_law_pays_the_law(parameters: LegalParameters) -> None:
    parts = common_sick_leave(_START, _START, _day(1), Decimal(9_000_000), parameters, Decimal("0.5"))
    assert parts[0].step.amount == 200_000


def test_no_day_is_paid_under_the_daily_minimum_wage(parameters: LegalParameters) -> None:
    parts = common_sick_leave(_START, _START, _day(3), Decimal(1_750_905), parameters)
    assert [part.step.amount for part in parts] == [Decimal("116727.00"), Decimal("58363.50")]


def test_the_floor_follows_the_minimum_wage_of_each_day(parameters: LegalParameters) -> None:
    first, last = date(2025, 12, 30), date(2026, 1, 2)
    parts = common_sick_leave(date(2025, 12, 20), first, last, Decimal(1_423_500), parameters)
    assert [(part.days, part.step.amount) for part in parts] == [(2, Decimal("94900.00")), (2, Decimal("116727.00"))]


def test_an_extension_counts_from_the_first_day(parameters: LegalParameters) -> None:
    (part,) = common_sick_leave(date(2026, 3, 2), date(2026, 6, 10), date(2026, 6, 12), Decimal(9_000_000), parameters)
    assert part.rate.amount == Decimal("0.5")


def test_a_work_accident_pays_everything(parameters: LegalParameters) -> None:
    (part,) = work_accident_leave(_START, _day(10), Decimal(3_000_000), parameters)
    assert (part.concept, part.payer, part.step.amount) == ("incapacidad_laboral", "ARL", 1_000_000)


def test_days_before_the_leave_are_refused(parameters: LegalParameters) -> None:
    with pytest.raises(ValueError, match="antes que la incapacidad"):
        common_sick_leave(_START, date(2026, 3, 1), _START, Decimal(1), parameters)
