from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.colombian_formats import day, money, month_of, number, pattern_for, percent, short_day


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("1750905", "$ 1.750.905"),
        ("1750905.00", "$ 1.750.905"),
        ("70036.20", "$ 70.036,20"),
        ("0", "$ 0"),
        ("0.05", "$ 0,05"),
        ("999999999.99", "$ 999.999.999,99"),
    ],
)
def test_money_is_written_as_in_colombia(amount: str, text: str) -> None:
    assert money(Decimal(amount)) == text


@pytest.mark.parametrize(
    ("ratio", "text"), [("0.04", "4 %"), ("0.00522", "0,522 %"), ("1.25", "125 %"), ("0.055", "5,5 %")]
)
def test_ratios_are_percentages(ratio: str, text: str) -> None:
    assert percent(Decimal(ratio)) == text


@pytest.mark.parametrize(("value", "text"), [("15.00", "15"), ("25.83", "25,83"), ("12.50", "12,5"), ("5000", "5.000")])
def test_numbers_carry_no_needless_zeros(value: str, text: str) -> None:
    assert number(Decimal(value)) == text


def test_a_column_has_cents_as_soon_as_one_amount_has() -> None:
    column = [Decimal("1500000.00"), Decimal("70036.20")]
    assert [money(amount, pattern_for(column)) for amount in column] == ["$ 1.500.000,00", "$ 70.036,20"]
    assert money(column[0], pattern_for(column[:1])) == "$ 1.500.000"


def test_dates_are_written_in_full_and_short() -> None:
    assert day(date(2026, 3, 5)) == "5 de marzo de 2026"
    assert short_day(date(2026, 3, 5)) == "05/03/2026"
    assert month_of(date(2026, 3, 5)) == "marzo de 2026"
