from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.payroll.periods import Month, Period, nearest_month
from services.payroll.serialization import dump, parse
from services.payroll.service import PayrollService
from services.payroll.views import BankAccount, Payslip, Totals
from tests.services.payroll.people import LAURA, TODAY, principal


def test_every_view_survives_a_round_trip_through_json(payroll: PayrollService) -> None:
    month = Month(2026, 3)
    views = [
        payroll.current_salary(LAURA, TODAY),
        payroll.payslip(LAURA, month),
        payroll.last_deposit(LAURA, TODAY),
        payroll.next_payment(LAURA, TODAY),
        payroll.compare(LAURA, Month(2026, 2), month),
        payroll.totals(LAURA, Month(2026, 1), month),
        payroll.vacation_balance(LAURA, TODAY),
        payroll.plan_vacation(LAURA, date(2026, 12, 7), 3, TODAY),
        payroll.severance(LAURA, TODAY),
        payroll.absences(LAURA, date(2026, 1, 1), TODAY)[0],
        payroll.bank_account(LAURA),
        payroll.loans(LAURA, TODAY)[0],
        payroll.open_case(principal("yuliana.palacios"), "pago", None, Period.of_month(month)),
    ]
    for view in views:
        assert parse(type(view), dump(view)) == view


def test_money_and_dates_are_strings_in_json() -> None:
    account = BankAccount("Bancolombia", "Ahorros", "••••0343", date(2019, 3, 4))
    assert dump(account) == (
        '{"bank":"Bancolombia","account_type":"Ahorros","masked_number":"••••0343","since":"2019-03-04"}'
    )


@pytest.mark.parametrize(
    "document",
    [
        "",
        "null",
        "[]",
        "3",
        '"x"',
        "{}",
        '{"bank":"x"}',
        '{"bank":1,"account_type":"a","masked_number":"b","since":"c"}',
    ],
)
def test_a_damaged_document_is_a_value_error(document: str) -> None:
    for kind in (BankAccount, Payslip, Totals):
        with pytest.raises(ValueError):  # noqa: PT011 - any of json's or ours
            parse(kind, document)


def test_a_part_of_a_line_keeps_its_arithmetic(payroll: PayrollService) -> None:
    part = payroll.payslip(LAURA, Month(2026, 10)).part(1)
    assert part is not None
    for line in part.lines:
        if line.concept == "salud":
            assert line.base is not None
            assert line.rate is not None
            assert abs(line.base * line.rate - line.amount) < Decimal("0.01")


def test_months_know_their_neighbours_and_distances() -> None:
    assert Month(2025, 12).plus(1) == Month(2026, 1)
    assert Month(2026, 1).plus(-13) == Month(2024, 12)
    assert str(Month.parse("2026-03")) == "2026-03"
    assert list(Month.span(Month(2025, 11), Month(2026, 1))) == [Month(2025, 11), Month(2025, 12), Month(2026, 1)]
    assert Month(2024, 2).last_day == date(2024, 2, 29)
    for wrong in ("2026-3", "2026-13", "marzo", "2026-03-01"):
        with pytest.raises(ValueError, match=r"month|invalid"):
            Month.parse(wrong)


def test_of_two_months_as_near_the_earlier_is_chosen() -> None:
    assert nearest_month([Month(2026, 1), Month(2026, 3)], Month(2026, 2)) == Month(2026, 1)
    assert nearest_month([], Month(2026, 2)) is None


def test_a_fortnight_is_half_of_one_month() -> None:
    second = Period.of_month(Month(2026, 2), 2)
    assert (second.start, second.end) == (date(2026, 2, 16), date(2026, 2, 28))
    assert Period.of_month(Month(2026, 2), 1).end == date(2026, 2, 15)
    for first, last, fortnight in ((2, 1, None), (1, 2, 1), (1, 1, 3)):
        with pytest.raises(ValueError, match=r"period|fortnight"):
            Period(Month(2026, first), Month(2026, last), fortnight)
