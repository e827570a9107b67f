"""Extra hours and surcharges by kind of hour and day: ordinary hour × factor × hours (CST arts. 168, 179; Ley 2466)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from services.payroll.rules.parameters import LegalParameters
from services.payroll.rules.steps import Operation, Rounding, Step, combine, given
from services.payroll.rules.working_time import hour_value


class HourKind(str, Enum):
    """Kinds of hour paid above the ordinary one; the value is the line's concept code."""

    EXTRA_DAY = "hora_extra_diurna"
    EXTRA_NIGHT = "hora_extra_nocturna"
    EXTRA_DAY_SUNDAY = "hora_extra_diurna_dominical"
    EXTRA_NIGHT_SUNDAY = "hora_extra_nocturna_dominical"
    NIGHT = "recargo_nocturno"
    SUNDAY = "recargo_dominical"
    NIGHT_SUNDAY = "recargo_nocturno_dominical"


@dataclass(frozen=True)
class WorkedHours:
    """Hours of one kind worked on one day; an extra hour pays the hour and its surcharge, a surcharge only itself."""

    kind: HourKind
    day: date
    hours: Decimal

    def __post_init__(self) -> None:
        if not Decimal(0) < self.hours <= Decimal(24):
            raise ValueError("las horas de un día deben ser más de 0 y como mucho 24")


_EXTRA = frozenset({HourKind.EXTRA_DAY, HourKind.EXTRA_NIGHT, HourKind.EXTRA_DAY_SUNDAY, HourKind.EXTRA_NIGHT_SUNDAY})
_COMPONENTS = {
    HourKind.EXTRA_DAY: ("recargo_extra_diurna",),
    HourKind.EXTRA_NIGHT: ("recargo_extra_nocturna",),
    HourKind.EXTRA_DAY_SUNDAY: ("recargo_extra_diurna", "recargo_dominical"),
    HourKind.EXTRA_NIGHT_SUNDAY: ("recargo_extra_nocturna", "recargo_dominical"),
    HourKind.NIGHT: ("recargo_nocturno",),
    HourKind.SUNDAY: ("recargo_dominical",),
    HourKind.NIGHT_SUNDAY: ("recargo_nocturno", "recargo_dominical"),
}
_LABELS = {
    HourKind.EXTRA_DAY: "Hora extra diurna",
    HourKind.EXTRA_NIGHT: "Hora extra nocturna",
    HourKind.EXTRA_DAY_SUNDAY: "Hora extra diurna dominical o festiva",
    HourKind.EXTRA_NIGHT_SUNDAY: "Hora extra nocturna dominical o festiva",
    HourKind.NIGHT: "Recargo nocturno",
    HourKind.SUNDAY: "Recargo dominical o festivo",
    HourKind.NIGHT_SUNDAY: "Recargo nocturno dominical o festivo",
}


def hour_factor(kind: HourKind, on: date, parameters: LegalParameters) -> Step:
    """The multiple of the ordinary hour paid for one hour of that kind: 1,25 for an extra day hour."""
    components = [parameters.at(name, on).step() for name in _COMPONENTS[kind]]
    if kind in _EXTRA:
        components.insert(0, given("hora_trabajada", "La hora", 1, "tasa"))
    norm = "; ".join(dict.fromkeys(step.norm for step in components if step.norm))
    return combine(
        f"{kind.value}.factor", f"Factor de {_LABELS[kind].lower()}", Operation.SUM, *components, unit="tasa", norm=norm
    )


def hours_pay(kind: HourKind, hours: Decimal, monthly_salary: Decimal, on: date, parameters: LegalParameters) -> Step:
    """Pay for hours of one kind under the law of one day: ordinary hour × factor × hours, COP to the cent."""
    factor = hour_factor(kind, on, parameters)
    return combine(
        kind.value,
        _LABELS[kind],
        Operation.PRODUCT,
        hour_value(monthly_salary, on, parameters),
        factor,
        given("horas", "Horas", hours, "horas"),
        rounding=Rounding.CENT,
        rounding_reason="Al centavo (práctica)",
        norm=factor.norm,
    )
