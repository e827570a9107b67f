"""How amounts, figures and dates are written for a Colombian reader, wherever one reads them: chat, paper, notices."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

LOCALE = "es_CO"
WHOLE = "¤ #,##0"
CENTS = "¤ #,##0.00"


def pattern_for(amounts: Iterable[Decimal]) -> str:
    """One pattern for a whole column, so that it lines up: with cents as soon as one amount has them."""
    return WHOLE if all(amount == amount.to_integral_value() for amount in amounts) else CENTS


def money(amount: Decimal, pattern: str | None = None) -> str:
    """`$ 1.750.905`; cents only when there are some (`$ 70.036,20`), or as `pattern` says."""
    return format_currency(amount, "COP", pattern or pattern_for([amount]), locale=LOCALE, currency_digits=False)


def number(value: Decimal | int, decimals: int = 2) -> str:
    """A number without needless zeros: `15`, `12,5`, `5.000`."""
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return format_decimal(rounded, "#,##0." + "#" * decimals, locale=LOCALE)


def percent(ratio: Decimal) -> str:
    """A ratio as a percentage: 0.04 → `4 %`, 0.00522 → `0,522 %`."""
    return f"{number(ratio * 100, 3)} %"


def day(value: date) -> str:
    """`5 de marzo de 2026`."""
    return format_date(value, "d 'de' MMMM 'de' y", locale=LOCALE)


def short_day(value: date) -> str:
    """`05/03/2026`, for tables."""
    return format_date(value, "dd/MM/y", locale=LOCALE)


def month_of(value: date) -> str:
    """The month of a day: `marzo de 2026`."""
    return format_date(value, "MMMM 'de' y", locale=LOCALE)
