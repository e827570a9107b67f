"""Pay added up over a range of months: month by month, by family, and on average."""

from __future__ import annotations

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from services.payroll.concepts import FAMILY_NAMES, LineKind
from services.payroll.views import ZERO, FamilyTotal, MonthTotal, Totals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.payroll.views import Month, Payslip

CENT = Decimal("0.01")


def add_up(payslips: Sequence[Payslip]) -> Totals:
    """The totals of at least one payslip; families in order of weight, earnings before deductions."""
    gross = sum((payslip.gross for payslip in payslips), ZERO)
    deductions = sum((payslip.deductions for payslip in payslips), ZERO)
    return Totals(
        start=payslips[0].month,
        end=payslips[-1].month,
        months=tuple(
            MonthTotal(payslip.month, payslip.gross, payslip.deductions, payslip.net, payslip.status)
            for payslip in payslips
        ),
        gross=gross,
        deductions=deductions,
        net=gross - deductions,
        average_gross=(gross / len(payslips)).quantize(CENT, rounding=ROUND_HALF_UP),
        average_net=((gross - deductions) / len(payslips)).quantize(CENT, rounding=ROUND_HALF_UP),
        families=_families(payslips),
    )


def _families(payslips: Sequence[Payslip]) -> tuple[FamilyTotal, ...]:
    amounts: dict[tuple[LineKind, str], Decimal] = defaultdict(lambda: ZERO)
    months: dict[tuple[LineKind, str], set[Month]] = defaultdict(set)
    for payslip in payslips:
        for line in payslip.lines:
            amounts[line.kind, line.family] += line.amount
            months[line.kind, line.family].add(payslip.month)
    totals = [
        FamilyTotal(family, FAMILY_NAMES[family], kind, amount, len(months[kind, family]))
        for (kind, family), amount in amounts.items()
        if amount
    ]
    return tuple(sorted(totals, key=lambda total: (total.kind is LineKind.DEDUCTION, -total.amount, total.family)))
