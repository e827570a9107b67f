"""Dates and days of a vacation as people say them: a first day, a number of business days, or a range."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from actions import formatting
from actions.question import plain
from actions.spoken_numbers import NUMBER, figure
from services.payroll.views import Month

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from actions.periods import AskedPeriod
    from actions.question import Question

_UNTIL = re.compile(r"\bhasta\b")
_LONGEST_RANGE = 90
_WEEKS = re.compile(r"\bsemanas?\b")
_DAYS_OF_A_WEEK = 7
_BUSINESS_DAYS_OF_A_WEEK = 5
_NUMBER_ALONE = re.compile(rf"^(?:[^\W\d_]+ ){{0,3}}{NUMBER}(?: (?:nomas|no mas|y ya|porfa\w*|por favor|habiles))?\W*$")
_NUMBER_ASKED_FOR = re.compile(rf"\b(?:pedir|pido|tomar|tomarme|coger|sacar|solicitar|solicito) {NUMBER}\W*$")


@dataclass(frozen=True)
class SaidVacation:
    """What a message says of a vacation: its first day, its business days, or a month without a day (`vague`)."""

    start: date | None = None
    days: int | None = None
    vague: bool = False


def read_vacation(
    question: Question,
    today: date,
    business_days: Callable[[date, date], int],
    start: date | None = None,
    *,
    asks_days: bool = False,
) -> SaidVacation:
    """Read a message. `start` is the first day known before: with it, a day after «hasta» is the last one.

    A number alone counts days where the form `asks_days`, or after a verb of asking: «quiero pedir 10».

    A date without a year is the next one that comes, a weekday that of the week of `start` or the next one; a week is
    five business days.
    """
    days = question.days if question.days is not None else _bare_days(question, alone=asks_days)
    if days is not None and _WEEKS.search(question.plain_text) and days % _DAYS_OF_A_WEEK == 0:
        days = days // _DAYS_OF_A_WEEK * _BUSINESS_DAYS_OF_A_WEEK
    # «desde el 21 de diciembre» is read as the time from that day until today: here it is a day to come.
    said_periods = [
        replace(period, end=period.start) if period.grain == "range" and period.end == today else period
        for period in question.periods
    ]
    single = [
        _weekday_to_come(period.next_after(today), question.plain_text, today, start)
        for period in said_periods
        if period.single_day
    ]
    ranges = [period for period in said_periods if not period.single_day and period.grain == "range"]
    if ranges and (ranges[0].end - ranges[0].start).days < _LONGEST_RANGE:
        said = ranges[0]
        first, last = said.start, said.end
        if not said.year_given and first < today:
            first, last = _next_year(first, today), _next_year(last, today)
        return SaidVacation(first, business_days(first, last) or None)
    if len(single) >= 2 and single[1].start > single[0].start:
        first, last = single[0].start, single[1].start
        return SaidVacation(first, business_days(first, last) or None)
    if len(single) == 1:
        day = single[0].start
        if start is not None and _UNTIL.search(question.plain_text):
            last = day if day > start else _same_day_after(start, day.day)
            return SaidVacation(None, business_days(start, last) or None)
        return SaidVacation(day, days)
    return SaidVacation(None, days, vague=bool(question.periods) and days is None)


def _bare_days(question: Question, *, alone: bool) -> int | None:
    if question.periods or question.amounts:
        return None
    said = (_NUMBER_ALONE if alone else _NUMBER_ASKED_FOR).search(question.plain_text)
    value = figure(said["number"]) if said is not None else None
    return int(value) if value is not None and value == int(value) and value > 0 else None


def _weekday_to_come(period: AskedPeriod, text: str, today: date, start: date | None) -> AskedPeriod:
    """«mejor el martes» is read as the last one: of a vacation it is that of its week, or else the next to come."""
    name = plain(formatting.weekday(period.start)).split()[0]
    if period.start >= today or (today - period.start).days > _DAYS_OF_A_WEEK or name not in text:
        return period
    known = today if start is None else max(start, today)
    day = known + timedelta(days=period.start.weekday() - known.weekday())
    if day <= today:
        day += timedelta(days=_DAYS_OF_A_WEEK)
    return replace(period, start=day, end=day)


def _same_day_after(start: date, day_of_month: int) -> date:
    """«hasta el 18»: the first 18th after the start."""
    month = Month.of(start)
    for candidate in (month, month.plus(1)):
        day = candidate.first_day.replace(day=min(day_of_month, candidate.last_day.day))
        if day > start:
            return day
    return month.plus(1).last_day


def _next_year(day: date, today: date) -> date:
    year = today.year if (day.month, day.day) >= (today.month, today.day) else today.year + 1
    return day.replace(year=year, day=28 if (day.month, day.day) == (2, 29) else day.day)
