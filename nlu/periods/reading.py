"""What every reader shares: the day a message was said on, its canonical text, and how a year is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from nlu.periods import calendar
from nlu.periods.lexicon import MONTH_NUMBER, MONTHS
from nlu.periods.model import Direction, Grain
from nlu.periods.nodes import Mark

if TYPE_CHECKING:
    from re import Match

    from nlu.periods.calendar import Bounds
    from nlu.periods.tokens import CanonicalText

BLOCK_GRAINS = {"bimestre": Grain.BIMESTER, "trimestre": Grain.QUARTER, "semestre": Grain.SEMESTER}
UNIT_GRAINS = {
    **BLOCK_GRAINS,
    "mes": Grain.MONTH,
    "quincena": Grain.FORTNIGHT,
    "ano": Grain.YEAR,
    "dia": Grain.DAY,
    "semana": Grain.RANGE,
    "cuatrimestre": Grain.RANGE,
}
_MONTHS_PER_UNIT = {"bimestre": 2, "trimestre": 3, "cuatrimestre": 4, "semestre": 6, "ano": 12}
_DAYS_PER_SPOKEN = {8: 7, 15: 14}


@dataclass(frozen=True)
class Reading:
    """The circumstances of one message."""

    canonical: CanonicalText
    on: date
    direction: Direction


def spoken_days(count: int) -> int:
    """Returns the days that «ocho días» or «quince días» from now mean in Colombia: one and two weeks."""
    return _DAYS_PER_SPOKEN.get(count, count)


def singular(unit: str) -> str:
    """Returns the singular of a unit word."""
    return "mes" if unit in {"mes", "meses"} else unit.rstrip("s")


def count_of(said: str | None) -> int:
    """Returns the number said before a unit; «un» is one, «un par de» two, silence three («los últimos meses»)."""
    if said is None:
        return 3
    if said.isdigit():
        return int(said)
    return 2 if "par" in said else 1


def unit_bounds(on: date, unit: str, by: int) -> Bounds:
    """Returns the week, fortnight, month… that lies `by` units from the one that holds `on`."""
    if unit == "dia":
        day = on + timedelta(days=by)
        return day, day
    if unit == "semana":
        return calendar.week_bounds(on, by)
    if unit == "quincena":
        return calendar.shift_fortnight(on, by)
    if unit == "mes":
        return calendar.month_bounds(*calendar.shift_month(on.year, on.month, by))
    return calendar.shift_block(on, by, _MONTHS_PER_UNIT[unit])


def month_number(said: str) -> int:
    """Returns the number of a canonical month name or of the abbreviations that are words of their own."""
    return {"mar": 3, "set": 9}.get(said) or MONTH_NUMBER[said]


def month_mark(match: Match[str], group: str = "month") -> Mark:
    """Returns the `mes` entity of a matched month."""
    return Mark("mes", *match.span(group), value=MONTHS[month_number(match.group(group)) - 1])


def read_year(match: Match[str], on: date) -> tuple[int | None, list[Mark]]:
    """Returns the year that a match fixes, by digits or by «del año pasado», and its entity."""
    groups = match.groupdict()
    if groups.get("year"):
        return int(groups["year"]), [Mark("anio", *match.span("year"), value=groups["year"])]
    if groups.get("short_year"):
        year = 2000 + int(groups["short_year"])
        return year, [Mark("anio", *match.span("short_year"), value=str(year))]
    spoken = groups.get("spoken_year")
    if not spoken:
        return None, []
    start, end = match.span("spoken_year")
    return on.year + _year_shift(spoken), [Mark("periodo", start, end)]


def _year_shift(spoken: str) -> int:
    if ("ante" in spoken and "anterior" not in spoken) or "penultimo" in spoken or "tras" in spoken:
        return -2
    if any(
        word in spoken
        for word in ("proximo", "siguiente", "que viene", "entrante", "venidero", "que sigue", "que entra")
    ):
        return 1
    if any(word in spoken for word in ("este", "presente", "actual", "en curso", "corriente", "vigente", "mismo")):
        return 0
    return -1


def month_shift(spoken: str) -> int:
    """Returns how far «el mes pasado», «este mes» or «el próximo mes» lies from the current one."""
    return _year_shift(spoken) if spoken != "mes" else 0
