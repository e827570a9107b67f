"""Amounts of money as Colombians write them: «$1.750.905», «2 millones», «400 lucas», «un palo y medio»; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from nlu.periods.lexicon import fold_in_place

_SMALL = {
    "un": 1, "uno": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8,
    "nueve": 9, "diez": 10, "once": 11, "doce": 12, "trece": 13, "catorce": 14, "quince": 15, "dieciseis": 16,
    "diecisiete": 17, "dieciocho": 18, "diecinueve": 19, "veinte": 20, "veintiun": 21, "veintidos": 22,
    "veinticinco": 25, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80,
    "noventa": 90, "cien": 100, "ciento": 100, "doscientos": 200, "trescientos": 300, "cuatrocientos": 400,
    "quinientos": 500, "seiscientos": 600, "setecientos": 700, "ochocientos": 800, "novecientos": 900,
}  # fmt: skip
_MULTIPLIERS = {
    "mil": 1_000, "k": 1_000, "lucas": 1_000, "luca": 1_000, "millon": 1_000_000, "millones": 1_000_000,
    "mill": 1_000_000, "mm": 1_000_000, "m": 1_000_000, "palo": 1_000_000, "palos": 1_000_000, "melones": 1_000_000,
    "barra": 1_000, "barras": 1_000,
}  # fmt: skip
_WORD = rf"(?:{'|'.join(sorted(_SMALL, key=len, reverse=True))})"
_NUMBER = r"\d{1,3}(?:[.,'’´]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,2})?(?!\d)"
_MULTIPLIER = r"(?:millones|millon|mill|mm|palos?|melones|mil|lucas?|barras?|k|m)(?![a-z])"
_CURRENCY = r"(?:de )?(?:pesos|peso|cop|pesitos)(?![a-z])"
# Few words make a number: without a bound, a message of number words alone would be read over and over.
_WORDS = rf"(?:{_WORD}(?: (?:y )?{_WORD}){{0,8}})"
_AMOUNT = re.compile(
    rf"""(?<![\w.,/-])(?:
        (?P<sign>\$\s?)(?P<signed>{_NUMBER})(?:\s?{_MULTIPLIER})?(?:\s?{_CURRENCY})?
      | (?:(?:{_NUMBER}|{_WORDS}|medio)\s?{_MULTIPLIER}(?:\sy\smedio)?
          (?:\s(?:{_NUMBER}|{_WORDS})\s?mil(?![a-z]))?)(?:\s?{_CURRENCY})?
      | (?P<grouped>\d{{1,3}}(?:[.,'’´]\d{{3}})+(?:[.,]\d{{1,2}})?(?!\d))(?:\s?{_CURRENCY})?
      | (?P<plain>\d{{3,9}})\s?{_CURRENCY}
      | (?P<bare>\d{{6,8}})(?![\d.,/-])
      | mil\s{_CURRENCY}
    )(?!\s?%)""".replace(" (?:y )?", "[ ](?:y[ ])?").replace("(?:de )?", "(?:de[ ])?"),
    re.VERBOSE,
)
_PIECE = re.compile(rf"(?P<number>{_NUMBER})|(?P<word>[a-z]+)")
# A bare run of digits after these words identifies somebody or something.
_IDENTIFIER = re.compile(
    r"(?:cedula|cc|c\.c\.?|nit|telefono|celular|cel|cuenta|codigo|numero|radicado|documento|ticket|whatsapp)\W*(?:\w+\W+){0,2}$"
)
_WORDS_BEFORE = 100
_FOUR_PER_THOUSAND = re.compile(r"\b4\s?(?:x|por)\s?(?:mil|1000)")


@dataclass(frozen=True)
class Amount:
    """An amount said in `text[start:end]`, in pesos."""

    start: int
    end: int
    pesos: Decimal


def find_amounts(text: str) -> list[Amount]:
    """Returns the amounts of a message in text order."""
    folded = fold_in_place(text)
    amounts: list[Amount] = []
    for match in _AMOUNT.finditer(folded):
        if match["bare"] and _IDENTIFIER.search(folded, max(0, match.start() - _WORDS_BEFORE), match.start()):
            continue
        pesos = _value(match.group())
        if pesos > 0:
            amounts.append(Amount(match.start(), match.end(), _plain(pesos)))
    return amounts


def _plain(pesos: Decimal) -> Decimal:
    """Drops the idle zeros of «1.5M» and keeps cents that were said."""
    whole = pesos.to_integral_value()
    return whole if whole == pesos else pesos


def _value(said: str) -> Decimal:
    total, pending = Decimal(0), Decimal(0)
    last_multiplier = 1
    for piece in _PIECE.finditer(said):
        word = piece["word"]
        if word is None:
            pending += _number(piece["number"], followed_by=said[piece.end() :].strip())
        elif word in _SMALL:
            pending += _SMALL[word]
        elif word == "medio":
            if total:
                total += Decimal(last_multiplier) / 2
            else:
                pending = Decimal("0.5")
        elif word in _MULTIPLIERS:
            last_multiplier = _MULTIPLIERS[word]
            total += (pending or 1) * last_multiplier
            pending = Decimal(0)
    return total + pending


def _number(raw: str, followed_by: str) -> Decimal:
    """Reads digits: groups of three are thousands (1.750.905, 1'200.000), one or two after a mark are cents."""
    groups = re.split(r"[.,'’´]", raw)
    if len(groups) == 1:
        return Decimal(raw)
    if all(len(group) == 3 for group in groups[1:]):
        if len(groups) == 2 and followed_by.startswith(("mill", "palo", "m ")):
            return Decimal(f"{groups[0]}.{groups[1]}")
        return Decimal("".join(groups))
    return Decimal(f"{''.join(groups[:-1])}.{groups[-1]}")
