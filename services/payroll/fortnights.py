"""How a month's payslip is split into its deposits: what belongs to the first fortnight and what to the second.

Salary, transport allowance and absences follow the days; extra hours the day they were worked; contributions the
income they are taken from; loans are halved; the prima is paid with the first fortnight (CST art. 306: by 30 June and
20 December) together with its own withholding; everything else with the second.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from services.payroll.rules import codes
from services.payroll.rules.calendar_days import month_bounds, overlap
from services.payroll.rules.earnings import absence_days, employment_span, worked_runs
from services.payroll.rules.payslip import AbsenceKind, LineKind
from services.payroll.rules.surcharges import HourKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.payroll.rules.parameters import LegalParameters
    from services.payroll.rules.payslip import ComputedPayslip, Line, PayslipInputs

CENT = Decimal("0.01")
NOTHING = Decimal("0.00")
HALF = Decimal("0.5")
MIDDLE = 15
HALVED = frozenset({"libranza", "credito_fondo_empleados"})
CONTRIBUTIONS = frozenset({codes.HEALTH, codes.PENSION, codes.SOLIDARITY_FUND})
SICK = frozenset({codes.SICK_LEAVE_EMPLOYER, codes.SICK_LEAVE_INSURER})


def first_fortnight_shares(
    payslip: ComputedPayslip, inputs: PayslipInputs, deposits: Sequence[int], parameters: LegalParameters
) -> tuple[Decimal | None, ...]:
    """Each line's part in the first deposit, in the lines' order.

    `deposits` are the fortnights paid: (1, 2); (0,) pays the month at once (no parts); (1,) or (2,) is the only one.
    """
    if tuple(deposits) == (0,):
        return tuple(None for _ in payslip.lines)
    if len(deposits) == 1:
        return tuple(line.amount if deposits[0] == 1 else NOTHING for line in payslip.lines)
    split = _Split(inputs, parameters)
    shares = [_part(line.amount, split.share(line)) for line in payslip.lines]
    income = split.contributory_share(payslip.lines, shares)
    for index, line in enumerate(payslip.lines):
        if line.concept in CONTRIBUTIONS:
            shares[index] = _part(line.amount, income)
    return tuple(_without_negative_parts(payslip.lines, shares))


def bonus_in_advance_shares(payslip: ComputedPayslip) -> tuple[Decimal, ...]:
    """The parts of whoever is paid by the month, in the months when the prima is paid before the rest."""
    return tuple(line.amount if _belongs_to_bonus(line) else NOTHING for line in payslip.lines)


class _Split:
    """The days of one month, seen from its 15th."""

    def __init__(self, inputs: PayslipInputs, parameters: LegalParameters) -> None:
        start, end = employment_span(inputs)
        middle = month_bounds(inputs.year, inputs.month)[0].replace(day=MIDDLE)
        self._inputs = inputs
        self._middle = middle
        self._span = (start, end)
        away = absence_days(inputs)
        self._runs: list[tuple[Decimal, Decimal]] = []
        for run in worked_runs(inputs, parameters):
            if run.days:
                common = overlap(run.start, run.end, start, min(middle, end))
                first = 0 if common is None else sum(1 for day in _days(*common) if day not in away)
                self._runs.append((Decimal(min(first, run.days)), Decimal(run.days)))
        self._salary_lines = iter(self._runs)

    def share(self, line: Line) -> Decimal:
        """The ratio of a line that belongs to the first fortnight; contributions are settled afterwards."""
        if line.concept in (codes.SALARY, codes.INTEGRAL_SALARY):
            first, days = next(self._salary_lines)
            return first / days
        if line.concept == codes.TRANSPORT_ALLOWANCE:
            days = sum((total for _, total in self._runs), Decimal(0))
            return sum((first for first, _ in self._runs), Decimal(0)) / days
        if line.concept in {kind.value for kind in HourKind}:
            return self._hours_share(line.concept)
        if line.concept in SICK or line.concept in {kind.value for kind in AbsenceKind}:
            return self._absence_share(line.concept)
        if line.concept in HALVED:
            return HALF
        return Decimal(1) if _belongs_to_bonus(line) else Decimal(0)

    def contributory_share(self, lines: Sequence[Line], shares: Sequence[Decimal]) -> Decimal:
        """The ratio of the income that is contributed on which is paid in the first fortnight."""
        concepts = codes.SALARY_PAYMENTS | codes.CONTRIBUTORY_ABSENCES
        total = sum((line.amount for line in lines if line.concept in concepts), NOTHING)
        first = sum((share for line, share in zip(lines, shares, strict=True) if line.concept in concepts), NOTHING)
        return first / total if total else Decimal(0)

    def _hours_share(self, concept: str) -> Decimal:
        worked = [item for item in self._inputs.hours if item.kind.value == concept]
        total = sum((item.hours for item in worked), Decimal(0))
        return sum((item.hours for item in worked if item.day <= self._middle), Decimal(0)) / total

    def _absence_share(self, concept: str) -> Decimal:
        days: list[date] = []
        for absence in self._inputs.absences:
            same = absence.kind is AbsenceKind.SICK_LEAVE if concept in SICK else absence.kind.value == concept
            common = overlap(absence.start, absence.end, *self._span)
            if same and common is not None:
                days += _days(*common)
        return Decimal(sum(day <= self._middle for day in days)) / Decimal(len(days))


def _without_negative_parts(lines: Sequence[Line], shares: list[Decimal]) -> list[Decimal]:
    """Move deductions to the other fortnight where one of them would not cover its own."""
    parts = list(shares)
    first = sum((_signed(line, part) for line, part in zip(lines, parts, strict=True)), NOTHING)
    second = sum((line.signed for line in lines), NOTHING) - first
    for index, line in enumerate(lines):
        if line.kind is LineKind.DEDUCTION and (first < 0 or second < 0):
            moved = -min(parts[index], -first) if first < 0 else min(line.amount - parts[index], -second)
            parts[index] += moved
            first -= moved
            second += moved
    return parts


def _belongs_to_bonus(line: Line) -> bool:
    return line.concept == codes.SERVICE_BONUS or (line.concept == codes.WITHHOLDING and bool(line.note))


def _signed(line: Line, amount: Decimal) -> Decimal:
    return amount if line.kind is LineKind.EARNING else -amount


def _part(amount: Decimal, share: Decimal) -> Decimal:
    return (amount * share).quantize(CENT, rounding=ROUND_HALF_UP)


def _days(start: date, end: date) -> list[date]:
    return [start + timedelta(days=offset) for offset in range((end - start).days + 1)]
