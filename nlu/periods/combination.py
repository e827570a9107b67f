"""Combines neighbouring expressions: «de enero a abril», «marzo y abril de 2024», «este mes y el anterior»."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from nlu.periods.model import Direction, Grain
from nlu.periods.nodes import Mark, Node, nearest
from nlu.periods.reading import unit_bounds

if TYPE_CHECKING:
    from datetime import date

    from nlu.periods.calendar import Bounds
    from nlu.periods.reading import Reading

_OPENERS = re.compile(
    r"(?:^|\s)(?P<opener>entre|desde|de|del|a partir de|a partir del|desde el|desde la|entre el|entre la)(?: el| la"
    r"| mes de| el mes de)? $"
)
# «la diferencia entre marzo y abril» names two periods, not the stretch from one to the other.
_COMPARISON = re.compile(r"\b(?:diferencia|compar\w*|cambi\w*|vari\w*)\b.* entre(?: el| la)? $")
_UNTIL = frozenset(
    {"a", "al", "hasta", "hasta el", "hasta la", "hasta el mes de", "-", "a el", "hasta el dia de", "hasta el dia"}
)
_AND = frozenset({"y", "e", "y el", "y la", "y el mes de"})
_LIST = _AND | {",", "o", "vs", "versus", "con", "contra", "y de", "y en", "a"}
_SPANNING = (Grain.MONTH, Grain.DAY, Grain.YEAR, Grain.FORTNIGHT, Grain.RANGE)


def combine(nodes: list[Node], reading: Reading) -> list[Node]:
    """Returns the expressions with ranges joined, shared years spread, open starts marked and ellipses filled in."""
    _share_years(nodes, reading)
    combined: list[Node] = []
    for node in nodes:
        previous = combined[-1] if combined else None
        if previous is not None and _is_range(previous, node, reading):
            combined[-1] = _range(previous, node, reading)
        elif node.unit == "ellipsis":
            combined.append(_fill(previous, node, reading) or node)
        else:
            combined.append(node)
    for node in combined:
        opener = _opener(node, reading)
        node.open_end = opener.startswith(("desde", "a partir")) and node.grain is not Grain.RANGE
    return combined


def _between(first: Node, second: Node, reading: Reading) -> str:
    return reading.canonical.text[first.end : second.start].strip()


def _opener(node: Node, reading: Reading) -> str:
    match = _OPENERS.search(reading.canonical.text[: node.start])
    return match["opener"] if match else ""


def _is_range(first: Node, second: Node, reading: Reading) -> bool:
    if first.grain not in _SPANNING or second.grain not in _SPANNING or "count" in {first.unit, second.unit}:
        return False
    if second.unit == "ellipsis" or first.unit == "now":
        return False
    tie, opener = _between(first, second, reading), _opener(first, reading)
    if tie in _UNTIL:
        if second.unit == "now" or tie.startswith("hasta") or tie == "-":
            return True
        return bool(opener) or (first.grain is second.grain and first.grain in {Grain.MONTH, Grain.DAY})
    return tie in _AND and opener.startswith("entre") and not _COMPARISON.search(reading.canonical.text[: first.start])


def _range(first: Node, second: Node, reading: Reading) -> Node:
    """Joins two ends; an end without a year takes the one that keeps the order and does not pass the present."""
    year_given = first.year_given or second.year_given
    if first.month is None and first.day is not None and second.month is not None and first.bounds is None:
        first.month = second.month
    start, end = _ends(first, second, reading)
    if start > end and second.unit == "weekday":
        end += timedelta(weeks=1)
    elif start > end:
        start, end = end, start
    marks = [*_dated(first.marks, start), *_dated(second.marks, end)]
    joined = Node(first.start, second.end, Grain.RANGE, marks, bounds=(start, end))
    joined.silent = not year_given
    return joined


def _dated(marks: list[Mark], day: date) -> list[Mark]:
    return [replace(mark, value=day.isoformat()) if mark.entity == "fecha" else mark for mark in marks]


def _ends(first: Node, second: Node, reading: Reading) -> Bounds:
    on, direction = reading.on, reading.direction
    if first.year_given and second.year_given:
        return first.resolve(on, direction)[0], second.resolve(on, direction)[1]
    if first.year_given:
        start = first.resolve(on, direction)[0]
        end = second.resolve(start, Direction.FUTURE)[1]
        return start, end
    if second.year_given:
        last, end = second.resolve(on, direction)
        return first.resolve(last, Direction.PAST)[0], end

    def in_year(year: int) -> Bounds:
        """Puts the second end in `year` and the first end just before it."""
        last, end = replace(second, year=year).resolve(on, direction)
        return first.resolve(last, Direction.PAST)[0], end

    if second.month is None or first.month is None:
        last, end = second.resolve(on, direction)
        return first.resolve(last, Direction.PAST)[0], end
    if direction is Direction.FUTURE:
        return nearest(in_year, on, direction)
    wraps = first.month > second.month
    return next(
        bounds
        for bounds in map(in_year, range(on.year + 1, on.year - 3, -1))
        if (replace(second, year=bounds[1].year).resolve(on, direction)[0] if wraps else bounds[0]) <= on
    )


def _share_years(nodes: list[Node], reading: Reading) -> None:
    """«marzo y abril de 2024»: the year said last holds for the months listed before it."""
    for first, second in zip(reversed(nodes[:-1]), reversed(nodes[1:]), strict=True):
        listed = second.grain is not Grain.YEAR and _between(first, second, reading) in _LIST
        if listed and first.bounds is None and first.year is None and first.grain is not Grain.YEAR:
            first.year = second.year


def _fill(previous: Node | None, node: Node, reading: Reading) -> Node | None:
    """Gives «y el anterior» the unit of the expression before it; without one it stays an entity without a period."""
    by = node.number or 0
    if previous is None or (previous.grain is Grain.RANGE and previous.unit is None):
        return None
    unit = previous.unit or {Grain.MONTH: "mes", Grain.FORTNIGHT: "quincena", Grain.YEAR: "ano"}.get(previous.grain)
    if unit is None or unit in {"count", "now", "ellipsis", "weekday"}:
        return None
    start, _ = previous.resolve(reading.on, reading.direction)
    bounds = unit_bounds(start, unit, by)
    return Node(node.start, node.end, previous.grain, node.marks, bounds=bounds, unit=unit)
