from __future__ import annotations

from datetime import date

import pytest

from services.payroll.pay_dates import due_dates, next_due, pay_date
from services.payroll.periods import Month


@pytest.mark.parametrize(
    ("due", "paid"),
    [
        (date(2026, 10, 15), date(2026, 10, 15)),
        (date(2026, 11, 15), date(2026, 11, 13)),  # a Sunday
        (date(2026, 10, 31), date(2026, 10, 30)),  # a Saturday
        (date(2026, 6, 15), date(2026, 6, 12)),  # a holiday moved to Monday
        (date(2025, 6, 30), date(2025, 6, 27)),  # two holidays on one Monday
        (date(2028, 4, 15), date(2028, 4, 12)),  # Saturday of the Holy Week, after two holidays
    ],
)
def test_a_transfer_is_made_on_the_business_day_at_or_before_its_due_day(due: date, paid: date) -> None:
    assert pay_date(due) == paid


def test_the_pay_days_of_a_month() -> None:
    assert due_dates(Month(2026, 2), fortnightly=True) == ((1, date(2026, 2, 15)), (2, date(2026, 2, 28)))
    assert due_dates(Month(2024, 2), fortnightly=False) == ((0, date(2024, 2, 29)),)


def test_the_next_pay_day_skips_those_already_made() -> None:
    month = Month(2026, 11)
    assert next_due(date(2026, 11, 14), month, fortnightly=True) == (month, 2, date(2026, 11, 30))
    assert next_due(date(2026, 11, 13), month, fortnightly=True) == (month, 1, date(2026, 11, 15))
    assert next_due(date(2026, 10, 31), Month(2026, 10), fortnightly=False) == (month, 0, date(2026, 11, 30))
