"""A month's payslip: golden cases, edges of the law and months cut in two."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.payroll.rules.month import month_payslip
from services.payroll.rules.parameters import LegalParameters, ParameterNotFound
from services.payroll.rules.payslip import (
    AbsenceKind,
    AbsenceSpan,
    OtherDeduction,
    OtherEarning,
    PayslipInputs,
    SalarySpan,
)
from services.payroll.rules.steps import given
from services.payroll.rules.surcharges import HourKind, WorkedHours
from tests.services.payroll.rules.payslip_inputs import month_of


@pytest.mark.parametrize(
    ("salary", "health", "fund", "allowance", "base_uvt", "withheld", "net"),
    [
        ("1750905", "70036.20", "0", "249095", "23.067", "0", "1859927.60"),
        ("3000000", "120000", "0", "249095", "39.523", "0", "3009095"),
        ("10000000", "400000", "100000", "0", "130.313", "351399", "8748601"),
        ("25000000", "1000000", "250000", "0", "368.543", "3761450", "18988550"),
    ],
)
def test_golden_month_of_2026(
    parameters: LegalParameters,
    salary: str,
    health: str,
    fund: str,
    allowance: str,
    base_uvt: str,
    withheld: str,
    net: str,
) -> None:
    payslip = month_payslip(month_of(salary), parameters)
    assert payslip.amount("sueldo") == Decimal(salary)
    assert payslip.amount("salud") == payslip.amount("pension") == Decimal(health)
    assert payslip.amount("fondo_solidaridad") == Decimal(fund)
    assert payslip.amount("auxilio_transporte") == Decimal(allowance)
    uvt = payslip.withholding_base.amount / parameters.value("uvt", date(2026, 8, 31))
    assert uvt.quantize(Decimal("0.001")) == Decimal(base_uvt)
    assert payslip.amount("retencion_fuente") == Decimal(withheld)
    assert payslip.net == Decimal(net)


@pytest.mark.parametrize(
    ("year", "month", "salary", "allowance", "net"),
    [
        (2023, 12, 1160000, 140606, "1207806"),
        (2024, 5, 1300000, 162000, "1358000"),
        (2025, 2, 1423500, 200000, "1509620"),
    ],
)
def test_minimum_wage_of_earlier_years(
    parameters: LegalParameters, year: int, month: int, salary: int, allowance: int, net: str
) -> None:
    payslip = month_payslip(month_of(salary, year, month), parameters)
    assert payslip.amount("auxilio_transporte") == allowance
    assert payslip.net == Decimal(net)


@pytest.mark.parametrize("wrong", ["1746882", "149095"])
def test_figures_published_wrong_are_not_ours(parameters: LegalParameters, wrong: str) -> None:
    values = {row.value for name in ("smmlv", "auxilio_transporte") for row in parameters.versions(name)}
    assert Decimal(wrong) not in values


@pytest.mark.parametrize(("salary", "allowance"), [("3501810", "249095"), ("3501810.01", "0")])
def test_the_transport_allowance_ends_above_two_minimum_wages(
    parameters: LegalParameters, salary: str, allowance: str
) -> None:
    assert month_payslip(month_of(salary), parameters).amount("auxilio_transporte") == Decimal(allowance)


@pytest.mark.parametrize(("salary", "fund"), [("7003620", "70036.20"), ("7003619.99", "0")])
def test_the_solidarity_fund_begins_at_four_minimum_wages(parameters: LegalParameters, salary: str, fund: str) -> None:
    assert month_payslip(month_of(salary), parameters).amount("fondo_solidaridad") == Decimal(fund)


@pytest.mark.parametrize("salary", ["43772625", "43772625.01", "60000000"])
def test_contributions_stop_growing_at_25_minimum_wages(parameters: LegalParameters, salary: str) -> None:
    payslip = month_payslip(month_of(salary), parameters)
    assert payslip.contribution_base.amount == Decimal("43772625")
    assert payslip.amount("salud") == Decimal("1750905")
    assert payslip.amount("fondo_solidaridad") == Decimal("875452.50")


def test_a_salario_integral_contributes_on_seventy_percent_and_has_no_allowance(parameters: LegalParameters) -> None:
    payslip = month_payslip(month_of("22761765", integral=True), parameters)
    assert payslip.contribution_base.amount == Decimal("15933235.50")
    assert payslip.amount("salario_integral") == Decimal("22761765")
    assert payslip.amount("auxilio_transporte") == 0
    assert payslip.warnings == ()
    assert month_payslip(month_of("22761764", integral=True), parameters).warnings == ("integral_bajo_minimo",)


def test_a_salary_under_the_minimum_is_told(parameters: LegalParameters) -> None:
    assert month_payslip(month_of("1423500"), parameters).warnings == ("salario_bajo_minimo",)


def test_a_february_of_28_or_29_days_pays_thirty(parameters: LegalParameters) -> None:
    for year in (2024, 2025):
        payslip = month_payslip(month_of(3_000_000, year, 2), parameters)
        assert payslip.worked_days == 30
        assert payslip.amount("sueldo") == 3_000_000


@pytest.mark.parametrize(
    ("year", "month", "hired", "days"),
    [(2026, 8, 16, 15), (2026, 8, 31, 1), (2024, 2, 29, 2), (2024, 2, 15, 16), (2025, 2, 28, 3), (2026, 9, 30, 1)],
)
def test_joining_during_the_month_pays_the_days_up_to_thirty(
    parameters: LegalParameters, year: int, month: int, hired: int, days: int
) -> None:
    payslip = month_payslip(month_of(3_000_000, year, month, hired=date(year, month, hired)), parameters)
    assert payslip.worked_days == days
    assert payslip.amount("sueldo") == 100_000 * days


@pytest.mark.parametrize("day", [2, 15, 16, 30, 31])
def test_a_raise_on_any_day_still_pays_thirty_days(parameters: LegalParameters, day: int) -> None:
    spans = (
        SalarySpan(Decimal(3_000_000), date(2025, 1, 1), date(2026, 8, day - 1)),
        SalarySpan(Decimal(3_300_000), date(2026, 8, day)),
    )
    payslip = month_payslip(PayslipInputs(2026, 8, spans), parameters)
    old_days = min(day - 1, 30)
    assert payslip.worked_days == 30
    assert payslip.amount("sueldo") == 100_000 * old_days + 110_000 * (30 - old_days)


def test_the_replacement_of_the_suspended_wage_decree_changes_no_amount_in_february_2026(
    parameters: LegalParameters,
) -> None:
    payslip = month_payslip(month_of("1750905", 2026, 2), parameters)
    assert payslip.net == Decimal("1859927.60")
    minimum_wage = payslip.contribution_base.find("smmlv")
    assert minimum_wage is not None
    assert (minimum_wage.norm, minimum_wage.state) == ("Decreto 0159 de 2026", "transitoria")


def test_hours_on_both_sides_of_a_change_of_law_give_two_lines(parameters: LegalParameters) -> None:
    hours = tuple(WorkedHours(HourKind.EXTRA_DAY, date(2026, 7, day), Decimal(2)) for day in (14, 15))
    payslip = month_payslip(month_of("1750905", 2026, 7, hours=hours), parameters)
    lines = [line for line in payslip.lines if line.concept == "hora_extra_diurna"]
    assert [(line.base, line.rate, line.quantity, line.amount) for line in lines] == [
        (Decimal("7958.66"), Decimal("1.25"), 2, Decimal("19896.65")),
        (Decimal("8337.64"), Decimal("1.25"), 2, Decimal("20844.10")),
    ]


def test_sunday_hours_follow_the_rate_of_their_day(parameters: LegalParameters) -> None:
    hours = tuple(WorkedHours(HourKind.SUNDAY, day, Decimal(8)) for day in (date(2025, 6, 29), date(2025, 6, 30)))
    june = month_payslip(month_of(2_300_000, 2025, 6, hours=hours), parameters)
    july = month_payslip(
        month_of(2_300_000, 2025, 7, hours=(WorkedHours(HourKind.SUNDAY, date(2025, 7, 6), Decimal(8)),)), parameters
    )
    assert june.amount("recargo_dominical") == Decimal("120000.00")
    assert july.amount("recargo_dominical") == Decimal("64000.00")


def test_extra_hours_raise_the_base_and_can_take_the_allowance_away(parameters: LegalParameters) -> None:
    hours = (WorkedHours(HourKind.EXTRA_NIGHT, date(2026, 8, 3), Decimal(4)),)
    payslip = month_payslip(month_of(3_450_000, hours=hours), parameters)
    assert payslip.amount("hora_extra_nocturna") == Decimal("114999.99")
    assert payslip.amount("auxilio_transporte") == 0
    assert payslip.contribution_base.amount == Decimal("3564999.99")


def test_unpaid_leave_pays_nothing_and_contributes_nothing(parameters: LegalParameters) -> None:
    leave = AbsenceSpan(AbsenceKind.UNPAID, date(2026, 8, 1), date(2026, 8, 31))
    payslip = month_payslip(month_of(3_000_000, absences=(leave,)), parameters)
    assert payslip.worked_days == 0
    assert payslip.net == 0
    half = AbsenceSpan(AbsenceKind.UNPAID, date(2026, 8, 3), date(2026, 8, 12))
    payslip = month_payslip(month_of(3_000_000, absences=(half,)), parameters)
    assert (payslip.worked_days, payslip.amount("sueldo")) == (20, 2_000_000)
    assert payslip.contribution_base.amount == 2_000_000


def test_the_least_contribution_base_leaves_unpaid_days_out(parameters: LegalParameters) -> None:
    leave = AbsenceSpan(AbsenceKind.UNPAID, date(2026, 8, 3), date(2026, 8, 12))
    payslip = month_payslip(month_of(1_000_000, absences=(leave,)), parameters)
    assert payslip.contribution_base.amount == Decimal("1167270.00")


def test_sick_leave_takes_days_and_allowance_and_pays_its_share(parameters: LegalParameters) -> None:
    leave = AbsenceSpan(AbsenceKind.SICK_LEAVE, date(2026, 8, 3), date(2026, 8, 7))
    payslip = month_payslip(month_of(3_000_000, absences=(leave,)), parameters)
    assert payslip.worked_days == 25
    assert payslip.amount("incapacidad_empleador") == Decimal("133333.33")
    assert payslip.amount("incapacidad_eps") == Decimal("200000.00")
    assert payslip.amount("auxilio_transporte") == Decimal("207579.17")
    assert payslip.contribution_base.amount == Decimal("2833333.33")


def test_the_contribution_base_never_falls_under_the_minimum_of_the_days(parameters: LegalParameters) -> None:
    payslip = month_payslip(month_of(1_000_000), parameters)
    assert payslip.contribution_base.amount == Decimal("1750905")
    half = month_payslip(month_of(1_000_000, hired=date(2026, 8, 16)), parameters)
    assert half.contribution_base.amount == Decimal("875452.50")


def test_non_salary_payments_above_forty_percent_are_contributed_on(parameters: LegalParameters) -> None:
    within = month_payslip(month_of(6_000_000, earnings=(OtherEarning("rodamiento", Decimal(4_000_000)),)), parameters)
    assert within.contribution_base.amount == 6_000_000
    above = month_payslip(month_of(6_000_000, earnings=(OtherEarning("rodamiento", Decimal(9_000_000)),)), parameters)
    assert above.contribution_base.amount == 9_000_000


def test_prima_is_withheld_apart_from_the_salary(parameters: LegalParameters) -> None:
    prima = OtherEarning("prima_servicios", Decimal(12_500_000))
    payslip = month_payslip(month_of(25_000_000, 2026, 6, earnings=(prima,)), parameters)
    withheld = {line.note: line.amount for line in payslip.lines if line.concept == "retencion_fuente"}
    # 25 % of 12.500.000 is exempt: 9.375.000 = 179,00 UVT, (9.375.000 − 150 UVT) × 28 % + 10 UVT.
    assert withheld == {"": Decimal(3_761_450), "Prima de servicios": Decimal(949_032)}


def test_a_pensioner_who_works_contributes_to_health_alone(parameters: LegalParameters) -> None:
    payslip = month_payslip(month_of(10_000_000, pension_exempt=True), parameters)
    assert payslip.amount("salud") == 400_000
    assert payslip.amount("pension") == payslip.amount("fondo_solidaridad") == 0


def test_deductions_larger_than_the_pay_are_told(parameters: LegalParameters) -> None:
    loan = OtherDeduction("libranza", Decimal(5_000_000))
    payslip = month_payslip(month_of(1_750_905, deductions=(loan,)), parameters)
    assert payslip.net < 0
    assert payslip.warnings == ("neto_negativo",)


def test_every_norm_travels_with_its_line(parameters: LegalParameters) -> None:
    payslip = month_payslip(month_of(10_000_000), parameters)
    assert all(line.norm for line in payslip.lines)


def test_a_month_before_the_tables_is_refused(parameters: LegalParameters) -> None:
    spans = (SalarySpan(Decimal(1_000_000), date(2020, 1, 1)),)
    with pytest.raises(ParameterNotFound, match="auxilio_transporte"):
        month_payslip(PayslipInputs(2022, 12, spans), parameters)


def test_absences_on_the_same_day_are_refused(parameters: LegalParameters) -> None:
    absences = (
        AbsenceSpan(AbsenceKind.VACATION, date(2026, 8, 3), date(2026, 8, 7)),
        AbsenceSpan(AbsenceKind.SICK_LEAVE, date(2026, 8, 7), date(2026, 8, 8)),
    )
    with pytest.raises(ValueError, match="mismo día"):
        month_payslip(month_of(3_000_000, absences=absences), parameters)


def test_a_month_without_contract_is_refused(parameters: LegalParameters) -> None:
    with pytest.raises(ValueError, match="no estuvo vinculada"):
        month_payslip(month_of(3_000_000, hired=date(2026, 9, 1)), parameters)


def test_a_payment_that_its_explanation_does_not_reach_is_refused(parameters: LegalParameters) -> None:
    odd = OtherEarning("comision", Decimal(100), given("comision", "Comisión", 99))
    with pytest.raises(ValueError, match="no coincide"):
        month_payslip(month_of(3_000_000, earnings=(odd,)), parameters)


@pytest.mark.parametrize(
    "changes",
    [
        {"salaries": ()},
        {"salaries": (SalarySpan(Decimal(0), date(2026, 1, 1)),)},
        {"earnings": (OtherEarning("comision", Decimal(-1)),)},
        {"deductions": (OtherDeduction("libranza", Decimal(-1)),)},
        {"hours": (WorkedHours(HourKind.EXTRA_DAY, date(2026, 7, 31), Decimal(1)),)},
    ],
)
def test_inputs_that_make_no_sense_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        month_of(3_000_000, **changes)
