"""A person's month for a test: only what the test is about has to be said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from services.payroll.rules.payslip import PayslipInputs, SalarySpan


def month_of(salary: str | int, year: int = 2026, month: int = 8, **changes: Any) -> PayslipInputs:
    """A whole month at a salary held since 2023, with any field changed."""
    spans = (SalarySpan(Decimal(salary), date(2023, 1, 1)),)
    return PayslipInputs(year, month, **{"salaries": spans, **changes})
