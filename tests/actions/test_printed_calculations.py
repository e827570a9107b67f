"""What people read as a calculation is one: worked out with a calculator, it gives the amount that was paid."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from actions.explanation import in_figures
from services.auth.principal import Principal
from services.bootstrap import Services
from services.demo.company import employees
from services.payroll.rules.settlement import ContractKind, LeavingCause
from services.payroll.rules.steps import Rounding, Step
from services.payroll.views import Month
from tests.demo_company import TODAY

PEOPLE = [person.key for person in employees() if person.left is None]
_FIGURE = re.compile(r"(-?)\$?\s?(\d[\d.]*(?:,\d+)?)(\s%)?(?:\s(?:días|horas|UVT|meses|SMMLV))?")
_OPERATORS = {"×": "*", "÷": "/", "−": "-", "+": "+"}
_ARITHMETIC: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_SMALLEST = {Rounding.PESO: Decimal(1), Rounding.HUNDRED: Decimal(100), Rounding.THOUSAND: Decimal(1000)}


def worked_out(calculation: str) -> Fraction:
    """The value of a printed calculation, figure by figure."""

    def exact(match: re.Match[str]) -> str:
        value = Fraction(match[2].replace(".", "").replace(",", "."))
        value = value / 100 if match[3] else value
        return f"Fraction({value.numerator}, {value.denominator})"

    expression = _FIGURE.sub(exact, calculation.replace("\u00a0", " "))
    for printed, sign in _OPERATORS.items():
        expression = expression.replace(printed, sign)
    return _value(ast.parse(expression.strip(), mode="eval").body)


def _value(node: ast.AST) -> Fraction:
    if isinstance(node, ast.Call):
        return Fraction(*(ast.literal_eval(each) for each in node.args))
    assert isinstance(node, ast.BinOp), ast.dump(node)
    return _ARITHMETIC[type(node.op)](_value(node.left), _value(node.right))


def check(steps: Iterable[Step]) -> int:
    """Assert it of every step that prints a calculation; how many do."""
    checked = 0
    for step in steps:
        printed = in_figures(step)
        if printed:
            calculation, _, _ = printed.rpartition(" = ")
            off = abs(worked_out(calculation) - Fraction(step.amount))
            assert off <= Fraction(_SMALLEST.get(step.rounding, Decimal("0.01"))) / 2, printed
            checked += 1
    return checked


@pytest.mark.parametrize("calculation", ["$ 3.113.000 × 30 días ÷ 30 días", "($ 3.113.000 × 100 %) + $ 0"])
def test_a_calculation_is_worked_out_as_printed(calculation: str) -> None:
    assert worked_out(calculation) == 3_113_000


@pytest.mark.parametrize("month", [Month(2026, 6), Month(2026, 7), Month(2026, 10)])
def test_every_line_of_a_payslip_gives_its_amount(
    month: Month, services: Services, principal: Callable[[str], Principal]
) -> None:
    payslips = [services.payroll.payslip(principal(key), month) for key in PEOPLE]
    assert check(step for payslip in payslips for line in payslip.lines for step in line.steps) > len(PEOPLE)


@pytest.mark.parametrize("cause", [LeavingCause.RESIGNATION, LeavingCause.WITHOUT_JUST_CAUSE])
def test_every_line_of_a_settlement_gives_its_amount(
    cause: LeavingCause, services: Services, principal: Callable[[str], Principal]
) -> None:
    for key in PEOPLE:
        estimate = services.payroll.estimates.settlement(
            principal(key), date(2026, 12, 15), cause, ContractKind.INDEFINITE, TODAY
        )
        assert check(step for line in estimate.lines for step in line.steps) >= 3
