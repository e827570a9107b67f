"""Cells as Colombian exports write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.imports import values
from services.imports.problems import BadValue
from services.imports.values import FigureReader
from services.payroll.periods import Month

AMOUNTS = st.decimals(min_value=0, max_value=Decimal("9999999999.99"), places=2)


@given(AMOUNTS)
def test_an_amount_reads_alike_in_every_style(amount: Decimal) -> None:
    american = f"{amount:,.2f}"
    colombian = american.translate(str.maketrans(",.", ".,"))
    for written in (american, colombian, f"{amount:.2f}", f"{amount:.2f}".replace(".", ","), f"$ {colombian}"):
        assert FigureReader().amount(written, 1) == amount


@pytest.mark.parametrize(
    ("written", "amount"), [("1.234", 1234), ("1,234", 1234), ("1.234.567", 1234567), ("COP 5.000", 5000), ("0", 0)]
)
def test_three_digits_after_a_separator_are_thousands_in_an_amount(written: str, amount: int) -> None:
    assert FigureReader().amount(written, 1) == amount


@pytest.mark.parametrize("written", ["1.23.456", "12,34,567", "1.234,567", "1e5", "NaN", "½", "١٢٣", "1 000 x", "-5"])
def test_what_is_not_an_amount_is_refused(written: str) -> None:
    with pytest.raises(BadValue):
        FigureReader().amount(written, 1)


def test_an_ambiguous_quantity_is_read_in_the_file_s_style_or_refused() -> None:
    figures = FigureReader()
    with pytest.raises(BadValue, match="unreadable"):
        figures.quantity("7.500", 2)
    figures.amount("80.000,50", 3)
    assert figures.quantity("7.500", 4) == 7500
    assert FigureReader().quantity("0.5", 1) == Decimal("0.50")


@pytest.mark.parametrize(
    ("written", "ratio"), [("4 %", "0.04"), ("0,04", "0.04"), ("66,6667%", "0.666667"), ("1", "1")]
)
def test_a_rate_is_a_ratio_or_a_percentage(written: str, ratio: str) -> None:
    assert FigureReader().ratio(written, 1) == Decimal(ratio)


@pytest.mark.parametrize("written", ["31/03/2026", "2026-03-31", "31-03-2026", "2026-03-31 00:00:00"])
def test_dates_are_read_day_first_or_iso(written: str) -> None:
    assert values.day(written) == date(2026, 3, 31)


@pytest.mark.parametrize("written", ["03/31/2026", "30/02/2026", "31/03/26", "marzo", "2026-13-01", "01/01/1900"])
def test_what_is_not_a_date_is_refused(written: str) -> None:
    with pytest.raises(BadValue):
        values.day(written)


@pytest.mark.parametrize(
    "written", ["2026-03", "202603", "03/2026", "3/2026", "2026/03", "31/03/2026", date(2026, 3, 9)]
)
def test_months_are_read_in_every_usual_way(written: str | date) -> None:
    assert values.month(written) == Month(2026, 3)


def test_a_document_is_the_same_with_and_without_points() -> None:
    assert values.identity_number("1.020.304.050") == values.identity_number(Decimal(1020304050)) == "1020304050"


def test_an_account_kept_as_a_number_is_refused_because_excel_has_already_lost_digits() -> None:
    assert values.account_number("0012-3456 789") == "00123456789"
    with pytest.raises(BadValue):
        values.account_number(Decimal("123456789"))
