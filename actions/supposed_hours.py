"""Hours in a «what if»: how many, and of which kind by what is said of the day and the night; pure."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from actions.spoken_numbers import NUMBER, figure
from actions.supposition import Subject, Supposition
from services.payroll.rules.holidays_co import is_rest_day
from services.payroll.rules.surcharges import HourKind

if TYPE_CHECKING:
    from datetime import date

    from actions.question import Question

_HOURS = re.compile(rf"{NUMBER}\s*(?:horas?|horitas|hrs?|hs?|extras?|nocturnas?|diurnas?|dominicales)\b")
A_WORKING_DAY = Decimal(8)
"""The hours of «un domingo» or «el festivo», when none are said."""
_ON_A_REST_DAY = re.compile(
    r"\b(?:trabaj\w+|hago|hiciera|hacer|meto|metiera|laboro|turno|me toca(?:ra)?)\b.*"
    r"\b(?:domingo|festivo|feriado|dominical)\b"
)
_BARE_NUMBER = re.compile(NUMBER)
_WORKS = re.compile(r"\b(?:trabaj[oa]\w*|laboro|laborara|turno)\b")
_ABOVE_ORDINARY = re.compile(
    r"\b(?:extras?|extraordinari\w+|nocturn\w+|noche|dominical\w*|domingos?|festiv\w+|recargos?)"
)
_EXTRA = re.compile(r"\bextra")
_DAY = re.compile(r"\bdiurn|\bde dia\b")
_NIGHT = re.compile(r"\bnocturn|\bnoche|\bmadrugada")
_SUNDAY = re.compile(r"\bdominical|\bdomingo|\bfestiv")
_KINDS = {
    (True, False, False): HourKind.EXTRA_DAY,
    (True, True, False): HourKind.EXTRA_NIGHT,
    (True, False, True): HourKind.EXTRA_DAY_SUNDAY,
    (True, True, True): HourKind.EXTRA_NIGHT_SUNDAY,
    (False, True, False): HourKind.NIGHT,
    (False, False, True): HourKind.SUNDAY,
    (False, True, True): HourKind.NIGHT_SUNDAY,
}
"""The kind of hour by (extra, night, Sunday or holiday)."""
AT_NIGHT = frozenset(kind for (_, night, _), kind in _KINDS.items() if night)
_ON_SUNDAY = frozenset(kind for (_, _, sunday), kind in _KINDS.items() if sunday)
_ON_WEEKDAYS = re.compile(r"\bentre semana\b|\b(?:dias? )?(?:habil|ordinari|normal)\w*")


def supposed_hours(question: Question, today: date) -> Supposition | None:
    """The hours above the ordinary ones that the words name, or a working day on «un domingo»; None for neither."""
    text = question.plain_text
    said = says_hours(text)
    if said is None:
        on_a_rest_day = _ON_A_REST_DAY.search(text) or (_WORKS.search(text) and _names_a_rest_day(question, today))
        return Supposition(Subject.HOURS, A_WORKING_DAY, hour_kind=HourKind.SUNDAY) if on_a_rest_day else None
    if _names_a_rest_day(question, today):
        text = f"{text} festivo"
    return Supposition(Subject.HOURS, said, hour_kind=_hour_kind(text)) if _ABOVE_ORDINARY.search(text) else None


def says_hours(text: str) -> Decimal | None:
    """How many hours the words name."""
    said = _HOURS.search(text)
    return None if said is None else figure(said["number"])


def _names_a_rest_day(question: Question, today: date) -> bool:
    """Whether the day said («el 25 de diciembre») is a Sunday or a holiday, the next one to come."""
    period = question.period
    return period is not None and period.single_day and is_rest_day(period.next_after(today).start)


def _hour_kind(text: str) -> HourKind | None:
    """The kind that the words name; None for «horas extras» alone, which may be of the day or of the night."""
    extra, night, sunday = (bool(pattern.search(text)) for pattern in (_EXTRA, _NIGHT, _SUNDAY))
    if extra and not night and not sunday and not _DAY.search(text):
        return None
    return _KINDS.get((extra, night, sunday), HourKind.EXTRA_DAY)


def continued_hours(question: Question, before: Supposition) -> Supposition | None:
    """The supposition with the number or the kind that the words change: «¿y si son 20?», «¿y en domingo?»."""
    text = question.plain_text
    said = _HOURS.search(text) or (None if question.periods or question.amounts else _BARE_NUMBER.search(text))
    named = bool(_DAY.search(text) or _NIGHT.search(text) or _SUNDAY.search(text))
    if said is None and not named:
        return None
    return replace(
        before,
        figure=before.figure if said is None else figure(said["number"]),
        hour_kind=_continued_kind(text, before.hour_kind) if named else before.hour_kind,
    )


def at_other_time(kind: HourKind) -> HourKind:
    """The same hours by day instead of by night, or the other way round; an ordinary hour by day pays nothing more,
    so that the night surcharge's is the extra hour."""
    extra, night, sunday = next(said for said, named in _KINDS.items() if named is kind)
    return _KINDS.get((extra, not night, sunday), HourKind.EXTRA_DAY)


def _continued_kind(text: str, before: HourKind | None) -> HourKind:
    """What the words do not say stays: «¿y si fueran dominicales?» of night hours asks about Sunday's nights."""
    extra = bool(_EXTRA.search(text)) or before is None or before.value.startswith("hora_extra")
    night = bool(_NIGHT.search(text)) or (before in AT_NIGHT and not _DAY.search(text))
    sunday = bool(_SUNDAY.search(text)) or (before in _ON_SUNDAY and not _ON_WEEKDAYS.search(text))
    return _KINDS.get((extra, night, sunday), HourKind.EXTRA_DAY)
