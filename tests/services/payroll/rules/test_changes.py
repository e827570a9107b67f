"""Why a payslip changed: each cause, and the exact sum."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from services.payroll.rules.changes import Cause, CauseKind, causes_of_change, weight_by_kind
from services.payroll.rules.month import month_payslip
from services.payroll.rules.parameters import LegalParameters
from services.payroll.rules.payslip import (
    AbsenceKind,
    AbsenceSpan,
    Line,
    LineKind,
    OtherDeduction,
    OtherEarning,
    PayslipInputs,
)
from services.payroll.rules.steps import given
from services.payroll.rules.surcharges import HourKind, WorkedHours
from tests.services.payroll.rules.payslip_inputs import month_of


def _causes(before: PayslipInputs, after: PayslipInputs, parameters: LegalParameters) -> tuple[Cause, ...]:
    first, second = month_payslip(before, parameters), month_payslip(after, parameters)
    causes = causes_of_change(first.lines, second.lines)
    assert sum((cause.amount for cause in causes), Decimal(0)) == second.net - first.net
    return causes


def _amounts(causes: tuple[Cause, ...]) -> dict[tuple[CauseKind, str], Decimal]:
    return {(cause.kind, cause.concept): cause.amount for cause in causes}


def test_fewer_days_take_salary_allowance_and_contributions(parameters: LegalParameters) -> None:
    leave = AbsenceSpan(AbsenceKind.UNPAID, date(2026, 8, 3), date(2026, 8, 5))
    causes = _causes(month_of(3_000_000), month_of(3_000_000, absences=(leave,)), parameters)
    assert _amounts(causes) == {
        (CauseKind.WORKED_DAYS, "sueldo"): Decimal(-300_000),
        (CauseKind.WORKED_DAYS, "auxilio_transporte"): Decimal("-24909.50"),
        (CauseKind.CONTRIBUTIONS, "salud"): Decimal(12_000),
        (CauseKind.CONTRIBUTIONS, "pension"): Decimal(12_000),
    }
    assert (causes[0].before, causes[0].after) == (30, 27)


def test_a_raise_is_a_cause_and_so_is_the_allowance_it_ends(parameters: LegalParameters) -> None:
    amounts = _amounts(_causes(month_of(3_400_000), month_of(3_600_000), parameters))
    assert amounts == {
        (CauseKind.ALLOWANCE, "auxilio_transporte"): Decimal(-249_095),
        (CauseKind.SALARY, "sueldo"): Decimal(200_000),
        (CauseKind.CONTRIBUTIONS, "salud"): Decimal(-8_000),
        (CauseKind.CONTRIBUTIONS, "pension"): Decimal(-8_000),
    }


def test_crossing_four_minimum_wages_is_the_funds_bracket(parameters: LegalParameters) -> None:
    amounts = _amounts(_causes(month_of(7_000_000), month_of(7_100_000), parameters))
    assert amounts[CauseKind.SOLIDARITY_BRACKET, "fondo_solidaridad"] == -71_000


def test_a_higher_rate_of_the_fund_is_told_apart_from_the_income(parameters: LegalParameters) -> None:
    amounts = _amounts(_causes(month_of(28_000_000), month_of(29_000_000), parameters))
    assert amounts[CauseKind.CONTRIBUTIONS, "fondo_solidaridad"] == -10_000
    assert amounts[CauseKind.SOLIDARITY_BRACKET, "fondo_solidaridad"] == -58_000


def test_more_extra_hours(parameters: LegalParameters) -> None:
    def worked(hours: int) -> PayslipInputs:
        return month_of(2_100_000, hours=(WorkedHours(HourKind.EXTRA_DAY, date(2026, 8, 3), Decimal(hours)),))

    amounts = _amounts(_causes(worked(4), worked(6), parameters))
    assert amounts[CauseKind.EXTRA_HOURS, "hora_extra_diurna"] == 25_000


def test_the_same_hours_under_a_new_divisor_change_by_law(parameters: LegalParameters) -> None:
    june = month_of(2_310_000, 2026, 6, hours=(WorkedHours(HourKind.EXTRA_DAY, date(2026, 6, 3), Decimal(4)),))
    august = month_of(2_310_000, 2026, 8, hours=(WorkedHours(HourKind.EXTRA_DAY, date(2026, 8, 3), Decimal(4)),))
    amounts = _amounts(_causes(june, august, parameters))
    assert amounts[CauseKind.LAW, "hora_extra_diurna"] == 2_500
    assert (CauseKind.SALARY, "hora_extra_diurna") not in amounts


def test_a_raise_and_a_new_divisor_are_told_apart_in_the_hours(parameters: LegalParameters) -> None:
    june = month_of(2_200_000, 2026, 6, hours=(WorkedHours(HourKind.EXTRA_DAY, date(2026, 6, 3), Decimal(4)),))
    august = month_of(2_310_000, 2026, 8, hours=(WorkedHours(HourKind.EXTRA_DAY, date(2026, 8, 3), Decimal(4)),))
    amounts = _amounts(_causes(june, august, parameters))
    assert amounts[CauseKind.SALARY, "hora_extra_diurna"] == 2_500
    assert amounts[CauseKind.LAW, "hora_extra_diurna"] == 2_500


def test_a_new_sunday_rate_is_a_change_of_law(parameters: LegalParameters) -> None:
    june = month_of(2_200_000, 2026, 6, hours=(WorkedHours(HourKind.SUNDAY, date(2026, 6, 7), Decimal(8)),))
    july = month_of(2_200_000, 2026, 7, hours=(WorkedHours(HourKind.SUNDAY, date(2026, 7, 5), Decimal(8)),))
    amounts = _amounts(_causes(june, july, parameters))
    assert amounts[CauseKind.LAW, "recargo_dominical"] == 8_000


def test_the_hour_and_its_surcharge_by_law_are_told_apart_with_their_own_figures(parameters: LegalParameters) -> None:
    june = month_of(2_310_000, 2026, 6, hours=(WorkedHours(HourKind.SUNDAY, date(2026, 6, 7), Decimal(10)),))
    august = month_of(2_310_000, 2026, 8, hours=(WorkedHours(HourKind.SUNDAY, date(2026, 8, 2), Decimal(10)),))
    found = [cause for cause in _causes(june, august, parameters) if cause.concept == "recargo_dominical"]
    # 10.500 × 80 % × 10 = 84.000; with the hour at 11.000, 88.000; with 90 %, 99.000.
    assert [(cause.kind, cause.amount, cause.before, cause.after) for cause in found] == [
        (CauseKind.LAW, Decimal(11_000), Decimal("0.80"), Decimal("0.90")),
        (CauseKind.LAW, Decimal(4_000), Decimal(220), Decimal(210)),
    ]


def test_the_new_year_raises_the_allowance_by_law(parameters: LegalParameters) -> None:
    amounts = _amounts(_causes(month_of(2_000_000, 2025, 12), month_of(2_000_000, 2026, 1), parameters))
    assert amounts == {(CauseKind.LAW, "auxilio_transporte"): Decimal(49_095)}


def test_the_ceiling_of_25_minimum_wages_moves_contributions_by_law(parameters: LegalParameters) -> None:
    amounts = _amounts(_causes(month_of(60_000_000, 2025, 12), month_of(60_000_000, 2026, 1), parameters))
    assert amounts[CauseKind.LAW, "salud"] == -(25 * (1_750_905 - 1_423_500)) * Decimal("0.04")
    assert (CauseKind.CONTRIBUTIONS, "salud") not in amounts


def test_withholding_is_split_into_law_income_and_bracket(parameters: LegalParameters) -> None:
    law_only = _amounts(_causes(month_of(10_000_000, 2025, 12), month_of(10_000_000, 2026, 1), parameters))
    assert law_only[CauseKind.LAW, "retencion_fuente"] > 0
    income = _amounts(_causes(month_of(10_000_000), month_of(10_500_000), parameters))
    assert (CauseKind.WITHHOLDING_BRACKET, "retencion_fuente") not in income
    assert income[CauseKind.WITHHOLDING_INCOME, "retencion_fuente"] < 0
    bracket = _amounts(_causes(month_of(11_000_000), month_of(13_000_000), parameters))
    assert bracket[CauseKind.WITHHOLDING_BRACKET, "retencion_fuente"] < 0
    first = _causes(month_of(7_200_000), month_of(7_500_000), parameters)
    (reached,) = [cause for cause in first if cause.concept == "retencion_fuente"]
    assert (reached.kind, reached.before, reached.after) == (CauseKind.WITHHOLDING_BRACKET, None, Decimal("0.19"))


def test_loans_and_bonuses_come_and_go(parameters: LegalParameters) -> None:
    loan = OtherDeduction("libranza", Decimal(150_000))
    bonus = OtherEarning("bonificacion", Decimal(300_000))
    plain, busy = month_of(3_000_000), month_of(3_000_000, deductions=(loan,), earnings=(bonus,))
    assert _amounts(_causes(plain, busy, parameters)) == {
        (CauseKind.NEW_EARNING, "bonificacion"): Decimal(300_000),
        (CauseKind.NEW_DEDUCTION, "libranza"): Decimal(-150_000),
    }
    assert _amounts(_causes(busy, plain, parameters)) == {
        (CauseKind.ENDED_EARNING, "bonificacion"): Decimal(-300_000),
        (CauseKind.ENDED_DEDUCTION, "libranza"): Decimal(150_000),
    }
    smaller = replace(busy, deductions=(replace(loan, amount=Decimal(100_000)),))
    assert _amounts(_causes(busy, smaller, parameters)) == {(CauseKind.CHANGED_DEDUCTION, "libranza"): Decimal(50_000)}


def test_the_weightiest_cause_comes_first(parameters: LegalParameters) -> None:
    causes = _causes(month_of(3_400_000), month_of(3_600_000), parameters)
    assert [kind for kind, _ in weight_by_kind(causes)] == [
        CauseKind.ALLOWANCE,
        CauseKind.SALARY,
        CauseKind.CONTRIBUTIONS,
    ]


def test_imported_lines_without_figures_are_told_whole() -> None:
    def line(concept: str, kind: LineKind, amount: int) -> Line:
        return Line(concept, kind, Decimal(amount), given(concept, concept, amount))

    before = (
        line("sueldo", LineKind.EARNING, 2_000_000),
        line("hora_extra_diurna", LineKind.EARNING, 50_000),
        line("auxilio_transporte", LineKind.EARNING, 200_000),
        line("retencion_fuente", LineKind.DEDUCTION, 10_000),
    )
    after = (
        line("sueldo", LineKind.EARNING, 2_200_000),
        line("hora_extra_diurna", LineKind.EARNING, 70_000),
        line("auxilio_transporte", LineKind.EARNING, 249_095),
        line("retencion_fuente", LineKind.DEDUCTION, 15_000),
    )
    assert _amounts(causes_of_change(before, after)) == {
        (CauseKind.SALARY, "sueldo"): Decimal(200_000),
        (CauseKind.EXTRA_HOURS, "hora_extra_diurna"): Decimal(20_000),
        (CauseKind.ALLOWANCE, "auxilio_transporte"): Decimal(49_095),
        (CauseKind.WITHHOLDING_INCOME, "retencion_fuente"): Decimal(-5_000),
    }
