"""Suppositions over real rows: recomputable, summing exactly, and for nobody but whoever may see the pay."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.auth.principal import AccessDenied
from services.demo.company import person_id
from services.payroll.errors import NoPayrollRecord
from services.payroll.estimates import AlreadyLeft
from services.payroll.periods import Month
from services.payroll.rules.settlement import ContractKind, LeavingCause
from services.payroll.rules.steps import recompute
from services.payroll.rules.surcharges import HourKind
from services.payroll.service import PayrollService
from services.payroll.supposed_hours import TooManyHours, spread_hours
from services.payroll.views.estimates import Indemnity
from tests.services.payroll.people import LAURA, TODAY, principal

NOVEMBER = Month(2026, 11)
DANIEL = principal("daniel.ramirez")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hours=st.integers(1, 320).map(lambda quarters: Decimal(quarters) / 8), kind=st.sampled_from(list(HourKind)))
def test_the_causes_of_more_hours_sum_to_the_difference(
    payroll: PayrollService, hours: Decimal, kind: HourKind
) -> None:
    estimate = payroll.estimates.hours(LAURA, NOVEMBER, kind, hours, TODAY)
    comparison = estimate.comparison
    assert sum(change.effect for change in comparison.changes) == comparison.difference
    assert sum(line.signed for line in estimate.lines) == comparison.after_net
    for line in estimate.lines:
        assert recompute(line.steps[0]) == line.amount


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(monthly=st.integers(1_750_905, 60_000_000).map(Decimal))
def test_the_causes_of_a_raise_sum_to_the_difference(payroll: PayrollService, monthly: Decimal) -> None:
    comparison = payroll.estimates.salary(DANIEL, NOVEMBER, monthly, TODAY).comparison
    assert sum(change.effect for change in comparison.changes) == comparison.difference


def test_the_ordinary_month_has_the_fixed_deductions_and_no_variable_pay(payroll: PayrollService) -> None:
    estimate = payroll.estimates.salary(LAURA, NOVEMBER, Decimal(4_000_000), TODAY)
    actual = payroll.payslip(LAURA, NOVEMBER)
    fixed = {"libranza", "credito_fondo_empleados", "fondo_empleados", "poliza"}
    assert {line.concept: line.amount for line in estimate.lines if line.concept in fixed} == {
        line.concept: line.amount for line in actual.lines if line.concept in fixed
    }
    assert not [line for line in estimate.lines if line.concept.startswith("hora_extra")]
    assert estimate.fixed_from == NOVEMBER


@pytest.mark.parametrize(
    ("monthly", "withheld", "net"),
    [
        # 1.750.905 + 249.095 − 2 × 70.036,20
        ("1750905", "0", "1859927.60"),
        ("3000000", "0", "3009095"),
        # 9.100.000 less a quarter is 6.825.000 = 130,313 UVT: 19 % of what exceeds 95
        ("10000000", "351399", "8748601"),
        # 22.750.000 less the cap of 3.447.955 is 368,543 UVT: 33 % of what exceeds 360, and 69 UVT
        ("25000000", "3761450", "18988550"),
    ],
)
def test_somebody_without_other_deductions_would_get_the_net_worked_out_by_hand(
    payroll: PayrollService, monthly: str, withheld: str, net: str
) -> None:
    estimate = payroll.estimates.salary(principal("yuliana.palacios"), NOVEMBER, Decimal(monthly), TODAY)
    line = estimate.line("retencion_fuente")
    assert (Decimal(0) if line is None else line.amount) == Decimal(withheld)
    assert estimate.comparison.after_net == Decimal(net)


def test_a_relief_of_the_latest_withholding_is_kept(payroll: PayrollService) -> None:
    monica = principal("monica.velez")
    salary = payroll.current_salary(monica, TODAY).amount
    estimate = payroll.estimates.salary(monica, NOVEMBER, salary, TODAY)
    withholding = estimate.line("retencion_fuente")
    assert withholding is not None
    assert withholding.steps[0].find("dependientes") is not None
    assert withholding.steps[0].find("medicina_prepagada.certificado") is not None
    assert not estimate.comparison.changes


def test_the_supposed_prima_of_a_whole_half_year_is_the_one_that_is_paid(payroll: PayrollService) -> None:
    """In May the estimate for June, of somebody without variable pay, is what June then paid."""
    estimate = payroll.estimates.service_bonus(DANIEL, date(2026, 5, 20))
    paid = payroll.payslip(DANIEL, Month(2026, 6)).family("prima")[0]
    assert estimate is not None
    assert (estimate.amount, estimate.due) == (paid.amount, date(2026, 6, 30))


def test_after_the_prima_is_paid_the_next_one_is_of_the_next_half_year(payroll: PayrollService) -> None:
    estimate = payroll.estimates.service_bonus(DANIEL, date(2026, 6, 30))
    assert estimate is not None
    assert (estimate.start, estimate.due) == (date(2026, 7, 1), date(2026, 12, 20))
    assert estimate.accrued == 0


def test_a_settlement_sums_and_recomputes(payroll: PayrollService) -> None:
    found = payroll.estimates.settlement(
        LAURA, date(2026, 12, 15), LeavingCause.WITHOUT_JUST_CAUSE, ContractKind.INDEFINITE, TODAY
    )
    assert sum(line.signed for line in found.lines) == found.net
    assert {line.concept for line in found.lines} >= {
        "prima_servicios",
        "cesantias",
        "intereses_cesantias",
        "vacaciones_dinero",
        "indemnizacion",
    }
    assert all(recompute(line.steps[0]) == line.amount for line in found.lines)
    balance = payroll.vacation_balance(LAURA, date(2026, 12, 15))
    assert found.vacation_days >= balance.available


@pytest.mark.parametrize(
    ("contract", "agreed_end", "indemnity", "days"),
    [
        (ContractKind.FIXED_TERM, date(2027, 3, 15), Indemnity.KNOWN, 90),
        (ContractKind.FIXED_TERM, date(2026, 12, 20), Indemnity.KNOWN, 5),
        (ContractKind.FIXED_TERM, date(2026, 12, 15), Indemnity.TERM_OVER, 0),
        (ContractKind.FIXED_TERM, date(2026, 12, 1), Indemnity.TERM_OVER, 0),
        (ContractKind.FIXED_TERM, None, Indemnity.NO_DATE, 0),
        (ContractKind.PIECE_OF_WORK, date(2027, 3, 15), Indemnity.KNOWN, 90),
        (ContractKind.PIECE_OF_WORK, date(2026, 12, 20), Indemnity.KNOWN, 15),
        (ContractKind.PIECE_OF_WORK, date(2026, 12, 1), Indemnity.AT_LEAST, 15),
        (ContractKind.PIECE_OF_WORK, None, Indemnity.AT_LEAST, 15),
    ],
)
def test_a_contract_with_a_term_is_indemnified_by_the_time_that_was_left(
    contract: ContractKind, agreed_end: date | None, indemnity: Indemnity, days: int, payroll: PayrollService
) -> None:
    """CST art. 64: the salaries of the days left of the term, fifteen days at least for a piece of work."""
    last_day, cause = date(2026, 12, 15), LeavingCause.WITHOUT_JUST_CAUSE
    found = payroll.estimates.settlement(DANIEL, last_day, cause, contract, TODAY, agreed_end=agreed_end)
    paid = sum(line.amount for line in found.lines if line.concept == "indemnizacion")
    assert found.indemnity is indemnity
    assert paid == (found.salary * days / 30).quantize(Decimal("0.01"))


def test_no_indemnity_is_spoken_of_when_the_cause_pays_none(payroll: PayrollService) -> None:
    last_day = date(2026, 12, 15)
    found = payroll.estimates.settlement(DANIEL, last_day, LeavingCause.RESIGNATION, ContractKind.FIXED_TERM, TODAY)
    assert found.indemnity is None


def test_nobody_leaves_before_they_come(payroll: PayrollService) -> None:
    with pytest.raises(AlreadyLeft):
        payroll.estimates.settlement(LAURA, date(2019, 1, 1), LeavingCause.RESIGNATION, ContractKind.INDEFINITE, TODAY)


def test_whoever_left_has_no_estimates(payroll: PayrollService) -> None:
    gone = principal("oscar.montoya")
    with pytest.raises(NoPayrollRecord):
        payroll.estimates.hours(gone, NOVEMBER, HourKind.EXTRA_DAY, Decimal(1), TODAY)
    with pytest.raises(NoPayrollRecord):
        payroll.estimates.service_bonus(gone, TODAY)


def test_another_persons_pay_is_not_supposed_either(payroll: PayrollService) -> None:
    other = person_id("laura.gomez")
    with pytest.raises(AccessDenied):
        payroll.estimates.hours(DANIEL, NOVEMBER, HourKind.EXTRA_DAY, Decimal(1), TODAY, user_id=other)
    with pytest.raises(AccessDenied):
        payroll.estimates.service_bonus(DANIEL, TODAY, user_id=other)
    with pytest.raises(AccessDenied):
        payroll.estimates.settlement(
            DANIEL, TODAY, LeavingCause.RESIGNATION, ContractKind.INDEFINITE, TODAY, user_id=other
        )


@pytest.mark.parametrize(("kind", "most"), [(HourKind.EXTRA_DAY, 184), (HourKind.SUNDAY, 56)])
def test_hours_fill_the_days_of_their_kind_from_the_last_one(kind: HourKind, most: int) -> None:
    worked = spread_hours(kind, Decimal(most), NOVEMBER)
    assert sum(each.hours for each in worked) == most
    assert [each.day for each in worked] == sorted((each.day for each in worked), reverse=True)
    with pytest.raises(TooManyHours) as refused:
        spread_hours(kind, Decimal(most) + 1, NOVEMBER)
    assert refused.value.most == most
