"""How figures, dates and periods are written inside what the assistant says; only here do amounts become text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_date

from services.colombian_formats import LOCALE, day, money, month_of, number, percent
from services.payroll.views import Month, Period

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from actions.periods import AskedPeriod

__all__ = [
    "capitalized",
    "day",
    "fortnight",
    "listing",
    "money",
    "month",
    "number",
    "percent",
    "period",
    "short_month",
    "signed",
    "weekday",
    "when",
    "within",
    "within_days",
]
_FORTNIGHTS = {1: "la primera quincena", 2: "la segunda quincena"}


def signed(amount: Decimal) -> str:
    """`+ $ 50.000` or `− $ 50.000`."""
    return f"{'+' if amount >= 0 else '−'} {money(abs(amount))}"


def weekday(value: date) -> str:
    """`jueves 5 de marzo de 2026`."""
    return format_date(value, "EEEE d 'de' MMMM 'de' y", locale=LOCALE)


def month(value: Month) -> str:
    """`marzo de 2026`."""
    return month_of(value.first_day)


def short_month(value: Month) -> str:
    """`mar 2026`, for axes and narrow columns."""
    return format_date(value.first_day, "MMM y", locale=LOCALE).replace(".", "")


def fortnight(number_in_month: int, of_month: Month) -> str:
    """`la primera quincena de marzo de 2026`."""
    return f"{_FORTNIGHTS[number_in_month]} de {month(of_month)}"


def payment(of_month: Month, number_in_month: int | None) -> str:
    """What a payment pays: the month, or one of its fortnights."""
    return month(of_month) if number_in_month is None else fortnight(number_in_month, of_month)


def period(value: Period | AskedPeriod) -> str:
    """The period as a noun: `marzo de 2026`, `2025`, `enero a mayo de 2026`, `la primera quincena de mayo de 2026`."""
    if value.fortnight is not None:
        return fortnight(value.fortnight, value.first)
    if value.first == value.last:
        return month(value.first)
    if _whole_year(value):
        return str(value.first.year)
    return f"{_start_of_range(value)} a {month(value.last)}"


def within(value: Period | AskedPeriod) -> str:
    """When, after a verb: `en marzo de 2026`, `entre enero y marzo de 2026`."""
    if value.fortnight is None and value.first != value.last and not _whole_year(value):
        return f"entre {_start_of_range(value)} y {month(value.last)}"
    return f"en {period(value)}"


def within_days(value: AskedPeriod) -> str:
    """The same of what is told by days: `el 16 de marzo de 2026`; a week is told by its days, not as its month."""
    if value.single_day:
        return f"el {day(value.start)}"
    if value.fortnight is not None or (value.start == value.first.first_day and value.end == value.last.last_day):
        return within(value)
    return f"entre el {day(value.start)} y el {day(value.end)}"


def when(value: Period | AskedPeriod) -> dict[str, str]:
    """`en_periodo` and `En_periodo`, as responses name the period inside a sentence and at its start."""
    text = within(value)
    return {"en_periodo": text, "En_periodo": capitalized(text)}


def capitalized(text: str) -> str:
    """The text with its first letter in upper case and the rest as it is."""
    return text[:1].upper() + text[1:]


def listing(items: Sequence[str], conjunction: str = "y") -> str:
    """`a`, `a y b`, `a, b y c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {conjunction} {items[-1]}"


def _whole_year(value: Period | AskedPeriod) -> bool:
    return value.first == Month(value.first.year, 1) and value.last == Month(value.first.year, 12)


def _start_of_range(value: Period | AskedPeriod) -> str:
    if value.first.year != value.last.year:
        return month(value.first)
    return format_date(value.first.first_day, "MMMM", locale=LOCALE)
