"""Readers of months, fortnights, quarters, semesters and years said by name or number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlu.periods import calendar
from nlu.periods.model import Grain
from nlu.periods.names import is_person_name
from nlu.periods.nodes import Mark, Node, nearest
from nlu.periods.patterns import LAW_BEFORE_YEAR
from nlu.periods.reading import BLOCK_GRAINS, month_mark, month_number, month_shift, read_year, unit_bounds

if TYPE_CHECKING:
    from re import Match

    from nlu.periods.reading import Reading

_SHORT_ANSWER = 5


def read_month(match: Match[str], reading: Reading) -> Node | None:
    """«marzo», «mzo del 25», «diciembre del año pasado»; nothing when the word names a person."""
    if is_person_name(reading.canonical.tokens, reading.canonical.token_at(match.start("month"))):
        return None
    year, year_marks = read_year(match, reading.on)
    marks = [month_mark(match), *year_marks]
    return Node(match.start("month"), match.end(), Grain.MONTH, marks, month=month_number(match["month"]), year=year)


def read_month_code(match: Match[str], reading: Reading) -> Node | None:
    """«2024-03», «03/2024»."""
    first, second = (int(part) for part in re.split(r"[-/]", match["code"]))
    year, month = (first, second) if first > 12 else (second, first)
    if not 1 <= month <= 12:
        return None
    span = match.span("span")
    return Node(*span, Grain.MONTH, [Mark("periodo", *span)], month=month, year=year)


def read_fortnight(match: Match[str], reading: Reading) -> Node | None:
    """«la segunda quincena de marzo», «1ra quincena del mes pasado», «última quincena»."""
    start, end = match.span("span")
    year, year_marks = read_year(match, reading.on)
    marks = [Mark("periodo", start, end)]
    which = match["which"]
    number = 2 if which in {"2", "#2", "ultima"} else 1
    if match["month"]:
        marks.append(month_mark(match))
        month = month_number(match["month"])
        return Node(start, match.end(), Grain.FORTNIGHT, [*marks, *year_marks], month=month, number=number, year=year)
    if match["relative"]:
        bounds = calendar.fortnight_bounds(
            *calendar.shift_month(reading.on.year, reading.on.month, month_shift(match["relative"])), number
        )
        if match["relative"] != "mes":
            marks.append(Mark("periodo", *match.span("relative")))
        return Node(start, match.end(), Grain.FORTNIGHT, marks, bounds=bounds)
    if which == "ultima":
        bounds = unit_bounds(reading.on, "quincena", -1) if year is None else calendar.fortnight_bounds(year, 12, 2)
        return Node(start, match.end(), Grain.FORTNIGHT, [*marks, *year_marks], bounds=bounds, unit="quincena")
    if year is not None:
        bounds = calendar.fortnight_bounds(year, 1, number)
        return Node(start, match.end(), Grain.FORTNIGHT, [*marks, *year_marks], bounds=bounds)
    return Node(start, match.end(), Grain.FORTNIGHT, marks, number=number)


def read_fortnight_ellipsis(match: Match[str], reading: Reading) -> Node | None:
    """«¿en la primera quincena o en la segunda?», «de la primera»: where only fortnights are spoken of."""
    text = reading.canonical.text
    if "quincena" not in text and len(reading.canonical.tokens) > _SHORT_ANSWER:
        return None
    span = match.span("span")
    return Node(*span, Grain.FORTNIGHT, [Mark("periodo", *span)], number=int(match["which"][1:]))


def read_payday_fortnight(match: Match[str], reading: Reading) -> Node | None:
    """«la quincena del 15», «la quincena del 30 de abril»: the fortnight that is paid on that day."""
    start, end = match.span("span")
    day = int(match["day"].lstrip("#"))
    number = 1 if day <= calendar.FIRST_FORTNIGHT_END else 2
    year, _ = read_year(match, reading.on)
    month = month_number(match["month"]) if match["month"] else None
    stop = match.end() if month else end
    node = Node(start, stop, Grain.FORTNIGHT, [], month=month, number=number, year=year)
    node.marks = [Mark("fecha", start, stop)]
    return node


def read_block(match: Match[str], reading: Reading) -> Node | None:
    """«primer semestre», «segundo trimestre de 2024», «último trimestre del año pasado»."""
    start, end = match.span("span")
    grain = BLOCK_GRAINS[match["unit"]]
    year, year_marks = read_year(match, reading.on)
    blocks = 12 // calendar.MONTHS_PER_GRAIN[grain]
    marks = [Mark("periodo", start, end), *year_marks]
    if match["which"] == "ultimo":
        if year is None:
            bounds = unit_bounds(reading.on, match["unit"], -1)
            return Node(start, end, grain, marks, bounds=bounds, unit=match["unit"])
        return Node(start, match.end(), grain, marks, number=blocks, year=year)
    number = int(match["which"][1:])
    return Node(start, match.end(), grain, marks, number=number, year=year) if number <= blocks else None


def read_quarter_code(match: Match[str], reading: Reading) -> Node | None:
    """«Q1 2024», «T3»."""
    span = match.span("span")
    year, year_marks = read_year(match, reading.on)
    marks = [Mark("periodo", *span), *year_marks]
    return Node(span[0], match.end(), Grain.QUARTER, marks, number=int(match["number"]), year=year)


def read_year_name(match: Match[str], reading: Reading) -> Node | None:
    """«2024», «año 24»; not the year of a law («ley 2101 de 2021»)."""
    if LAW_BEFORE_YEAR.search(reading.canonical.text[: match.start()]):
        return None
    year, marks = read_year(match, reading.on)
    if year is None:
        return None
    return Node(marks[0].start, marks[0].end, Grain.YEAR, marks, number=1, year=year)


def read_last_years_month(match: Match[str], reading: Reading) -> Node | None:
    """«el mismo mes del año pasado»."""
    span = match.span("span")
    bounds = calendar.month_bounds(reading.on.year - 1, reading.on.month)
    return Node(*span, Grain.MONTH, [Mark("periodo", *span)], bounds=bounds)


def read_middle_of_year(match: Match[str], reading: Reading) -> Node | None:
    """«la prima de mitad de año» is June's: a period without an entity."""
    return Node(*match.span(), Grain.MONTH, month=6)


def read_end_of_year(match: Match[str], reading: Reading) -> Node | None:
    """«la prima de fin de año» is December's: a period without an entity."""
    return Node(*match.span(), Grain.MONTH, month=12)


def read_holy_week(match: Match[str], reading: Reading) -> Node | None:
    """«Semana Santa»: Palm Sunday to Easter Sunday."""
    start, end = match.span("span")
    year, year_marks = read_year(match, reading.on)
    marks = [Mark("periodo", start, end), *year_marks]
    if year is not None:
        bounds = calendar.holy_week_bounds(year)
    else:
        bounds = nearest(calendar.holy_week_bounds, reading.on, reading.direction)
    return Node(start, match.end(), Grain.RANGE, marks, bounds=bounds, year=year, silent=year is None)


def read_christmas(match: Match[str], reading: Reading) -> Node | None:
    """«navidad»: 25 December; the night before it for «nochebuena»."""
    start, end = match.span("span")
    year, year_marks = read_year(match, reading.on)
    day = 24 if "nochebuena" in match["span"] else 25
    marks = [Mark("fecha", start, end), *year_marks]
    return Node(start, match.end(), Grain.DAY, marks, day=day, month=12, year=year)
