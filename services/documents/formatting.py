"""How figures, dates and people are written on paper for a Colombian reader."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from num2words import num2words

from services.masking import MASK

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from services.payroll.periods import Month

_LOCALE = "es_CO"
WHOLE = "¤ #,##0"
CENTS = "¤ #,##0.00"


def pattern_for(amounts: Iterable[Decimal]) -> str:
    """One pattern for a whole page, so that its columns line up: with cents as soon as one amount has them."""
    return WHOLE if all(amount == amount.to_integral_value() for amount in amounts) else CENTS


def pesos(amount: Decimal, pattern: str | None = None) -> str:
    """`$ 1.750.905`; cents only when there are some, or as `pattern` says."""
    return format_currency(amount, "COP", pattern or pattern_for([amount]), locale=_LOCALE, currency_digits=False)


def whole_pesos(amount: Decimal) -> Decimal:
    """Rounded to the peso, as tax certificates are written."""
    return amount.quantize(Decimal(1), rounding=ROUND_HALF_UP)


def pesos_in_words(amount: Decimal) -> str:
    """`dos millones quinientos mil pesos`, `dos millones de pesos`; cents, when there are some, as `con 50/100`."""
    pesos, cents = divmod(int(amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP) * 100), 100)
    # The library counts alone (veintiuno); before a noun the one is shortened: veintiún millones, treinta y un mil.
    words = re.sub(r"\buno\b", "un", num2words(pesos, lang="es").replace("veintiuno", "veintiún"))
    noun = "peso" if pesos == 1 else "pesos"
    if re.search(r"mill(?:ón|ones)$", words):
        noun = f"de {noun}"
    return f"{words} {noun}" if not cents else f"{words} {noun} con {cents:02d}/100"


def number(value: Decimal | int, decimals: int = 2) -> str:
    """A number without needless zeros: `15`, `12,5`."""
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return format_decimal(rounded, "#,##0." + "#" * decimals, locale=_LOCALE)


def percent(ratio: Decimal) -> str:
    """0.04 → `4 %`."""
    return f"{number(ratio * 100, 3)} %"


def long_date(value: date) -> str:
    """`5 de marzo de 2026`."""
    return format_date(value, "d 'de' MMMM 'de' y", locale=_LOCALE)


def short_date(value: date) -> str:
    """`05/03/2026`."""
    return format_date(value, "dd/MM/y", locale=_LOCALE)


def month_name(value: Month) -> str:
    """`marzo de 2026`."""
    return format_date(value.first_day, "MMMM 'de' y", locale=_LOCALE)


def document_number(value: str) -> str:
    """`1020304050` → `1.020.304.050`; what is not a number stays as it is (passports)."""
    return f"{int(value):,}".replace(",", ".") if value.isascii() and value.isdecimal() else value


def masked_name(full_name: str) -> str:
    """`Laura Gómez` → `L••• G•••`: enough to recognise a known name, not to learn an unknown one nor its length."""
    return " ".join(word[0] + MASK * 3 for word in full_name.split())
