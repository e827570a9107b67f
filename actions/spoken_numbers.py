"""Numbers as people say them in a chat: «10», «diez», «1,5»."""

from __future__ import annotations

from decimal import Decimal

_SMALL = {
    "una": 1, "un": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9,
    "diez": 10, "once": 11, "doce": 12, "trece": 13, "catorce": 14, "quince": 15, "dieciseis": 16, "diecisiete": 17,
    "dieciocho": 18, "diecinueve": 19, "veinte": 20, "veinticuatro": 24, "veinticinco": 25, "treinta": 30,
    "cuarenta": 40, "cincuenta": 50,
}  # fmt: skip
NUMBER = rf"(?P<number>\d{{1,3}}(?:[.,]\d{{1,2}})?|\b(?:{'|'.join(sorted(_SMALL, key=len, reverse=True))})\b)"
"""Pattern of a number, as the group `number`."""


def figure(number: str) -> Decimal:
    """The value of what the pattern matched."""
    return Decimal(_SMALL[number]) if number in _SMALL else Decimal(number.replace(",", "."))
