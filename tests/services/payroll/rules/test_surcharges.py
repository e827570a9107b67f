"""Hours and surcharges under the law of their day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.payroll.rules.parameters import LegalParameters
from services.payroll.rules.surcharges import HourKind, WorkedHours, hour_factor, hours_pay

_LATE_2026 = date(2026, 8, 2)


@pytest.mark.parametrize(
    ("kind", "factor"),
    [
        (HourKind.NIGHT, "0.35"),
        (HourKind.SUNDAY, "0.90"),
        (HourKind.NIGHT_SUNDAY, "1.25"),
        (HourKind.EXTRA_DAY, "1.25"),
        (HourKind.EXTRA_NIGHT, "1.75"),
        (HourKind.EXTRA_DAY_SUNDAY, "2.15"),
        (HourKind.EXTRA_NIGHT_SUNDAY, "2.65"),
    ],
)
def test_factors_of_the_second_half_of_2026(parameters: LegalParameters, kind: HourKind, factor: str) -> None:
    assert hour_factor(kind, _LATE_2026, parameters).amount == Decimal(factor)


@pytest.mark.parametrize(
    ("day", "rate"),
    [
        (date(2025, 6, 30), "0.75"),
        (date(2025, 7, 1), "0.80"),
        (date(2026, 6, 30), "0.80"),
        (date(2026, 7, 1), "0.90"),
        (date(2027, 6, 30), "0.90"),
        (date(2027, 7, 1), "1.00"),
    ],
)
def test_the_sunday_surcharge_rises_on_the_first_of_july(parameters: LegalParameters, day: date, rate: str) -> None:
    assert hour_factor(HourKind.SUNDAY, day, parameters).amount == Decimal(rate)


def test_an_extra_day_hour_at_the_minimum_wage(parameters: LegalParameters) -> None:
    step = hours_pay(HourKind.EXTRA_DAY, Decimal(1), Decimal(1_750_905), _LATE_2026, parameters)
    assert step.amount == Decimal("10422.05")


def test_an_amount_names_its_factor_hours_and_norm(parameters: LegalParameters) -> None:
    step = hours_pay(HourKind.EXTRA_NIGHT_SUNDAY, Decimal(3), Decimal(2_100_000), _LATE_2026, parameters)
    assert step.formula == "Hora ordinaria × Factor de hora extra nocturna dominical o festiva × Horas"
    assert "Ley 2466 de 2025" in step.norm
    assert step.amount == Decimal("79500.00")


@pytest.mark.parametrize("hours", ["0", "-1", "24.5"])
def test_hours_that_no_day_has_are_refused(hours: str) -> None:
    with pytest.raises(ValueError, match="horas de un día"):
        WorkedHours(HourKind.NIGHT, _LATE_2026, Decimal(hours))
