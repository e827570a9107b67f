"""The ordinary hour and the night, by date."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.payroll.rules.parameters import LegalParameters
from services.payroll.rules.working_time import hour_value, is_night_hour


@pytest.mark.parametrize(
    ("day", "divisor"),
    [
        (date(2023, 7, 14), 240),
        (date(2023, 7, 15), 235),
        (date(2024, 7, 14), 235),
        (date(2024, 7, 15), 230),
        (date(2025, 7, 14), 230),
        (date(2025, 7, 15), 220),
        (date(2026, 7, 14), 220),
        (date(2026, 7, 15), 210),
    ],
)
def test_the_divisor_falls_in_mid_july(parameters: LegalParameters, day: date, divisor: int) -> None:
    assert parameters.value("divisor_hora", day) == divisor
    assert parameters.value("jornada_semanal", day) / 6 * 30 == divisor


@pytest.mark.parametrize(("day", "value"), [(date(2026, 7, 14), "7958.66"), (date(2026, 7, 15), "8337.64")])
def test_the_hour_of_the_minimum_wage_in_2026(parameters: LegalParameters, day: date, value: str) -> None:
    assert hour_value(Decimal(1_750_905), day, parameters).amount == Decimal(value)


def test_the_hour_that_newspapers_divided_by_168_is_not_ours(parameters: LegalParameters) -> None:
    assert hour_value(Decimal(1_750_905), date(2026, 8, 1), parameters).amount != Decimal("10422")


@pytest.mark.parametrize(
    ("day", "hour", "night"),
    [
        (date(2025, 12, 24), 20, False),
        (date(2025, 12, 24), 21, True),
        (date(2025, 12, 25), 19, True),
        (date(2025, 12, 25), 18, False),
        (date(2026, 8, 1), 5, True),
        (date(2026, 8, 1), 6, False),
        (date(2026, 8, 1), 0, True),
    ],
)
def test_the_night_starts_earlier_since_christmas_2025(
    parameters: LegalParameters, day: date, hour: int, night: bool
) -> None:
    assert is_night_hour(hour, day, parameters) is night


@pytest.mark.parametrize("hour", [-1, 24])
def test_an_hour_that_no_clock_has_is_refused(parameters: LegalParameters, hour: int) -> None:
    with pytest.raises(ValueError, match="entre 0 y 23"):
        is_night_hour(hour, date(2026, 8, 1), parameters)
