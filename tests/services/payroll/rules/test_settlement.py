"""The final payslip of a contract that ends."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from services.payroll.rules.parameters import LegalParameters
from services.payroll.rules.payslip import ComputedPayslip
from services.payroll.rules.settlement import ContractKind, LeavingCause, SettlementInputs, settlement
from services.payroll.rules.steps import recompute
from tests.services.payroll.rules.payslip_inputs import month_of

_LAST = date(2026, 9, 15)


def _settle(parameters: LegalParameters, salary: int = 1_750_905, **changes: Any) -> ComputedPayslip:
    payslip = month_of(salary, 2026, 9, left=changes.pop("left", _LAST), integral=changes.pop("integral", False))
    facts: dict[str, Any] = {
        "cause": LeavingCause.RESIGNATION,
        "contract": ContractKind.INDEFINITE,
        "contract_start": date(2024, 1, 1),
        "salaries": payslip.salaries,
        "pending_vacation_days": Decimal(10),
        **changes,
    }
    return settlement(SettlementInputs(payslip=payslip, **facts), parameters)


def test_a_resignation_pays_month_prima_cesantias_interest_and_vacations(parameters: LegalParameters) -> None:
    final = _settle(parameters)
    assert final.worked_days == 15
    assert final.amount("sueldo") == Decimal("875452.50")
    assert final.amount("auxilio_transporte") == Decimal("124547.50")
    assert final.amount("prima_servicios") == Decimal("416666.67")
    assert final.amount("cesantias") == Decimal("1416666.67")
    assert final.amount("intereses_cesantias") == Decimal("120416.67")
    assert final.amount("vacaciones_dinero") == Decimal("583635.00")
    assert final.amount("indemnizacion") == 0
    assert sum((line.signed for line in final.lines), Decimal(0)) == final.net == recompute(final.steps)


def test_only_the_salary_of_the_last_days_is_contributed_on(parameters: LegalParameters) -> None:
    final = _settle(parameters)
    assert final.contribution_base.amount == Decimal("875452.50")
    assert final.amount("salud") == Decimal("35018.10")


@pytest.mark.parametrize("cause", [cause for cause in LeavingCause if cause is not LeavingCause.WITHOUT_JUST_CAUSE])
def test_no_other_cause_pays_an_indemnity(parameters: LegalParameters, cause: LeavingCause) -> None:
    assert _settle(parameters, cause=cause).amount("indemnizacion") == 0


def test_a_dismissal_without_cause_adds_the_indemnity(parameters: LegalParameters) -> None:
    final = _settle(parameters, 3_000_000, cause=LeavingCause.WITHOUT_JUST_CAUSE)
    # 30 days for the first year and 20 × 615/360 for the rest: 64,1667 days of 100.000.
    assert final.amount("indemnizacion") == Decimal("6416666.67")
    assert final.amount("retencion_fuente") == 0


def test_a_high_salary_is_withheld_on_its_indemnity(parameters: LegalParameters) -> None:
    final = _settle(parameters, 30_000_000, cause=LeavingCause.WITHOUT_JUST_CAUSE)
    notes = {line.note: line for line in final.lines if line.concept == "retencion_fuente"}
    taxed = notes["Indemnización"]
    assert taxed.base == (final.amount("indemnizacion") * Decimal("0.75")).quantize(Decimal("0.01"))
    assert taxed.amount == (final.amount("indemnizacion") * Decimal("0.15")).quantize(Decimal(1))


def test_variable_pay_counts_for_whether_an_indemnity_is_withheld_on(parameters: LegalParameters) -> None:
    facts = {"cause": LeavingCause.WITHOUT_JUST_CAUSE, "commissions_in_last_year": Decimal(12_000_000)}
    fixed = _settle(parameters, 10_000_000, **facts)
    varied = _settle(parameters, 10_000_000, **facts, variable_in_last_year=Decimal(12_000_000))
    assert "Indemnización" not in {line.note for line in fixed.lines}
    assert "Indemnización" in {line.note for line in varied.lines}


@pytest.mark.parametrize(
    ("contract", "amount"), [(ContractKind.FIXED_TERM, 500_000), (ContractKind.PIECE_OF_WORK, 1_500_000)]
)
def test_the_kind_of_contract_decides_the_indemnity(
    parameters: LegalParameters, contract: ContractKind, amount: int
) -> None:
    final = _settle(
        parameters,
        3_000_000,
        cause=LeavingCause.WITHOUT_JUST_CAUSE,
        contract=contract,
        agreed_end=date(2026, 9, 20),
    )
    assert final.amount("indemnizacion") == amount


def test_commissions_count_for_vacations_and_all_variable_pay_for_the_indemnity(parameters: LegalParameters) -> None:
    final = _settle(
        parameters,
        3_000_000,
        cause=LeavingCause.WITHOUT_JUST_CAUSE,
        contract=ContractKind.FIXED_TERM,
        agreed_end=date(2026, 9, 30),
        pending_vacation_days=Decimal(15),
        variable_in_last_year=Decimal(18_000_000),
        commissions_in_last_year=Decimal(12_000_000),
    )
    # Salary 3.000.000, and a month's average of 1.000.000 of commissions within 1.500.000 of variable pay.
    assert final.amount("vacaciones_dinero") == 2_000_000
    assert final.amount("indemnizacion") == 2_250_000


def test_variable_pay_of_less_than_a_year_is_averaged_over_the_time_served(parameters: LegalParameters) -> None:
    final = _settle(
        parameters,
        3_000_000,
        contract_start=date(2026, 6, 16),
        pending_vacation_days=Decimal(15),
        commissions_in_last_year=Decimal(3_000_000),
    )
    assert final.amount("vacaciones_dinero") == 2_000_000


def test_variable_pay_may_take_an_indemnity_to_the_days_of_high_salaries(parameters: LegalParameters) -> None:
    served = {"cause": LeavingCause.WITHOUT_JUST_CAUSE, "contract_start": date(2025, 9, 16)}
    below = _settle(parameters, 17_000_000, **served)
    above = _settle(parameters, 17_000_000, variable_in_last_year=Decimal(12_000_000), **served)
    assert below.amount("indemnizacion") == 17_000_000
    assert above.amount("indemnizacion") == 12_000_000


def test_a_fixed_term_without_its_end_is_refused(parameters: LegalParameters) -> None:
    with pytest.raises(ValueError, match="en que terminaba"):
        _settle(parameters, cause=LeavingCause.WITHOUT_JUST_CAUSE, contract=ContractKind.FIXED_TERM)


def test_a_settlement_without_leaving_date_is_refused(parameters: LegalParameters) -> None:
    with pytest.raises(ValueError, match="fecha de retiro"):
        _settle(parameters, left=None)


def test_a_salario_integral_has_no_prima_nor_cesantias(parameters: LegalParameters) -> None:
    final = _settle(parameters, 24_000_000, integral=True)
    assert final.amount("prima_servicios") == final.amount("cesantias") == final.amount("intereses_cesantias") == 0
    assert final.amount("vacaciones_dinero") == 8_000_000


def test_a_prima_already_paid_is_not_paid_again(parameters: LegalParameters) -> None:
    assert _settle(parameters, bonus_paid=True).amount("prima_servicios") == 0


def test_somebody_who_joined_this_year_earns_from_the_start(parameters: LegalParameters) -> None:
    final = _settle(parameters, contract_start=date(2026, 9, 1))
    assert final.amount("cesantias") == Decimal("83333.33")
    assert final.amount("prima_servicios") == Decimal("83333.33")
