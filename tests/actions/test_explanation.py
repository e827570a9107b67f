from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest

from actions import formatting
from actions.explanation import in_figures
from services.auth.principal import Principal
from services.bootstrap import Services
from services.payroll.rules.steps import Operation, Rounding, combine, given
from services.payroll.views import Month


def test_a_product_is_written_with_its_result() -> None:
    base, rate = given("base", "Base", 3000000), given("tasa", "Tasa", Decimal("0.04"), "tasa")
    step = combine("salud", "Salud", Operation.PRODUCT, base, rate, rounding=Rounding.CENT)
    assert in_figures(step) == "$ 3.000.000 × 4 % = $ 120.000"


def test_a_given_amount_has_no_calculation() -> None:
    assert in_figures(given("x", "Valor", 5)) == ""


@pytest.mark.parametrize("key", ["laura.gomez", "carlos.asprilla", "sebastian.rojas"])
def test_every_calculation_shown_ends_in_the_amount_of_its_line(
    key: str, services: Services, principal: Callable[[str], Principal]
) -> None:
    shown = 0
    for line in services.payroll.payslip(principal(key), Month(2026, 6)).lines:
        for step in line.steps:
            text = in_figures(step)
            if text:
                shown += 1
                assert text.endswith(f"= {formatting.money(line.amount)}")
                assert not re.search(r"[{}]", text)
    assert shown > 2
