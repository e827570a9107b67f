from __future__ import annotations

from datetime import date

import pytest

from actions import formatting
from actions.periods import AskedPeriod
from services.payroll.views import Month


@pytest.mark.parametrize(
    ("code", "noun", "within"),
    [
        ("2026-03", "marzo de 2026", "en marzo de 2026"),
        ("2026-03-Q2", "la segunda quincena de marzo de 2026", "en la segunda quincena de marzo de 2026"),
        ("2026-01..2026-03", "enero a marzo de 2026", "entre enero y marzo de 2026"),
        ("2025-11..2026-01", "noviembre de 2025 a enero de 2026", "entre noviembre de 2025 y enero de 2026"),
        ("2025", "2025", "en 2025"),
    ],
)
def test_periods_are_named_and_placed(code: str, noun: str, within: str) -> None:
    period = AskedPeriod.parse_code(code)
    assert period is not None
    assert formatting.period(period) == noun
    assert formatting.within(period) == within
    assert formatting.when(period)["En_periodo"] == within[0].upper() + within[1:]


def test_days_and_months_are_named() -> None:
    assert formatting.weekday(date(2026, 3, 5)) == "jueves 5 de marzo de 2026"
    assert formatting.short_month(Month(2026, 9)).startswith("sep")


@pytest.mark.parametrize(
    ("items", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a y b"), (["a", "b", "c"], "a, b y c")]
)
def test_lists_are_joined_in_words(items: list[str], text: str) -> None:
    assert formatting.listing(items) == text
