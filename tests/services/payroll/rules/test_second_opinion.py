"""A month and a settlement worked out again with pencil and paper: plain arithmetic of 2026, none of the rules' code.

The figures are those that the norms publish, written here on purpose: a wrong row in the parameters must not agree.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.payroll.rules.month import month_payslip
from services.payroll.rules.parameters import LegalParameters
from services.payroll.rules.payslip import SalarySpan
from services.payroll.rules.settlement import ContractKind, LeavingCause, SettlementInputs, settlement
from services.payroll.rules.surcharges import HourKind, WorkedHours
from services.payroll.rules.withholding import TaxReliefs
from tests.services.payroll.rules.payslip_inputs import month_of

WAGE, ALLOWANCE, UVT = Decimal(1_750_905), Decimal(249_095), Decimal(52_374)
CENT, PESO = Decimal("0.01"), Decimal(1)
# From which base in UVT: the rate above it, and the UVT added.
TABLE = (
    (95, "0.19", 0),
    (150, "0.28", 10),
    (360, "0.33", 69),
    (640, "0.35", 162),
    (945, "0.37", 268),
    (2300, "0.39", 770),
)


def to(unit: Decimal, amount: Decimal) -> Decimal:
    return (amount / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit


def fund_rate(base: Decimal) -> Decimal:
    """Ley 797 de 2003: 1 % from four minimum wages; above sixteen, 1.2 to 2 %."""
    wages = base / WAGE
    if wages < 4:
        return Decimal(0)
    steps = sum(wages >= limit for limit in (16, 17, 18, 19)) + (wages > 20)
    return Decimal("0.010") + Decimal("0.002") * steps


def tax(income: Decimal, contributions: Decimal, dependants: bool, prepaid: Decimal, interest: Decimal) -> Decimal:
    """Estatuto Tributario arts. 383 and 388, by procedure 1, with the year's caps by twelfths."""
    net = income - contributions
    deductions = min(prepaid, 16 * UVT) + min(interest, 100 * UVT)
    if dependants:
        deductions += min(income / 10, 32 * UVT)
    exempt = min(max(net - deductions, Decimal(0)) / 4, 790 * UVT / 12)
    base = to(CENT, net - min(deductions + exempt, net * Decimal("0.40"), 1340 * UVT / 12))
    units = base / UVT
    row = next((row for row in reversed(TABLE) if units > row[0]), None)
    return Decimal(0) if row is None else to(PESO, (base - row[0] * UVT) * Decimal(row[1]) + row[2] * UVT)


@given(
    salary=st.integers(1_750_905, 90_000_000).map(Decimal),
    hours=st.integers(0, 40).map(lambda quarters: Decimal(quarters) / 4),
    dependants=st.booleans(),
    prepaid=st.sampled_from([0, 400_000, 837_984, 2_000_000]).map(Decimal),
    interest=st.sampled_from([0, 1_200_000, 5_237_400, 9_000_000]).map(Decimal),
)
def test_a_month_comes_out_alike(
    parameters: LegalParameters,
    salary: Decimal,
    hours: Decimal,
    dependants: bool,
    prepaid: Decimal,
    interest: Decimal,
) -> None:
    worked = () if not hours else (WorkedHours(HourKind.EXTRA_NIGHT, date(2026, 8, 5), hours),)
    reliefs = TaxReliefs(dependants=dependants, prepaid_health=prepaid, housing_interest=interest)
    extra = to(CENT, to(CENT, salary / 210) * Decimal("1.75") * hours)
    allowance = ALLOWANCE if salary + extra <= 2 * WAGE else Decimal(0)
    base = min(salary + extra, 25 * WAGE)
    share = to(CENT, base * Decimal("0.04"))
    fund = to(CENT, base * fund_rate(base))
    withheld = tax(salary + extra, 2 * share + fund, dependants, prepaid, interest)
    payslip = month_payslip(month_of(str(salary), hours=worked, reliefs=reliefs), parameters)
    assert payslip.contribution_base.amount == base
    assert (payslip.amount("salud"), payslip.amount("pension")) == (share, share)
    assert payslip.amount("fondo_solidaridad") == fund
    assert payslip.amount("retencion_fuente") == withheld
    assert payslip.net == salary + extra + allowance - 2 * share - fund - withheld


@given(salary=st.integers(22_761_765, 90_000_000).map(Decimal))
def test_a_salario_integral_comes_out_alike(parameters: LegalParameters, salary: Decimal) -> None:
    base = min(to(CENT, salary * Decimal("0.70")), 25 * WAGE)
    share, fund = to(CENT, base * Decimal("0.04")), to(CENT, base * fund_rate(base))
    withheld = tax(salary, 2 * share + fund, False, Decimal(0), Decimal(0))
    payslip = month_payslip(month_of(str(salary), integral=True), parameters)
    assert payslip.net == salary - 2 * share - fund - withheld


@given(days=st.integers(1, 29), salary=st.integers(1_750_905, 3_000_000).map(Decimal))
def test_part_of_a_month_contributes_on_its_days(parameters: LegalParameters, days: int, salary: Decimal) -> None:
    payslip = month_payslip(month_of(str(salary), left=date(2026, 8, days)), parameters)
    earned = to(CENT, salary * days / 30)
    base = max(earned, to(CENT, WAGE * days / 30))
    assert payslip.amount("sueldo") == earned
    assert payslip.amount("auxilio_transporte") == to(CENT, ALLOWANCE * days / 30)
    assert payslip.amount("salud") == to(CENT, base * Decimal("0.04"))


@pytest.mark.parametrize(
    ("day", "hour", "sunday"),
    [
        (date(2026, 6, 28), "10500.00", "0.80"),
        (date(2026, 7, 12), "10500.00", "0.90"),
        (date(2026, 7, 19), "11000.00", "0.90"),
        (date(2027, 7, 4), "11000.00", "1.00"),
    ],
)
def test_a_sunday_is_paid_by_the_hour_and_the_rate_of_its_day(
    parameters: LegalParameters, day: date, hour: str, sunday: str
) -> None:
    """44 hours a week until 14 July 2026 and 42 from the 15th; 80 % until June 2026, 90 % a year, 100 % after it."""
    worked = (WorkedHours(HourKind.SUNDAY, day, Decimal(8)),)
    (line,) = [
        line
        for line in month_payslip(month_of(2_310_000, day.year, day.month, hours=worked), parameters).lines
        if line.concept == "recargo_dominical"
    ]
    assert (line.base, line.rate) == (Decimal(hour), Decimal(sunday))
    assert line.amount == Decimal(hour) * Decimal(sunday) * 8


@given(
    raised=st.integers(1_750_905, 3_000_000).map(Decimal),
    variable=st.integers(0, 6_000_000).map(Decimal),
    pending=st.integers(0, 60).map(lambda halves: Decimal(halves) / 2),
)
def test_a_settlement_on_variable_pay_comes_out_alike(
    parameters: LegalParameters, raised: Decimal, variable: Decimal, pending: Decimal
) -> None:
    """From 1 January to 15 September, with a raise on 1 July and variable pay all along, under a term of one year."""
    first, last = Decimal(1_750_905), date(2026, 9, 15)
    salaries = (SalarySpan(first, date(2026, 1, 1), date(2026, 6, 30)), SalarySpan(raised, date(2026, 7, 1)))
    final = settlement(
        SettlementInputs(
            payslip=month_of(1, 2026, 9, salaries=salaries, left=last),
            cause=LeavingCause.WITHOUT_JUST_CAUSE,
            contract=ContractKind.FIXED_TERM,
            contract_start=date(2026, 1, 1),
            salaries=salaries,
            pending_vacation_days=pending,
            variable_in_year=variable,
            variable_in_semester=variable / 3,
            agreed_end=date(2026, 12, 31),
        ),
        parameters,
    )
    unchanged = not variable and raised == first
    average = (first * 180 + raised * 75 + variable * 30) / 255
    year_base = to(CENT, (raised if unchanged else average) + ALLOWANCE)
    half_base = to(CENT, raised + variable / 3 * 30 / 75 + ALLOWANCE)
    severance = to(CENT, year_base * 255 / 360)
    assert final.amount("prima_servicios") == to(CENT, half_base * 75 / 360)
    assert final.amount("cesantias") == severance
    assert final.amount("intereses_cesantias") == to(CENT, severance * 255 * Decimal("0.12") / 360)
    assert final.amount("vacaciones_dinero") == to(CENT, raised * pending / 30)
    assert final.amount("indemnizacion") == to(CENT, raised * 105 / 30)
