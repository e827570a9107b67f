"""What holds for every month of pay, whoever earns it."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import HealthCheck, given, settings

from services.payroll.rules.changes import causes_of_change, weight_by_kind
from services.payroll.rules.month import month_payslip
from services.payroll.rules.parameters import LegalParameters
from services.payroll.rules.payslip import PayslipInputs
from services.payroll.rules.steps import recompute, step_from_dict
from tests.services.payroll.rules.strategies import payslip_inputs

_CENT = Decimal("0.01")
_many = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@given(inputs=payslip_inputs())
@_many
def test_lines_sum_exactly_to_the_net_in_whole_cents(inputs: PayslipInputs, parameters: LegalParameters) -> None:
    payslip = month_payslip(inputs, parameters)
    assert sum((line.signed for line in payslip.lines), Decimal(0)) == payslip.net
    assert payslip.gross - payslip.deductions == payslip.net
    assert all(line.amount >= 0 and line.amount % _CENT == 0 for line in payslip.lines)


@given(inputs=payslip_inputs())
@_many
def test_recomputing_from_the_written_explanation_gives_every_amount(
    inputs: PayslipInputs, parameters: LegalParameters
) -> None:
    payslip = month_payslip(inputs, parameters)
    for line in payslip.lines:
        read_back = step_from_dict(line.steps.to_dict())
        assert read_back == line.steps
        assert recompute(read_back) == line.amount
    assert recompute(payslip.steps) == payslip.net


@given(inputs=payslip_inputs())
@_many
def test_the_same_inputs_give_the_same_payslip(inputs: PayslipInputs, parameters: LegalParameters) -> None:
    assert month_payslip(inputs, parameters) == month_payslip(inputs, parameters)


@given(inputs=payslip_inputs())
@_many
def test_days_worked_and_contribution_base_stay_within_the_law(
    inputs: PayslipInputs, parameters: LegalParameters
) -> None:
    payslip = month_payslip(inputs, parameters)
    ceiling = 25 * parameters.value("smmlv", inputs.last_day)
    assert 0 <= payslip.worked_days <= 30
    assert 0 <= payslip.contribution_base.amount <= ceiling


@given(before=payslip_inputs(), after=payslip_inputs())
@_many
def test_causes_sum_exactly_to_the_difference_of_nets(
    before: PayslipInputs, after: PayslipInputs, parameters: LegalParameters
) -> None:
    first, second = month_payslip(before, parameters), month_payslip(after, parameters)
    causes = causes_of_change(first.lines, second.lines)
    difference = second.net - first.net
    assert sum((cause.amount for cause in causes), Decimal(0)) == difference
    assert sum((amount for _, amount in weight_by_kind(causes)), Decimal(0)) == difference
    assert [abs(cause.amount) for cause in causes] == sorted((abs(cause.amount) for cause in causes), reverse=True)


@given(inputs=payslip_inputs())
@_many
def test_a_payslip_against_itself_has_no_cause(inputs: PayslipInputs, parameters: LegalParameters) -> None:
    payslip = month_payslip(inputs, parameters)
    assert causes_of_change(payslip.lines, payslip.lines) == ()
