"""The settlement when a contract ends: the last month's pay with benefits, pending vacations and any indemnity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum

from services.payroll.rules.benefits import (
    BenefitPeriod,
    average_salary,
    salary_with_variable,
    semester,
    service_bonus,
    severance,
    severance_interest,
    severance_salary,
)
from services.payroll.rules.codes import (
    INDEMNITY,
    SERVICE_BONUS,
    SEVERANCE,
    SEVERANCE_INTEREST,
    VACATION_IN_CASH,
)
from services.payroll.rules.indemnity import (
    fixed_term_indemnity,
    indefinite_contract_indemnity,
    work_contract_indemnity,
)
from services.payroll.rules.month import month_payslip
from services.payroll.rules.parameters import LegalParameters
from services.payroll.rules.payslip import ComputedPayslip, OtherEarning, PayslipInputs, SalarySpan
from services.payroll.rules.steps import Step
from services.payroll.rules.transport_allowance import entitled_to_transport_allowance
from services.payroll.rules.vacations import vacation_value_in_cash


class LeavingCause(str, Enum):
    """Why the contract ends; only a dismissal without just cause pays an indemnity."""

    RESIGNATION = "renuncia"
    MUTUAL_AGREEMENT = "mutuo_acuerdo"
    END_OF_TERM = "fin_del_plazo"
    JUST_CAUSE = "despido_con_justa_causa"
    WITHOUT_JUST_CAUSE = "despido_sin_justa_causa"


class ContractKind(str, Enum):
    """Duration of the contract (CST arts. 45 to 47)."""

    INDEFINITE = "indefinido"
    FIXED_TERM = "fijo"
    PIECE_OF_WORK = "obra"


@dataclass(frozen=True)
class SettlementInputs:
    """What a settlement is computed from.

    `payslip`: the inputs of the last month, with `left` = the last day worked. `contract_start` and `salaries` (the
    whole history, or at least the last year's) decide averages. `variable_in_year` / `variable_in_semester`: variable
    pay already paid since 1 January (or the start) / in the running half year. `variable_in_last_year` /
    `commissions_in_last_year`: all of it / its commissions, of the twelve months up to the last day.
    `pending_vacation_days`: business days earned and not taken. `agreed_end`: of a fixed term, or expected for a piece
    of work. `bonus_paid`: the running half year's prima has already been paid.
    """

    payslip: PayslipInputs
    cause: LeavingCause
    contract: ContractKind
    contract_start: date
    salaries: tuple[SalarySpan, ...]
    pending_vacation_days: Decimal
    variable_in_year: Decimal = Decimal(0)
    variable_in_semester: Decimal = Decimal(0)
    variable_in_last_year: Decimal = Decimal(0)
    commissions_in_last_year: Decimal = Decimal(0)
    unpaid_days_in_year: int = 0
    unpaid_days_in_semester: int = 0
    agreed_end: date | None = None
    bonus_paid: bool = False

    @property
    def last_day(self) -> date:
        """The last day worked; `ValueError` when the payslip inputs do not say."""
        if self.payslip.left is None:
            raise ValueError("falta la fecha de retiro")
        return self.payslip.left


def settlement(inputs: SettlementInputs, parameters: LegalParameters) -> ComputedPayslip:
    """The final payslip: pay of the month to the last day, cesantías with interest, prima, vacations and indemnity.

    A salario integral has no prima nor cesantías (CST art. 132). Benefits already deposited (last year's cesantías)
    are not part of it. Raises `ValueError` without a leaving date, or without the agreed end that an indemnity needs.
    """
    earnings = [
        OtherEarning(concept, step.amount, step)
        for concept, step in settlement_steps(inputs, parameters)
        if step.amount
    ]
    final = replace(inputs.payslip, earnings=(*inputs.payslip.earnings, *earnings))
    return month_payslip(final, parameters)


def settlement_steps(inputs: SettlementInputs, parameters: LegalParameters) -> Sequence[tuple[str, Step]]:
    """Each amount that the end of the contract adds to the last month, by concept code."""
    last = inputs.last_day
    salary = max((span for span in inputs.salaries if span.start <= last), key=lambda span: span.start).monthly
    year = BenefitPeriod(max(inputs.contract_start, _a_year_before(last)), last)
    found: list[tuple[str, Step]] = []
    if not inputs.payslip.integral:
        found += _benefits(inputs, salary, parameters)
    if inputs.pending_vacation_days:
        # Commissions count for vacations; extra hours and work on rest days do not (CST art. 192).
        vacation_salary = salary_with_variable(salary, inputs.commissions_in_last_year, year)
        found.append((VACATION_IN_CASH, vacation_value_in_cash(vacation_salary, inputs.pending_vacation_days)))
    if inputs.cause is LeavingCause.WITHOUT_JUST_CAUSE:
        indemnified = salary_with_variable(salary, inputs.variable_in_last_year, year)
        found.append((INDEMNITY, _indemnity(inputs, indemnified, parameters)))
    return found


def _benefits(inputs: SettlementInputs, salary: Decimal, parameters: LegalParameters) -> list[tuple[str, Step]]:
    last = inputs.last_day
    year = BenefitPeriod(max(inputs.contract_start, date(last.year, 1, 1)), last, inputs.unpaid_days_in_year)
    half_start, _ = semester(last)
    half = BenefitPeriod(max(inputs.contract_start, half_start), last, inputs.unpaid_days_in_semester)
    allowance = Decimal(0)
    if entitled_to_transport_allowance(salary, inputs.payslip.integral, last, parameters):
        allowance = parameters.value("auxilio_transporte", last)
    owed = severance(severance_salary(inputs.salaries, inputs.variable_in_year, year), allowance, year)
    found = [(SEVERANCE, owed), (SEVERANCE_INTEREST, severance_interest(owed, year, parameters))]
    if not inputs.bonus_paid:
        average = average_salary(inputs.salaries, inputs.variable_in_semester, half)
        found.insert(0, (SERVICE_BONUS, service_bonus(average, allowance, half)))
    return found


def _a_year_before(last: date) -> date:
    """The first of the twelve months that end on a day."""
    day = last + timedelta(days=1)
    return day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else date(day.year - 1, 3, 1)


def _indemnity(inputs: SettlementInputs, salary: Step, parameters: LegalParameters) -> Step:
    last = inputs.last_day
    if inputs.contract is ContractKind.INDEFINITE:
        return indefinite_contract_indemnity(salary, inputs.contract_start, last, parameters)
    if inputs.agreed_end is None:
        raise ValueError("falta la fecha en que terminaba el contrato")
    if inputs.contract is ContractKind.FIXED_TERM:
        return fixed_term_indemnity(salary, last, inputs.agreed_end, parameters)
    return work_contract_indemnity(salary, last, inputs.agreed_end, parameters)
