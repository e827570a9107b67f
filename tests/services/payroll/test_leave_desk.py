from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from services.payroll.service import PayrollService
from services.payroll.views import VacationRefused, VacationStatus
from tests.services.payroll.people import LAURA, TODAY, principal

MONDAY = date(2027, 2, 1)


def refusal(payroll: PayrollService, person: str, start: date, days: int) -> VacationRefused:
    with pytest.raises(VacationRefused) as caught:
        payroll.plan_vacation(principal(person), start, days, TODAY)
    return caught.value


def test_the_balance_is_what_was_accrued_less_what_was_taken(payroll: PayrollService) -> None:
    balance = payroll.vacation_balance(LAURA, TODAY)
    assert balance.since == date(2019, 3, 4)
    assert balance.accrued == Decimal("115.83")
    assert balance.available == balance.accrued - balance.taken - balance.compensated - balance.reserved
    history = payroll.vacation_history(LAURA)
    assert balance.taken == sum(each.business_days for each in history if each.status is VacationStatus.TAKEN)
    assert balance.steps[0].amount == balance.available


def test_unpaid_leave_accrues_nothing_and_days_in_cash_are_spent(payroll: PayrollService) -> None:
    yesid = payroll.vacation_balance(principal("yesid.lozano"), TODAY)
    assert yesid.service_days == 360 * 5 + 22 - 12
    assert payroll.vacation_balance(principal("wilson.murillo"), TODAY).compensated == 5


def test_a_plan_counts_business_days_around_holidays(payroll: PayrollService) -> None:
    plan = payroll.plan_vacation(LAURA, date(2026, 12, 7), 5, TODAY)
    assert (plan.end, plan.returns) == (date(2026, 12, 14), date(2026, 12, 15))
    assert [day for day, _ in plan.holidays] == [date(2026, 12, 8)]
    assert plan.available_after == plan.available_before - 5
    assert payroll.business_days(date(2026, 12, 7), date(2026, 12, 14)) == 5


def test_a_request_that_cannot_be_is_refused_with_its_reason(payroll: PayrollService) -> None:
    assert refusal(payroll, "laura.gomez", TODAY, 3).reason == "past_date"
    assert refusal(payroll, "laura.gomez", date(2028, 6, 5), 3).reason == "too_far"
    assert refusal(payroll, "laura.gomez", MONDAY, 0).reason == "invalid_days"
    assert refusal(payroll, "oscar.montoya", MONDAY, 3).reason == "not_employed"
    sunday = refusal(payroll, "laura.gomez", date(2026, 11, 29), 3)
    assert (sunday.reason, sunday.next_business_day) == ("not_business_day", date(2026, 11, 30))
    short = refusal(payroll, "valentina.duque", date(2026, 12, 9), 15)
    assert short.reason == "insufficient_balance"
    assert short.available is not None
    assert short.available < 15


def test_a_request_is_kept_reserves_its_days_and_can_be_cancelled(payroll: PayrollService) -> None:
    person = principal("ana.ospina")
    before = payroll.vacation_balance(person, TODAY)
    request = payroll.request_vacation(person, MONDAY, 5, TODAY)
    assert request.status is VacationStatus.REQUESTED
    during = payroll.vacation_balance(person, TODAY)
    assert during.available == before.available - 5
    assert request in during.upcoming
    clash = refusal(payroll, "ana.ospina", date(2027, 2, 3), 2)
    assert (clash.reason, clash.overlap_start) == ("overlap", MONDAY)
    cancelled = payroll.cancel_vacation(person, request.id, TODAY)
    assert cancelled.status is VacationStatus.CANCELLED
    assert payroll.vacation_balance(person, TODAY).available == before.available
    assert payroll.cancel_vacation(person, request.id, TODAY) == cancelled


def test_days_asked_for_later_count_against_an_earlier_request(payroll: PayrollService) -> None:
    person = principal("luis.guarin")
    available = int(payroll.plan_vacation(person, date(2027, 3, 1), 1, TODAY).available_before)
    payroll.request_vacation(person, date(2027, 3, 1), available, TODAY)
    assert refusal(payroll, "luis.guarin", date(2026, 12, 9), available).reason == "insufficient_balance"


def test_nobody_cancels_another_person_s_vacation(payroll: PayrollService) -> None:
    request = payroll.request_vacation(principal("rosa.mosquera"), MONDAY, 1, TODAY)
    for request_id in (request.id, uuid4()):
        with pytest.raises(VacationRefused) as caught:
            payroll.cancel_vacation(principal("diana.perez"), request_id, TODAY)
        assert caught.value.reason == "not_found"


def test_of_two_simultaneous_requests_for_the_same_days_one_is_accepted(payroll: PayrollService) -> None:
    person = principal("jhon.valencia")

    def ask(_: int) -> str:
        try:
            return payroll.request_vacation(person, MONDAY, 3, TODAY).status.value
        except VacationRefused as refused:
            return refused.reason

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(ask, range(4)))
    assert answers == ["overlap", "overlap", "overlap", "requested"]
