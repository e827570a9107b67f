"""How sums in words, identity numbers and names are written on paper."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from num2words import num2words

from services.masking import MASK


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


def document_number(value: str) -> str:
    """`1020304050` → `1.020.304.050`; what is not a number stays as it is (passports)."""
    return f"{int(value):,}".replace(",", ".") if value.isascii() and value.isdecimal() else value


def masked_name(full_name: str) -> str:
    """`Laura Gómez` → `L••• G•••`: enough to recognise a known name, not to learn an unknown one nor its length."""
    return " ".join(word[0] + MASK * 3 for word in full_name.split())
