from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from services.demo.company import employees
from services.payroll.service import PayrollService
from services.payroll.views import (
    AbsenceKind,
    CaseState,
    DepositStatus,
    LineKind,
    Month,
    NoPayrollRecord,
    NoPayslip,
    PayslipStatus,
    Period,
)
from tests.services.payroll.people import LAURA, TODAY, principal


def test_the_current_salary_comes_with_the_hour_of_the_day_s_law(payroll: PayrollService) -> None:
    salary = payroll.current_salary(LAURA, TODAY)
    assert (salary.amount, salary.since) == (Decimal("3113000.00"), date(2026, 1, 1))
    assert (salary.weekly_hours, salary.month_hours) == (Decimal(42), Decimal(210))
    assert salary.hour_value == Decimal("14823.81")
    assert salary.previous is not None
    assert salary.previous.amount == Decimal("2950000.00")
    assert payroll.current_salary(LAURA, date(2026, 7, 14)).month_hours == Decimal(220)


def test_the_salary_of_a_past_day_is_the_one_in_force_then(payroll: PayrollService) -> None:
    salary = payroll.current_salary(LAURA, date(2025, 6, 30))
    assert salary.amount == Decimal("2033000.00")
    assert salary.transport_allowance == Decimal(200000)
    assert payroll.current_salary(LAURA, date(2025, 7, 1)).transport_allowance == 0


def test_nobody_has_a_salary_before_being_hired(payroll: PayrollService) -> None:
    with pytest.raises(NoPayrollRecord) as caught:
        payroll.current_salary(principal("kelly.hurtado"), date(2025, 9, 7))
    assert caught.value.subject == "salary"


def test_a_payslip_explains_each_line_with_a_tree_that_ends_in_its_amount(payroll: PayrollService) -> None:
    payslip = payroll.payslip(LAURA, Month(2026, 3))
    assert payslip.status is PayslipStatus.PAID
    assert payslip.worked_days == 25
    for line in payslip.lines:
        assert line.steps[0].amount == line.amount, line.concept
    sick = payslip.family("incapacidad")
    assert [line.quantity for line in sick] == [Decimal(2), Decimal(3)]


def test_fortnights_add_up_to_the_month_and_match_their_deposits(payroll: PayrollService) -> None:
    for payslip in payroll.payslips(LAURA, Month(2024, 1), Month(2026, 11)):
        parts = [payslip.part(1), payslip.part(2)]
        assert all(part is not None and part.net == part.deposit.amount for part in parts)
        assert sum(part.net for part in parts if part is not None) == payslip.net


def test_whoever_is_paid_by_the_month_has_no_fortnights(payroll: PayrollService) -> None:
    payslip = payroll.payslip(principal("juan.cardenas"), Month(2026, 10))
    assert len(payslip.deposits) == 1
    assert payslip.deposits[0].fortnight is None
    assert payslip.part(1) is None


def test_the_current_month_is_half_paid(payroll: PayrollService) -> None:
    payslip = payroll.payslip(LAURA, Month(2026, 11))
    assert payslip.status is PayslipStatus.IN_PROGRESS
    assert [deposit.status for deposit in payslip.deposits] == [DepositStatus.PAID, DepositStatus.SCHEDULED]


def test_a_month_without_payslip_offers_the_nearest_that_has_one(payroll: PayrollService) -> None:
    with pytest.raises(NoPayslip) as caught:
        payroll.payslip(LAURA, Month(2022, 5))
    assert caught.value.nearest == Month(2023, 12)
    assert payroll.nearest_payslip_month(LAURA, Month(2027, 4)) == Month(2026, 11)
    assert payroll.nearest_payslip_month(LAURA, Month(2025, 4)) == Month(2025, 4)


def test_whoever_left_keeps_their_payslips_and_has_no_next_payment(payroll: PayrollService) -> None:
    fernando = principal("fernando.cifuentes")
    last = payroll.payslip(fernando, Month(2025, 5))
    assert {"cesantias", "vacaciones_dinero", "indemnizacion"} <= {line.concept for line in last.lines}
    with pytest.raises(NoPayrollRecord):
        payroll.next_payment(fernando, TODAY)
    with pytest.raises(NoPayrollRecord):
        payroll.vacation_balance(fernando, TODAY)


def test_the_last_deposit_and_the_next_one(payroll: PayrollService) -> None:
    last = payroll.last_deposit(LAURA, TODAY)
    assert (last.pay_date, last.due, last.fortnight) == (date(2026, 11, 13), date(2026, 11, 15), 1)
    upcoming = payroll.next_payment(LAURA, TODAY)
    assert (upcoming.pay_date, upcoming.fortnight) == (date(2026, 11, 30), 2)
    assert upcoming.amount == payroll.payslip(LAURA, Month(2026, 11)).net - last.amount


def test_beyond_what_is_calculated_the_next_pay_day_has_no_amount(payroll: PayrollService) -> None:
    upcoming = payroll.next_payment(LAURA, date(2026, 12, 1))
    assert (upcoming.pay_date, upcoming.month, upcoming.amount) == (date(2026, 12, 15), Month(2026, 12), None)


def test_deposits_of_a_range_of_days(payroll: PayrollService) -> None:
    found = payroll.deposits(LAURA, date(2026, 10, 1), date(2026, 10, 31))
    assert [deposit.pay_date for deposit in found] == [date(2026, 10, 15), date(2026, 10, 30)]


def test_lines_of_a_family_over_a_period(payroll: PayrollService) -> None:
    found = payroll.lines(LAURA, Period(Month(2026, 1), Month(2026, 6)), {"salud"})
    assert [month for month, _ in found] == [Month(2026, month) for month in range(1, 7)]
    first = payroll.lines(LAURA, Period.of_month(Month(2026, 3), 1), {"libranza"})
    assert [line.amount for _, line in first] == [Decimal("92500.00")]


def test_totals_add_up_the_months_and_the_families(payroll: PayrollService) -> None:
    totals = payroll.totals(LAURA, Month(2026, 1), Month(2026, 11))
    assert len(totals.months) == 11
    assert totals.net == sum(month.net for month in totals.months)
    earned = sum(family.amount for family in totals.families if family.kind is LineKind.EARNING)
    taken = sum(family.amount for family in totals.families if family.kind is LineKind.DEDUCTION)
    assert (earned, taken) == (totals.gross, totals.deductions)
    assert totals.average_net == (totals.net / 11).quantize(Decimal("0.01"))


def test_totals_of_a_range_without_pay_say_so(payroll: PayrollService) -> None:
    with pytest.raises(NoPayslip) as caught:
        payroll.totals(LAURA, Month(2020, 1), Month(2020, 12))
    assert caught.value.nearest == Month(2023, 12)


@pytest.mark.parametrize("person", [person.key for person in employees()])
def test_the_causes_of_every_change_sum_exactly_to_the_difference(payroll: PayrollService, person: str) -> None:
    someone = principal(person)
    payslips = {payslip.month: payslip for payslip in payroll.payslips(someone, Month(2023, 12), Month(2026, 11))}
    months = sorted(payslips)[-7:]
    for before, after in pairwise(months):
        comparison = payroll.compare(someone, before, after)
        assert comparison.difference == payslips[after].net - payslips[before].net
        assert sum(change.effect for change in comparison.changes) == comparison.difference
        assert all(sum(cause.effect for cause in change.causes) == change.effect for change in comparison.changes)
        weights = [abs(change.effect) for change in comparison.changes]
        assert weights == sorted(weights, reverse=True)


def test_a_sick_leave_shows_as_fewer_days_and_a_new_line(payroll: PayrollService) -> None:
    changes = {change.concept: change for change in payroll.compare(LAURA, Month(2026, 2), Month(2026, 3)).changes}
    cause = changes["sueldo"].causes[0]
    assert (cause.code, cause.before, cause.after) == ("worked_days", Decimal(30), Decimal(25))
    assert changes["incapacidad_eps"].causes[0].code == "new"


def test_january_s_raises_are_told_apart(payroll: PayrollService) -> None:
    def codes(person: str) -> set[str]:
        comparison = payroll.compare(principal(person), Month(2025, 12), Month(2026, 1))
        salary = next(change for change in comparison.changes if change.concept == "sueldo")
        return {cause.code for cause in salary.causes} & {"raise", "minimum_wage"}

    assert codes("leidy.cano") == {"minimum_wage"}
    assert codes("adriana.lopera") == {"raise"}


def test_two_fortnights_and_two_ranges_can_be_compared(payroll: PayrollService) -> None:
    month = Month(2026, 6)
    fortnights = payroll.compare(LAURA, Period.of_month(month, 2), Period.of_month(month, 1))
    payslip = payroll.payslip(LAURA, month)
    assert fortnights.difference == payslip.deposits[0].amount - payslip.deposits[1].amount
    halves = payroll.compare(LAURA, Period(Month(2025, 1), Month(2025, 6)), Period(Month(2026, 1), Month(2026, 6)))
    assert sum(change.effect for change in halves.changes) == halves.difference


def test_comparing_with_a_month_without_pay_says_which(payroll: PayrollService) -> None:
    with pytest.raises(NoPayslip) as caught:
        payroll.compare(LAURA, Month(2023, 11), Month(2026, 3))
    assert caught.value.month == Month(2023, 11)


def test_cesantias_of_the_year_and_those_deposited(payroll: PayrollService) -> None:
    severance = payroll.severance(LAURA, TODAY)
    assert severance.days == 323
    assert severance.accrued == severance.steps[0].amount
    assert [deposit.year for deposit in severance.deposits] == [2025, 2024, 2023]
    paid = payroll.payslip(LAURA, Month(2026, 1)).family("intereses_cesantias")
    assert [line.amount for line in paid] == [severance.deposits[0].interest]


def test_at_the_minimum_wage_without_variable_pay_a_year_of_cesantias_is_salary_plus_allowance(
    payroll: PayrollService,
) -> None:
    gerente = payroll.severance(principal("jorge.arango"), TODAY)
    assert not gerente.applies
    assert gerente.accrued == 0
    yesid = payroll.severance(principal("yesid.lozano"), date(2026, 12, 31))
    assert yesid.base >= Decimal(2_000_000)


def test_absences_say_who_pays_and_how_much(payroll: PayrollService) -> None:
    found = payroll.absences(LAURA, date(2026, 1, 1), TODAY)
    assert [(absence.kind, absence.calendar_days) for absence in found] == [(AbsenceKind.SICK_LEAVE, 5)]
    lines = payroll.payslip(LAURA, Month(2026, 3)).family("incapacidad")
    assert found[0].amount == sum(line.amount for line in lines)
    assert payroll.absences(LAURA, date(2026, 4, 1), TODAY) == ()


def test_the_bank_account_is_masked(payroll: PayrollService) -> None:
    account = payroll.bank_account(LAURA)
    assert account.masked_number.startswith("••••")
    assert len(account.masked_number) == 8
    assert payroll.bank_account(principal("catalina.uribe")).bank == "Banco de Bogotá"
    old = payroll.deposits(principal("catalina.uribe"), date(2025, 1, 1), date(2025, 1, 31))
    assert {deposit.bank for deposit in old} == {"Bancolombia"}


def test_a_loan_counts_the_instalments_taken_in_months_gone_by(payroll: PayrollService) -> None:
    loan = next(loan for loan in payroll.loans(LAURA, TODAY) if loan.concept == "libranza")
    assert (loan.paid_instalments, loan.instalments) == (21, 36)
    assert loan.balance == Decimal("185000.00") * 15


def test_a_reported_error_becomes_a_case_with_number_and_history(payroll: PayrollService) -> None:
    reporter = principal("leidy.cano")
    period = Period.of_month(Month(2026, 10), 2)
    first = payroll.open_case(reporter, "horas_extras", "message-1", period)
    second = payroll.open_case(reporter, "pago", None, None)
    assert first.number.startswith("N-")
    assert first.number != second.number
    assert [case.number for case in payroll.cases(reporter)] == [second.number, first.number]
    assert payroll.cases(reporter)[1].period == period
    assert [event.state for event in first.events] == [CaseState.OPEN]
    with pytest.raises(ValueError, match="kind"):
        payroll.open_case(reporter, "mi sueldo es poco", None, None)
