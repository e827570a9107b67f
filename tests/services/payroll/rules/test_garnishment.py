"""How much a judge may take."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.payroll.rules.garnishment import garnishable_amount
from services.payroll.rules.parameters import LegalParameters


@pytest.mark.parametrize(
    ("salary", "for_support", "amount"),
    [
        ("1750905", False, "0.00"),
        ("1500000", False, "0.00"),
        ("2750905", False, "200000.00"),
        ("1750905", True, "875452.50"),
    ],
)
def test_the_minimum_wage_is_out_of_reach_but_for_support(
    parameters: LegalParameters, salary: str, for_support: bool, amount: str
) -> None:
    step = garnishable_amount(Decimal(salary), for_support, date(2026, 8, 31), parameters)
    assert step.amount == Decimal(amount)
