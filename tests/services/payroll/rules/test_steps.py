"""The calculation tree: rounding, recomputation, substitution and its written form."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, getcontext, localcontext

import pytest

from services.payroll.rules.steps import (
    Operation,
    Rounding,
    Step,
    combine,
    given,
    recompute,
    round_amount,
    step_from_dict,
    substitute,
)


def _salary_by_days(days: int = 7) -> Step:
    return combine(
        "pago",
        "Pago",
        Operation.QUOTIENT,
        combine(
            "pago.dias",
            "Salario por días",
            Operation.PRODUCT,
            given("salario", "Salario", Decimal("1750905")),
            given("dias", "Días", days, "días"),
        ),
        given("dias_mes", "Días del mes", 30, "días"),
        rounding=Rounding.CENT,
        rounding_reason="Al centavo",
        norm="CST art. 127",
    )


@pytest.mark.parametrize(
    ("amount", "rounding", "rounded"),
    [
        ("0.005", Rounding.CENT, "0.01"),
        ("-0.005", Rounding.CENT, "-0.01"),
        ("0.0049", Rounding.CENT, "0.00"),
        ("2.5", Rounding.PESO, "3"),
        ("150", Rounding.HUNDRED, "200"),
        ("351399.3", Rounding.THOUSAND, "351000"),
        ("351500", Rounding.THOUSAND, "352000"),
        ("1.23456", Rounding.NONE, "1.23456"),
    ],
)
def test_halves_round_away_from_zero(amount: str, rounding: Rounding, rounded: str) -> None:
    assert round_amount(Decimal(amount), rounding) == Decimal(rounded)


@pytest.mark.parametrize(
    ("operation", "amount"),
    [
        (Operation.SUM, "17"),
        (Operation.DIFFERENCE, "7"),
        (Operation.PRODUCT, "36"),
        (Operation.QUOTIENT, "4"),
        (Operation.MINIMUM, "2"),
        (Operation.MAXIMUM, "12"),
    ],
)
def test_each_operation(operation: Operation, amount: str) -> None:
    inputs = [given("a", "A", 12), given("b", "B", 3)]
    inputs += [given("c", "C", 2)] if operation in {Operation.SUM, Operation.DIFFERENCE, Operation.MINIMUM} else []
    assert combine("x", "X", operation, *inputs).amount == Decimal(amount)


def test_the_formula_names_the_inputs() -> None:
    assert _salary_by_days().formula == "Salario por días ÷ Días del mes"
    least = combine("m", "Menor", Operation.MINIMUM, given("a", "A", 1), given("b", "B", 2))
    assert least.formula == "el menor entre A y B"
    assert given("a", "A", 1).formula == "A"


def test_recomputing_does_not_believe_a_forged_amount() -> None:
    honest = _salary_by_days()
    forged = replace(honest, amount=Decimal(1), inputs=(replace(honest.inputs[0], amount=Decimal(1)), honest.inputs[1]))
    assert recompute(forged) == honest.amount == Decimal("408544.50")


def test_the_written_form_reads_back_to_the_same_tree() -> None:
    assert step_from_dict(_salary_by_days().to_dict()) == _salary_by_days()


def test_substituting_a_figure_computes_everything_above_it_again() -> None:
    assert substitute(_salary_by_days(7), {"dias": given("dias", "Días", 10, "días")}) == _salary_by_days(10)
    assert substitute(_salary_by_days(7), {}) == _salary_by_days(7)


def test_the_callers_decimal_precision_changes_nothing() -> None:
    exact = _salary_by_days()
    with localcontext() as context:
        context.prec = 4
        assert _salary_by_days() == exact
        assert recompute(exact) == exact.amount
    assert getcontext().prec == 28


def test_a_step_can_be_found_by_its_code() -> None:
    found = _salary_by_days().find("dias")
    assert found is not None
    assert found.amount == 7
    assert _salary_by_days().find("otro") is None


def test_a_step_without_inputs_is_refused() -> None:
    with pytest.raises(ValueError, match="no tiene entradas"):
        combine("x", "X", Operation.SUM)
