"""Legal terms counted over the Colombian calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.privacy.deadlines import business_days_after, claim_due, extended_claim_due, is_business_day


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 11, 23), date(2026, 12, 15)),  # 8 December is a holiday
        (date(2026, 11, 21), date(2026, 12, 14)),  # a Saturday: Monday is the first day
        (date(2026, 3, 27), date(2026, 4, 21)),  # Holy Thursday and Friday
        (date(2026, 12, 24), date(2027, 1, 19)),  # Christmas, New Year and Epiphany moved to the 11th
    ],
)
def test_a_claim_is_answered_within_fifteen_business_days(received: date, due: date) -> None:
    assert claim_due(received) == due


def test_the_extension_adds_eight_business_days() -> None:
    assert extended_claim_due(date(2026, 12, 15)) == date(2026, 12, 28)


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(1, 40))
def test_the_term_holds_exactly_its_business_days(day: date, count: int) -> None:
    end = business_days_after(day, count)
    days = [day + timedelta(days=offset) for offset in range(1, (end - day).days + 1)]
    assert sum(map(is_business_day, days)) == count
    assert is_business_day(end)
