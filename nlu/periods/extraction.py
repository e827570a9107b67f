"""Reads a message: every reader offers what it sees, the longest non-overlapping expressions stay and are combined."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from nlu.periods import days, months, patterns, units
from nlu.periods.combination import combine
from nlu.periods.corrections import taken_back
from nlu.periods.direction import read_direction
from nlu.periods.model import Direction, EntitySpan, Extraction, Grain, Period
from nlu.periods.reading import Reading
from nlu.periods.tokens import CanonicalText

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from nlu.periods.nodes import Mark, Node

READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Reading], Node | None]], ...] = (
    (patterns.DAY_RANGE_OF_MONTH, days.read_day_range_of_month),
    (patterns.DAY_RANGE, days.read_day_range),
    (patterns.DATE_CODE, days.read_date_code),
    (patterns.SHORT_DATE_CODE, days.read_short_date_code),
    (patterns.MONTH_CODE, months.read_month_code),
    (patterns.QUARTER_CODE, months.read_quarter_code),
    (patterns.PAYDAY_FORTNIGHT, months.read_payday_fortnight),
    (patterns.DAY_OF_MONTH, days.read_day_of_month),
    (patterns.MONTH_DAY, days.read_month_day),
    (patterns.DAY_OF_RELATIVE_MONTH, days.read_day_of_relative_month),
    (patterns.FORTNIGHT, months.read_fortnight),
    (patterns.FORTNIGHT_OF_MONTH, months.read_fortnight),
    (patterns.BLOCK_OF_YEAR, months.read_block),
    (patterns.MONTH_NAME, months.read_month),
    (patterns.MONTH_ABBREVIATION, months.read_month),
    (patterns.SAME_MONTH_LAST_YEAR, months.read_last_years_month),
    (patterns.LAST_COUNT, units.read_last_count),
    (patterns.NEXT_COUNT, units.read_next_count),
    (patterns.AGO, units.read_ago),
    (patterns.WITHIN, units.read_within),
    (patterns.TO_DATE, units.read_to_date),
    (patterns.UNIT_AFTER, units.read_shifted_unit),
    (patterns.UNIT_BEFORE, units.read_shifted_unit),
    (patterns.THESE_UNITS, units.read_these_units),
    (patterns.UNIT_THIS, units.read_this_unit),
    (patterns.THE_YEAR, units.read_the_year),
    (patterns.FORTNIGHT_ELLIPSIS, months.read_fortnight_ellipsis),
    (patterns.ELLIPSIS, units.read_ellipsis),
    (patterns.HOLY_WEEK, months.read_holy_week),
    (patterns.CHRISTMAS, months.read_christmas),
    (patterns.WEEKDAY_NAME, days.read_weekday),
    (patterns.WEEKEND, days.read_weekend),
    (patterns.TODAY, days.read_today),
    (patterns.THE_DATE, days.read_the_date),
    (patterns.YESTERDAY, days.read_yesterday),
    (patterns.TOMORROW, days.read_tomorrow),
    (patterns.BARE_DAY, days.read_bare_day),
    (patterns.BARE_DAY_AFTER, days.read_bare_day),
    (patterns.YEAR_NAME, months.read_year_name),
    (patterns.MIDDLE_OF_YEAR, months.read_middle_of_year),
    (patterns.END_OF_YEAR, months.read_end_of_year),
    (patterns.DAY_COUNT, days.read_day_count),
)

SILENT_UNITS = frozenset({"count", "now", "ellipsis"})


def extract(text: str, on: date) -> Extraction:
    """Returns the periods, entity spans and first day count of a message said on the day `on` (America/Bogota)."""
    canonical = _canonical(text)
    if not patterns.LANDMARK.search(canonical.text):
        return Extraction()
    reading = Reading(canonical, on, read_direction(canonical.text))
    nodes = combine(_longest(_offers(reading)), reading)
    replaced = taken_back(nodes, reading)
    meant = [node for node in nodes if node not in replaced]
    counts = [node.number for node in meant if node.unit == "count"]
    return Extraction(
        periods=[_period(node, reading) for node in meant if node.unit not in SILENT_UNITS],
        entities=_entities(nodes, reading),
        days=counts[0] if counts else None,
    )


@lru_cache(maxsize=8)
def _canonical(text: str) -> CanonicalText:
    """Reads a message's words once for all who ask what times it tells."""
    return CanonicalText(text)


def _offers(reading: Reading) -> list[Node]:
    offers: list[Node] = []
    for pattern, reader in READERS:
        for match in pattern.finditer(reading.canonical.text):
            node = reader(match, reading)
            if node is not None:
                offers.append(node)
    return offers


def _longest(offers: list[Node]) -> list[Node]:
    """Keeps the longest of overlapping expressions, the earlier reader on a tie, in text order."""
    kept: list[Node] = []
    for node in sorted(offers, key=lambda node: (node.start - node.end, node.start)):
        if all(node.end <= other.start or node.start >= other.end for other in kept):
            kept.append(node)
    return sorted(kept, key=lambda node: node.start)


def _period(node: Node, reading: Reading) -> Period:
    start, end = node.resolve(reading.on, reading.direction)
    grain = node.grain
    if node.open_end and start < reading.on and reading.direction is not Direction.FUTURE:
        end, grain = max(end, reading.on), Grain.RANGE
    first, last = reading.canonical.span(node.start, node.end)
    year_given = node.year_given and not node.silent
    return Period(start, end, grain, reading.canonical.source[first:last], year_given, reading.direction)


def _entities(nodes: list[Node], reading: Reading) -> list[EntitySpan]:
    spans: list[EntitySpan] = []
    for node in nodes:
        for mark in node.marks:
            start, end = reading.canonical.span(mark.start, mark.end)
            spans.append(EntitySpan(mark.entity, start, end, _value(mark, node, reading, start, end)))
    return sorted(spans, key=lambda span: span.start)


def _value(mark: Mark, node: Node, reading: Reading, start: int, end: int) -> str:
    if mark.value:
        return mark.value
    if mark.entity == "fecha" and node.grain is Grain.DAY:
        return node.resolve(reading.on, reading.direction)[0].isoformat()
    return reading.canonical.source[start:end]
