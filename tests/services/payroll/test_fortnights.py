from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from services.payroll.fortnights import bonus_in_advance_shares, first_fortnight_shares
from services.payroll.legal_parameters import default_legal_parameters
from services.payroll.rules.month import month_payslip
from services.payroll.rules.payslip import (
    AbsenceKind,
    AbsenceSpan,
    ComputedPayslip,
    LineKind,
    OtherDeduction,
    OtherEarning,
    PayslipInputs,
    SalarySpan,
)
from services.payroll.rules.surcharges import HourKind, WorkedHours

PARAMETERS = default_legal_parameters()
START = date(2020, 1, 1)


def inputs(salary: int, **more: object) -> PayslipInputs:
    return PayslipInputs(2026, 6, (SalarySpan(Decimal(salary), START),), **more)  # type: ignore[arg-type]


def shares(month: PayslipInputs) -> tuple[ComputedPayslip, dict[str, Decimal | None]]:
    payslip = month_payslip(month, PARAMETERS)
    parts = first_fortnight_shares(payslip, month, (1, 2), PARAMETERS)
    return payslip, {line.concept: part for line, part in zip(payslip.lines, parts, strict=True)}


def test_a_plain_month_is_halved() -> None:
    payslip, parts = shares(inputs(3_000_000))
    assert all(parts[line.concept] == line.amount / 2 for line in payslip.lines if line.amount % 2 == 0)


def test_days_away_and_hours_fall_in_their_own_fortnight() -> None:
    month = inputs(
        3_000_000,
        absences=(AbsenceSpan(AbsenceKind.SICK_LEAVE, date(2026, 6, 22), date(2026, 6, 26)),),
        hours=(WorkedHours(HourKind.EXTRA_DAY, date(2026, 6, 3), Decimal(2)),),
    )
    payslip, parts = shares(month)
    assert parts["sueldo"] == Decimal("1500000.00")
    assert parts["incapacidad_eps"] == 0
    assert parts["hora_extra_diurna"] == payslip.amount("hora_extra_diurna")


def test_the_prima_and_its_withholding_go_first_and_the_salary_s_withholding_last() -> None:
    month = inputs(20_000_000, earnings=(OtherEarning("prima_servicios", Decimal(10_000_000)),))
    payslip = month_payslip(month, PARAMETERS)
    parts = first_fortnight_shares(payslip, month, (1, 2), PARAMETERS)
    withheld = [
        (line.note, part) for line, part in zip(payslip.lines, parts, strict=True) if line.concept == "retencion_fuente"
    ]
    assert len(withheld) == 2
    assert all((part == 0) == (not note) for note, part in withheld)
    advance = dict(zip((line.concept for line in payslip.lines), bonus_in_advance_shares(payslip), strict=True))
    assert advance["prima_servicios"] == Decimal(10_000_000)
    assert advance["sueldo"] == 0


def test_whoever_is_paid_once_has_no_parts_or_all_of_them() -> None:
    month = inputs(3_000_000)
    payslip = month_payslip(month, PARAMETERS)
    assert set(first_fortnight_shares(payslip, month, (0,), PARAMETERS)) == {None}
    assert first_fortnight_shares(payslip, month, (1,), PARAMETERS) == tuple(line.amount for line in payslip.lines)
    assert set(first_fortnight_shares(payslip, month, (2,), PARAMETERS)) == {Decimal(0)}


def test_deductions_move_to_the_fortnight_that_can_pay_them() -> None:
    month = inputs(
        1_750_905,
        absences=(AbsenceSpan(AbsenceKind.UNPAID, date(2026, 6, 1), date(2026, 6, 15)),),
        deductions=(OtherDeduction("libranza", Decimal(500_000)),),
    )
    _, parts = shares(month)
    assert parts["libranza"] == 0


@settings(max_examples=60, deadline=None)
@given(
    salary=st.integers(1_750_905, 30_000_000),
    first_day=st.integers(1, 30),
    length=st.integers(1, 30),
    kind=st.sampled_from([kind for kind in AbsenceKind if kind is not AbsenceKind.UNPAID]),
    loan=st.integers(0, 600_000),
)
def test_no_part_is_negative_and_the_two_make_the_whole(
    salary: int, first_day: int, length: int, kind: AbsenceKind, loan: int
) -> None:
    start = date(2026, 6, first_day)
    month = inputs(
        salary,
        absences=(AbsenceSpan(kind, start, start + timedelta(days=length)),),
        deductions=(OtherDeduction("libranza", Decimal(loan)),),
    )
    payslip = month_payslip(month, PARAMETERS)
    parts = first_fortnight_shares(payslip, month, (1, 2), PARAMETERS)
    signed = [
        (part if line.kind is LineKind.EARNING else -part)
        for line, part in zip(payslip.lines, parts, strict=True)
        if part is not None
    ]
    assert all(part is not None and 0 <= part <= line.amount for line, part in zip(payslip.lines, parts, strict=True))
    assert 0 <= sum(signed) <= payslip.net
