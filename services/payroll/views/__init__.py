"""What payroll answers: immutable views, each of which survives a JSON round trip (`serialization.dump`, `parse`).

Amounts are COP with two decimals and always positive; a line's `kind` gives its sign. Days of a payroll month are
thirtieths (a full month is 30). `steps` are the calculation trees of the rules: what computed an amount explains it.
"""

from __future__ import annotations

from services.payroll.concepts import LineKind, Unit
from services.payroll.errors import NoPayrollRecord, NoPayslip, PayrollError, VacationRefused
from services.payroll.periods import Month, Period
from services.payroll.rules.steps import Step
from services.payroll.views.cases import Case, CaseAction, CaseEvent, CaseState
from services.payroll.views.history import ChangeCause, Comparison, FamilyTotal, LineChange, MonthTotal, Totals
from services.payroll.views.holdings import BankAccount, Loan, Salary, SalaryChange, Severance, SeveranceDeposit
from services.payroll.views.leaves import (
    Absence,
    AbsenceKind,
    VacationBalance,
    VacationPlan,
    VacationRequest,
    VacationStatus,
)
from services.payroll.views.payslips import (
    ZERO,
    Deposit,
    DepositStatus,
    NextPayment,
    Payslip,
    PayslipLine,
    PayslipPart,
    PayslipStatus,
)

__all__ = [
    "ZERO",
    "Absence",
    "AbsenceKind",
    "BankAccount",
    "Case",
    "CaseAction",
    "CaseEvent",
    "CaseState",
    "ChangeCause",
    "Comparison",
    "Deposit",
    "DepositStatus",
    "FamilyTotal",
    "LineChange",
    "LineKind",
    "Loan",
    "Month",
    "MonthTotal",
    "NextPayment",
    "NoPayrollRecord",
    "NoPayslip",
    "PayrollError",
    "Payslip",
    "PayslipLine",
    "PayslipPart",
    "PayslipStatus",
    "Period",
    "Salary",
    "SalaryChange",
    "Severance",
    "SeveranceDeposit",
    "Step",
    "Totals",
    "Unit",
    "VacationBalance",
    "VacationPlan",
    "VacationRefused",
    "VacationRequest",
    "VacationStatus",
]
