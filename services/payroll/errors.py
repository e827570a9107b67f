"""What payroll refuses or cannot answer; the texts carry codes, never amounts or names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from services.payroll.periods import Month


class PayrollError(Exception):
    """Any payroll answer that is not data."""


class NoPayslip(PayrollError):
    """There is no payslip for `month`; `nearest` is the closest month that has one (None: never paid)."""

    def __init__(self, month: Month, nearest: Month | None) -> None:
        super().__init__(f"no payslip for {month}")
        self.month = month
        self.nearest = nearest


class NoPayrollRecord(PayrollError):
    """The person has no data of this sort at all; `subject` names it: salary, deposit, bank_account…"""

    def __init__(self, subject: str) -> None:
        super().__init__(f"no payroll record: {subject}")
        self.subject = subject


class VacationRefused(PayrollError):
    """A vacation request or cancellation that cannot be accepted.

    `reason` is one of `past_date`, `not_business_day`, `invalid_days`, `too_far`, `overlap`, `insufficient_balance`,
    `not_employed`, `not_found`, `not_cancellable`. `available` (business days) comes with `insufficient_balance`;
    `next_business_day` with `not_business_day`; `overlap_start` and `overlap_end` with `overlap`.
    """

    def __init__(
        self,
        reason: str,
        *,
        available: Decimal | None = None,
        next_business_day: date | None = None,
        overlap_start: date | None = None,
        overlap_end: date | None = None,
    ) -> None:
        super().__init__(f"vacation refused: {reason}")
        self.reason = reason
        self.available = available
        self.next_business_day = next_business_day
        self.overlap_start = overlap_start
        self.overlap_end = overlap_end
