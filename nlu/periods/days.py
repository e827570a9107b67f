"""Readers of single days, weekdays, ranges of days and day counts."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from nlu.periods import calendar
from nlu.periods.lexicon import WEEKDAYS, words
from nlu.periods.model import Direction, Grain
from nlu.periods.names import is_person_name
from nlu.periods.nodes import Mark, Node, nearest
from nlu.periods.reading import month_number, month_shift, read_year

if TYPE_CHECKING:
    from re import Match

    from nlu.periods.reading import Reading

# «de lunes a viernes» tells a habit, not a date.
_EVERY_WEEK = re.compile(rf"(?:de|entre) (?:{'|'.join(WEEKDAYS)}) (?:a|y) $")
# «Turno de 10 a 6», «de 2 a 10 de la noche» are hours.
_AT_WORK = re.compile(r"\b(?:turnos?|jornada|horario|trabaj\w+|labor\w+)(?: \w+){0,2} $")
_TIME_OF_DAY = re.compile(r" (?:de|en|por) la (?:manana|tarde|noche|madrugada)\b| ?[ap]\.? ?m\b")
# «¿Toca hasta mañana?» waits for a day; «gracias, hasta mañana» says goodbye.
_WAITS_UNTIL = re.compile(r"\b(?:toca\w*|esper\w+|sino|no|dura\w*|plazo|tengo|queda\w*|es|sera|seria) hasta $")
_INTRODUCERS = words("hoy para hasta desde a el este pasado proximo del al manana dia cae es")


def _fixed_day(span: tuple[int, int], day: date) -> Node:
    return Node(*span, Grain.DAY, [Mark("fecha", *span)], bounds=(day, day))


def _day_number(said: str) -> int:
    return int(said.lstrip("#"))


def read_date_code(match: Match[str], reading: Reading) -> Node | None:
    """«2024-03-09», «09/04/2024», «9-4-24»: day first, as in Colombia; an impossible date is none."""
    parts = [int(part) for part in re.split(r"[-/.]", match["code"])]
    year, month, day = parts if parts[0] > 31 else parts[::-1]
    try:
        return _fixed_day(match.span("span"), date(year if year > 99 else 2000 + year, month, day))
    except ValueError:
        return None


def read_short_date_code(match: Match[str], reading: Reading) -> Node | None:
    """«15/03»: day and month."""
    day, month = (int(part) for part in match["code"].split("/"))
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    span = match.span("span")
    return Node(*span, Grain.DAY, [Mark("fecha", *span)], day=day, month=month)


def read_day_of_month(match: Match[str], reading: Reading) -> Node | None:
    """«el 9 de abril», «15 de marzo del 25»; the year belongs to the date."""
    year, _ = read_year(match, reading.on)
    start, end = match.span("span")
    node = Node(start, end, Grain.DAY, [Mark("fecha", start, end)], day=_day_number(match["day"]), year=year)
    node.month = month_number(match["month"])
    return node


def read_month_day(match: Match[str], reading: Reading) -> Node | None:
    """«marzo 15»."""
    span = match.span("span")
    if is_person_name(reading.canonical.tokens, reading.canonical.token_at(match.start("month"))):
        return None
    return Node(*span, Grain.DAY, [Mark("fecha", *span)], day=int(match["day"]), month=month_number(match["month"]))


def read_day_of_relative_month(match: Match[str], reading: Reading) -> Node | None:
    """«el 15 del mes pasado»."""
    start, end = match.span("span")
    year, month = calendar.shift_month(reading.on.year, reading.on.month, month_shift(match["relative"]))
    day = calendar.day_of(year, month, _day_number(match["day"]))
    marks = [Mark("fecha", start, end), Mark("periodo", *match.span("relative"))]
    return Node(start, match.end(), Grain.DAY, marks, bounds=(day, day))


def read_bare_day(match: Match[str], reading: Reading) -> Node | None:
    """«el 15»."""
    span = match.span("span")
    return Node(*span, Grain.DAY, [Mark("fecha", *span)], day=_day_number(match["day"]))


def read_day_range_of_month(match: Match[str], reading: Reading) -> Node | None:
    """«del 3 al 10 de julio»: two dates and the days between them."""
    first, last, month = _day_number(match["day1"]), int(match["day2"]), month_number(match["month"])
    year, _ = read_year(match, reading.on)
    end = Node(0, 0, Grain.DAY, day=last, month=month, year=year).resolve(reading.on, reading.direction)[0]
    if year is None and reading.direction is Direction.FUTURE and end.year > reading.on.year and first <= last:
        start_this_year = calendar.day_of(reading.on.year, month, first)
        end = calendar.day_of(reading.on.year, month, last) if start_this_year >= reading.on else end
    start = _start_before(end, first, last)
    node = Node(match.start("span1"), match.end(), Grain.RANGE, year=year)
    return _range_of_days(node, match.span("span1"), match.span("span2"), start, end)


def read_day_range(match: Match[str], reading: Reading) -> Node | None:
    """«desde el 20 hasta el 31», «del 3 al 10 del mes pasado»."""
    first_group = next(group for group in ("1a", "1b", "1c") if match[f"day{group}"])
    if first_group == "1c" and not match["relative"] and _are_hours(match, reading):
        return None
    first, last = _day_number(match[f"day{first_group}"]), int(match["day2"])
    if match["relative"]:
        year, month = calendar.shift_month(reading.on.year, reading.on.month, month_shift(match["relative"]))
        end = calendar.day_of(year, month, last)
    else:
        end = Node(0, 0, Grain.DAY, day=last).resolve(reading.on, reading.direction)[0]
    node = Node(match.start(f"span{first_group}"), match.end(), Grain.RANGE)
    node = _range_of_days(
        node, match.span(f"span{first_group}"), match.span("span2"), _start_before(end, first, last), end
    )
    if match["relative"]:
        node.marks.append(Mark("periodo", *match.span("relative")))
    return node


def _are_hours(match: Match[str], reading: Reading) -> bool:
    text = reading.canonical.text
    return bool(_AT_WORK.search(text[: match.start()]) or _TIME_OF_DAY.match(text, match.end()))


def _start_before(end: date, first: int, last: int) -> date:
    year, month = (end.year, end.month) if first <= last else calendar.shift_month(end.year, end.month, -1)
    return calendar.day_of(year, month, first)


def _range_of_days(node: Node, first: tuple[int, int], second: tuple[int, int], start: date, end: date) -> Node:
    node.bounds = start, end
    node.marks = [Mark("fecha", *first, value=start.isoformat()), Mark("fecha", *second, value=end.isoformat())]
    node.silent = node.year is None
    return node


def read_today(match: Match[str], reading: Reading) -> Node | None:
    """«hoy»."""
    return _fixed_day(match.span("span"), reading.on)


def read_the_date(match: Match[str], reading: Reading) -> Node | None:
    """«(a) la fecha»: today as the end of a range, never an entity nor a period of its own."""
    return Node(*match.span("span"), Grain.DAY, bounds=(reading.on, reading.on), unit="now")


def read_yesterday(match: Match[str], reading: Reading) -> Node | None:
    """«ayer», «anteayer», «antes de ayer»."""
    back = 3 if match["three"] else 2 if match["two"] else 1
    return _fixed_day(match.span("span"), reading.on - timedelta(days=back))


def read_tomorrow(match: Match[str], reading: Reading) -> Node | None:
    """«mañana», «pasado mañana»; not the farewell «hasta mañana»."""
    before = reading.canonical.text[: match.start("span")]
    if before.endswith("hasta ") and not match["two"] and not _WAITS_UNTIL.search(before):
        return None
    return _fixed_day(match.span("span"), reading.on + timedelta(days=2 if match["two"] else 1))


def read_weekday(match: Match[str], reading: Reading) -> Node | None:
    """«el viernes», «el lunes pasado», «el viernes 13 de marzo»; not «de lunes a viernes»."""
    tokens = reading.canonical.tokens
    index = reading.canonical.token_at(match.start("weekday"))
    span = match.span("span")
    qualified = match["weekday"] != match["span"]
    before = tokens[index - 1].canonical if index else ""
    if not qualified and before not in _INTRODUCERS and len(tokens) > 2:
        return None
    if is_person_name(tokens, index) or _EVERY_WEEK.search(reading.canonical.text[: match.start("weekday")]):
        return None
    if match["holy"]:
        sunday = nearest(calendar.holy_week_bounds, reading.on, reading.direction)[1]
        return _fixed_day(span, sunday - timedelta(days=6 - WEEKDAYS.index(match["weekday"])))
    if match["day"]:
        month = month_number(match["month"]) if match["month"] else None
        year, _ = read_year(match, reading.on)
        return Node(*span, Grain.DAY, [Mark("fecha", *span)], day=int(match["day"]), month=month, year=year)
    weekday = WEEKDAYS.index(match["weekday"])
    back = (reading.on.weekday() - weekday) % 7
    if match["past"] or match["past0"]:
        day = reading.on - timedelta(days=back or 7)
    elif match["next"] or match["next0"]:
        day = reading.on + timedelta(days=7 - back)
    elif match["this"]:
        day = calendar.week_bounds(reading.on)[0] + timedelta(days=weekday)
    elif reading.direction is Direction.FUTURE:
        day = reading.on + timedelta(days=(weekday - reading.on.weekday()) % 7)
    else:
        day = reading.on - timedelta(days=back)
    node = _fixed_day(span, day)
    node.unit = "weekday"
    return node


def read_weekend(match: Match[str], reading: Reading) -> Node | None:
    """«el fin de semana (pasado)»: Saturday and Sunday."""
    span = match.span("span")
    by = -1 if match["past"] or match["past0"] else 1 if match["next"] or match["next0"] else 0
    if by == 0 and reading.direction is Direction.PAST and reading.on.weekday() < 5:
        by = -1
    sunday = calendar.week_bounds(reading.on, by)[1]
    return Node(*span, Grain.RANGE, [Mark("periodo", *span)], bounds=(sunday - timedelta(days=1), sunday))


def read_day_count(match: Match[str], reading: Reading) -> Node | None:
    """«cinco días», «dos semanas»: a count, which is no period («un día» counts nothing)."""
    span = match.span("span")
    count = int(match["count"]) if match["count"].isdigit() else 1  # «una semana»
    days = count * (7 if match["unit"].startswith("semana") else 1)
    return Node(*span, Grain.DAY, [Mark("cantidad_dias", *span, value=str(days))], number=days, unit="count")
