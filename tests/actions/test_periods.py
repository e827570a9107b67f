from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions.periods import AskedPeriod

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("code", ["2026-03", "2026-03-Q1", "2026-02-Q2", "2026-01..2026-03", "2025"])
def test_a_code_survives_the_round_trip(code: str) -> None:
    period = AskedPeriod.parse_code(code)
    assert period is not None
    assert period.code == code
    assert AskedPeriod.parse(period.to_slot()) == period


@pytest.mark.parametrize(
    "code",
    [None, 7, "", "2026-13", "2026-00", "26-03", "2026-03-Q3", "2026-05..2026-01", "2026-03'; --", {"a": 1}],
)
def test_other_codes_are_no_period(code: Any) -> None:
    assert AskedPeriod.parse_code(code) is None


@pytest.mark.parametrize(
    "content",
    [
        None,
        "2026-03",
        {},
        {"start": "2026-03-01"},
        {"start": "2026-03-31", "end": "2026-03-01", "grain": "month"},
        {"start": "2026-03-01", "end": "2026-03-31", "grain": "century"},
        {"start": "1800-01-01", "end": "1800-01-31", "grain": "month"},
        {"start": 20260301, "end": 20260331, "grain": "month"},
        {"start": "2026-03-01", "end": "2026-03-31", "grain": ["month"]},
    ],
)
def test_malformed_periods_are_none(content: Any) -> None:
    assert AskedPeriod.parse(content) is None


@pytest.mark.parametrize(
    ("said", "year_given", "expected"),
    [
        (date(2025, 12, 21), False, date(2026, 12, 21)),
        (date(2026, 1, 12), False, date(2027, 1, 12)),
        (date(2026, 11, 23), False, date(2026, 11, 23)),
        (date(2025, 12, 21), True, date(2025, 12, 21)),
        (date(2024, 2, 29), False, date(2027, 3, 1)),
    ],
)
def test_a_day_without_a_year_is_the_next_one(said: date, year_given: bool, expected: date) -> None:
    period = AskedPeriod(said, said, "day", year_given=year_given)
    assert period.next_after(TODAY).start == expected


def test_a_period_is_cut_at_a_day() -> None:
    year = AskedPeriod.parse_code("2026")
    assert year is not None
    assert year.until(date(2026, 11, 30)).end == date(2026, 11, 30)
    assert year.until(date(2027, 1, 31)) == year


@pytest.mark.parametrize(
    ("code", "steps", "expected"),
    [
        ("2026-03", -1, "2026-02"),
        ("2026-01", -1, "2025-12"),
        ("2026-03-Q1", -1, "2026-02-Q2"),
        ("2026-03-Q2", -1, "2026-03-Q1"),
        ("2025-12-Q2", 1, "2026-01-Q1"),
        ("2026-04..2026-06", -1, "2026-01..2026-03"),
        ("2026", -1, "2025"),
    ],
)
def test_a_period_moves_by_its_own_length(code: str, steps: int, expected: str) -> None:
    period = AskedPeriod.parse_code(code)
    assert period is not None
    assert period.shifted(steps).code == expected
