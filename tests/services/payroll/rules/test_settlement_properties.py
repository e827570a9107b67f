"""What holds for every settlement."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from services.payroll.rules.parameters import LegalParameters
from services.payroll.rules.payslip import PayslipInputs, SalarySpan
from services.payroll.rules.settlement import ContractKind, LeavingCause, SettlementInputs, settlement
from services.payroll.rules.steps import recompute


@given(
    left=st.dates(date(2023, 7, 1), date(2026, 12, 31)),
    served=st.integers(0, 4000),
    salary=st.integers(1_160_000, 60_000_000).map(Decimal),
    cause=st.sampled_from(list(LeavingCause)),
    contract=st.sampled_from(list(ContractKind)),
    vacation=st.integers(0, 45).map(Decimal),
    variable=st.integers(0, 9_000_000).map(Decimal),
    remaining=st.integers(0, 700),
)
@settings(max_examples=150, deadline=None)
def test_a_settlement_sums_to_its_net_and_can_be_recomputed(
    parameters: LegalParameters,
    left: date,
    served: int,
    salary: Decimal,
    cause: LeavingCause,
    contract: ContractKind,
    vacation: Decimal,
    variable: Decimal,
    remaining: int,
) -> None:
    start = left - timedelta(days=served)
    spans = (SalarySpan(salary, start),)
    inputs = SettlementInputs(
        payslip=PayslipInputs(left.year, left.month, spans, hired=start, left=left),
        cause=cause,
        contract=contract,
        contract_start=start,
        salaries=spans,
        pending_vacation_days=vacation,
        variable_in_year=variable,
        variable_in_semester=variable,
        agreed_end=left + timedelta(days=remaining),
    )
    final = settlement(inputs, parameters)
    assert sum((line.signed for line in final.lines), Decimal(0)) == final.net == recompute(final.steps)
    assert all(recompute(line.steps) == line.amount for line in final.lines)
    assert (final.amount("indemnizacion") > 0) <= (cause is LeavingCause.WITHOUT_JUST_CAUSE)
