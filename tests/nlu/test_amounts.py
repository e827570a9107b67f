"""Amounts as Colombians write them."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

import pytest

from nlu.amounts import find_amounts
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("text", "said", "pesos"),
    [
        ("me pagaron $1.750.905 ayer", "$1.750.905", "1750905"),
        ("$ 1.750.905,50", "$ 1.750.905,50", "1750905.50"),
        ("2 millones", "2 millones", "2000000"),
        ("300 mil pesos", "300 mil pesos", "300000"),
        ("un palo", "un palo", "1000000"),
        ("2 palos y medio", "2 palos y medio", "2500000"),
        ("medio millón", "medio millón", "500000"),
        ("400 lucas", "400 lucas", "400000"),
        ("1'200.000", "1'200.000", "1200000"),
        ("1.5M", "1.5M", "1500000"),
        ("1,5 millones", "1,5 millones", "1500000"),
        ("1.200 millones", "1.200 millones", "1200000"),  # of a salary: one million two hundred thousand
        ("$200k", "$200k", "200000"),
        ("dos millones quinientos mil", "dos millones quinientos mil", "2500000"),
        ("un millón doscientos mil pesos", "un millón doscientos mil pesos", "1200000"),
        ("trescientos mil", "trescientos mil", "300000"),
        ("mil pesos", "mil pesos", "1000"),
        ("me deben 1750905", "1750905", "1750905"),
        ("85.000 pesos", "85.000 pesos", "85000"),
    ],
)
def test_an_amount_is_read_with_its_span(text: str, said: str, pesos: str) -> None:
    (amount,) = find_amounts(text)
    assert text[amount.start : amount.end] == said
    assert amount.pesos == Decimal(pesos)


def test_two_amounts_of_a_sentence_are_apart() -> None:
    assert [a.pesos for a in find_amounts("pasé de 1.800.000 pesos a 1.600.000 pesos")] == [1800000, 1600000]


@pytest.mark.parametrize(
    "text",
    [
        "el 4 x mil",
        "mil gracias",
        "mi cédula es 10203040",
        "el 8.33%",
        "5 minutos",
        "2024-03",
        "ley 2101",
        "09/04/2024",
    ],
)
def test_other_numbers_are_no_money(text: str) -> None:
    assert find_amounts(text) == []


@pytest.mark.parametrize("words", ["una ", "dos mil ", "cc 1234567 ", "doscientos y "])
def test_the_time_to_read_a_message_grows_with_its_length_alone(words: str) -> None:
    """A message a hundred times longer than any that a channel takes: read over and over, it would take hours."""
    program = f"from nlu.amounts import find_amounts; find_amounts({words!r} * 50_000)"
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, timeout=300)
