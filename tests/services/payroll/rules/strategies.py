"""Random months of pay, within what a company can have, for the properties of the rules."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from services.payroll.rules.calendar_days import month_bounds
from services.payroll.rules.payslip import (
    AbsenceKind,
    AbsenceSpan,
    OtherDeduction,
    OtherEarning,
    PayslipInputs,
    SalarySpan,
)
from services.payroll.rules.surcharges import HourKind, WorkedHours
from services.payroll.rules.withholding import TaxReliefs

_EARNINGS = ("comision", "bonificacion", "bonificacion_salarial", "rodamiento", "retroactivo", "prima_servicios")


def money(low: int, high: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(min_value=low, max_value=high, places=2, allow_nan=False, allow_infinity=False)


@st.composite
def payslip_inputs(draw: st.DrawFn) -> PayslipInputs:
    year, month = draw(st.sampled_from([(y, m) for y in (2023, 2024, 2025, 2026) for m in range(1, 13)]))
    first, last = month_bounds(year, month)
    days = (last - first).days
    day = st.integers(0, days).map(lambda offset: first + timedelta(days=offset))
    integral = draw(st.booleans())
    salary = money(23_000_000, 60_000_000) if integral else money(1_160_000, 50_000_000)
    spans = (SalarySpan(draw(salary), date(2020, 1, 1)),)
    if draw(st.booleans()):
        since = draw(day)
        spans = (
            SalarySpan(spans[0].monthly, date(2020, 1, 1), since - timedelta(days=1)),
            SalarySpan(draw(salary), since),
        )
    absences: list[AbsenceSpan] = []
    cursor = first
    for kind in draw(st.lists(st.sampled_from(list(AbsenceKind)), max_size=3)):
        if cursor > last:
            break
        start = cursor + timedelta(days=draw(st.integers(0, 9)))
        end = start + timedelta(days=draw(st.integers(0, 15)))
        leave_start = start - timedelta(days=draw(st.sampled_from([0, 1, 89, 179, 540])))
        absences.append(AbsenceSpan(kind, start, end, leave_start if kind is AbsenceKind.SICK_LEAVE else None))
        cursor = end + timedelta(days=1)
    hours = draw(
        st.lists(
            st.builds(
                WorkedHours,
                st.sampled_from(list(HourKind)),
                day,
                st.decimals(min_value="0.25", max_value="8", places=2),
            ),
            max_size=6,
        )
    )
    earnings = draw(
        st.lists(
            st.builds(
                OtherEarning,
                st.sampled_from(_EARNINGS),
                money(1, 20_000_000),
            ),
            max_size=3,
        )
    )
    deductions = draw(
        st.lists(
            st.builds(
                OtherDeduction,
                st.sampled_from(["libranza", "poliza", "fondo_empleados", "embargo"]),
                money(1, 900_000),
            ),
            max_size=3,
        )
    )
    reliefs = TaxReliefs(
        draw(st.booleans()), draw(money(0, 2_000_000)), draw(money(0, 6_000_000)), draw(money(0, 9_000_000))
    )
    return PayslipInputs(
        year,
        month,
        spans,
        integral=integral,
        hired=draw(st.one_of(st.none(), day)),
        absences=tuple(absences),
        hours=tuple(hours),
        earnings=tuple(earnings),
        deductions=tuple(deductions),
        reliefs=reliefs,
        sick_first_days_rate=draw(st.sampled_from([None, Decimal(1)])),
        pension_exempt=draw(st.booleans()),
    )
