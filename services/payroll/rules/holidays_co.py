"""Colombian public holidays by rule: fixed days, Monday holidays (Ley 51 de 1983) and those that follow Easter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from dateutil.easter import easter

FIRST_YEAR = 1984
"""First whole year under Ley 51 de 1983; earlier years had other rules."""

_FIXED = (
    (1, 1, "Año Nuevo"),
    (5, 1, "Día del Trabajo"),
    (7, 20, "Día de la Independencia"),
    (8, 7, "Batalla de Boyacá"),
    (12, 8, "Inmaculada Concepción"),
    (12, 25, "Navidad"),
)
_MOVED_TO_MONDAY = (
    (1, 6, "Reyes Magos", FIRST_YEAR),
    (3, 19, "San José", FIRST_YEAR),
    (6, 29, "San Pedro y San Pablo", FIRST_YEAR),
    (7, 9, "Virgen de Chiquinquirá", 2026),  # Ley 2578 de 2026
    (8, 15, "Asunción de la Virgen", FIRST_YEAR),
    (10, 12, "Día de la Diversidad Étnica y Cultural", FIRST_YEAR),
    (11, 1, "Todos los Santos", FIRST_YEAR),
    (11, 11, "Independencia de Cartagena", FIRST_YEAR),
)
_FROM_EASTER = (
    (-3, "Jueves Santo"),
    (-2, "Viernes Santo"),
    (43, "Ascensión del Señor"),
    (64, "Corpus Christi"),
    (71, "Sagrado Corazón de Jesús"),
)
_SUNDAY = 6


@lru_cache(maxsize=256)
def holidays(year: int) -> Mapping[date, str]:
    """The public holidays of a year by date, with their Spanish names, in order.

    Two holidays can fall on one day (30 June 2025), which is then named after both. `ValueError` before 1984.
    """
    if year < FIRST_YEAR:
        raise ValueError(f"los festivos se conocen desde {FIRST_YEAR}")
    days = [(date(year, month, day), name) for month, day, name in _FIXED]
    days += [
        (_next_monday(date(year, month, day)), name) for month, day, name, since in _MOVED_TO_MONDAY if year >= since
    ]
    sunday = easter(year)
    days += [(sunday + timedelta(days=offset), name) for offset, name in _FROM_EASTER]
    named: dict[date, str] = {}
    for day, name in sorted(days):
        named[day] = f"{named[day]}; {name}" if day in named else name
    return MappingProxyType(named)


def is_holiday(day: date) -> bool:
    """Whether the day is a public holiday (a Sunday that is none is not)."""
    return day in holidays(day.year)


def is_rest_day(day: date) -> bool:
    """Whether work on the day earns the Sunday surcharge: a Sunday or a public holiday (CST art. 179)."""
    return day.weekday() == _SUNDAY or is_holiday(day)


def _next_monday(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)
