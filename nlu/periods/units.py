"""Readers of what is said relative to now: this, last and next units, counts of them, the year to date."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from nlu.periods import calendar
from nlu.periods.model import Grain
from nlu.periods.nodes import Mark, Node
from nlu.periods.reading import UNIT_GRAINS, count_of, singular, spoken_days, unit_bounds

if TYPE_CHECKING:
    from re import Match

    from nlu.periods.calendar import Bounds
    from nlu.periods.reading import Reading


def _relative(match: Match[str], reading: Reading, unit: str, by: int) -> Node:
    start, end = match.span("span")
    bounds = unit_bounds(reading.on, unit, by)
    return Node(start, end, UNIT_GRAINS[unit], [Mark("periodo", start, end)], bounds=bounds, unit=unit)


def read_this_unit(match: Match[str], reading: Reading) -> Node | None:
    """«este mes», «la presente quincena»."""
    return _relative(match, reading, match["unit"], 0)


def read_shifted_unit(match: Match[str], reading: Reading) -> Node | None:
    """«el mes pasado», «la próxima quincena», «el año antepasado», «el último trimestre»."""
    groups = match.groupdict()
    by = -1 if groups["past"] else 1 if groups["next"] else -2 if groups["before"] else 0
    return _relative(match, reading, match["unit"], by)


def read_last_count(match: Match[str], reading: Reading) -> Node | None:
    """«los últimos 6 meses»: whole units, the current one included, up to today."""
    group = "span" if match["span"] else "span3"
    unit = singular(match["unit"] or match["unit3"])
    count = count_of(match["count"] or match["count2"] or match["count3"])
    start, end = match.span(group)
    bounds = _window(reading.on, unit, count)
    return Node(start, end, Grain.RANGE, [Mark("periodo", start, end)], bounds=bounds)


def _window(on: date, unit: str, count: int) -> Bounds:
    if unit == "dia":
        return on - timedelta(days=max(count - 1, 0)), on
    if unit == "semana":
        return on - timedelta(days=7 * count - 1), on
    if unit == "ano":
        return calendar.month_bounds(*calendar.shift_month(on.year, on.month, 1 - 12 * count))[0], on
    return unit_bounds(on, unit, 1 - count)[0], on


def read_next_count(match: Match[str], reading: Reading) -> Node | None:
    """«los próximos 3 meses»: the units that follow the current one; days and weeks count from tomorrow."""
    start, end = match.span("span")
    unit, count = singular(match["unit"]), count_of(match["count"])
    if unit in {"dia", "semana"}:
        length = count * (7 if unit == "semana" else 1)
        bounds = reading.on + timedelta(days=1), reading.on + timedelta(days=length)
    else:
        bounds = unit_bounds(reading.on, unit, 1)[0], unit_bounds(reading.on, unit, count)[1]
    return Node(start, end, Grain.RANGE, [Mark("periodo", start, end)], bounds=bounds)


def read_ago(match: Match[str], reading: Reading) -> Node | None:
    """«hace tres meses» is that month, «hace ocho días» that day; with «desde» it runs until today."""
    count = count_of(match["count"] or match["count2"])
    unit = singular(match["unit"] or match["unit2"])
    start, end = match.span("span")
    bounds, grain = _point(reading.on, unit, -count)
    if match["since"]:
        bounds, grain = (bounds[0], reading.on), Grain.RANGE
    return Node(start, end, grain, [Mark("periodo", start, end)], bounds=bounds)


def read_within(match: Match[str], reading: Reading) -> Node | None:
    """«dentro de ocho días», «dentro de dos meses»."""
    unit = singular(match["unit"])
    start, end = match.span("span")
    bounds, grain = _point(reading.on, unit, count_of(match["count"]))
    return Node(start, end, grain, [Mark("periodo", start, end)], bounds=bounds)


def _point(on: date, unit: str, by: int) -> tuple[Bounds, Grain]:
    if unit == "dia":
        day = on + timedelta(days=spoken_days(abs(by)) * (1 if by > 0 else -1))
        return (day, day), Grain.DAY
    return unit_bounds(on, unit, by), UNIT_GRAINS[unit]


def read_to_date(match: Match[str], reading: Reading) -> Node | None:
    """«en lo corrido del año»: from its first day to today, or the whole of a year gone by."""
    span = match.span("span") if match["span"] else match.span("span2")
    if match["year"]:
        year = int(match["year"])
        bounds = date(year, 1, 1), min(date(year, 12, 31), max(reading.on, date(year, 1, 1)))
    else:
        bounds = unit_bounds(reading.on, match["unit"] or "ano", 0)[0], reading.on
    return Node(*span, Grain.RANGE, [Mark("periodo", *span)], bounds=bounds)


def read_the_year(match: Match[str], reading: Reading) -> Node | None:
    """«cuánto llevo en el año»: the current year, so far."""
    start, end = match.span("span")
    bounds = date(reading.on.year, 1, 1), reading.on
    return Node(start, end, Grain.RANGE, [Mark("periodo", start, end)], bounds=bounds, unit="ano")


def read_these_units(match: Match[str], reading: Reading) -> Node | None:
    """«estos meses», «estas semanas»: the last three, up to today."""
    start, end = match.span("span")
    bounds = _window(reading.on, singular(match["unit"]), count_of(None))
    return Node(start, end, Grain.RANGE, [Mark("periodo", start, end)], bounds=bounds)


def read_ellipsis(match: Match[str], reading: Reading) -> Node | None:
    """«(este mes) y el anterior»: holds only the shift; the unit comes from the expression before it."""
    group = "span" if match["span"] else "span2"
    start, end = match.span(group)
    groups = match.groupdict()
    by = -2 if groups["before"] or groups["before2"] else 1 if groups["next"] else -1
    return Node(start, end, Grain.RANGE, [Mark("periodo", start, end)], number=by, unit="ellipsis")
