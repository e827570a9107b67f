"""Cuts a message into tokens and lines their canonical forms up, so that one pattern serves every spelling."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from nlu.periods.lexicon import canonical_word, fold, number_of, ordinal_of

_TOKEN = re.compile(
    r"""
    (?P<date>\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d) | \d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?!\d))
  | (?P<amount>\d{1,3}(?:[.,'’]\d{3})+(?:[.,]\d{1,2})?(?!\d))
  | (?P<month>(?:19|20)\d{2}[-/]\d{1,2}(?![\d/-]) | \d{1,2}[-/](?:19|20)\d{2}(?!\d))
  | (?P<short>\d{1,2}/\d{1,2}(?![\d/]))
  | (?P<decimal>\d+[.,]\d+)
  | (?P<ordinal>\d{1,2}(?:\s?[ªº°]|(?:ra|era|er|ero|ro|da|do|ta|to|a|o)(?![^\W\d_])))
  | (?P<block>[qQtT][1-4](?!\w))
  | (?P<number>\d+)
  | (?P<word>(?:[^\W\d_]|[\u0300-\u036f])+)
  | (?P<sign>[^\w\s])
    """,
    re.VERBOSE,
)
_SHIELDED = {"amount": "%amount", "decimal": "%decimal"}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_ROMAN_UNITS = frozenset({"semestre", "trimestre", "bimestre", "quincena"})


@dataclass(frozen=True)
class Token:
    """A piece of the message, `text[start:end]`, with the form the grammar reads."""

    text: str
    start: int
    end: int
    canonical: str


class CanonicalText:
    """The tokens of a message and their canonical forms joined by single blanks.

    Written numbers become digits, ordinals `#n`, numeric dates keep their digits behind a mark (`@date`), money is
    shielded. Positions in the joined text map back to whole tokens.
    """

    def __init__(self, text: str) -> None:
        self.source = text
        self.tokens = _merge_tens(_tokenise(text))
        offsets: list[int] = []
        position = 0
        for token in self.tokens:
            offsets.append(position)
            position += len(token.canonical) + 1
        self._offsets = offsets
        self.text = " ".join(token.canonical for token in self.tokens)

    def token_at(self, position: int) -> int:
        """Returns the index of the token that covers a position of the joined text."""
        return bisect_right(self._offsets, position) - 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Maps a stretch of the joined text to offsets of the source."""
        return self.tokens[self.token_at(start)].start, self.tokens[self.token_at(end - 1)].end


def _tokenise(text: str) -> list[Token]:
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "sign"
        tokens.append(Token(match.group(), match.start(), match.end(), _canonical(kind, match.group())))
    for index, token in enumerate(tokens[:-1]):
        if token.canonical in _ROMAN and tokens[index + 1].canonical in _ROMAN_UNITS:
            tokens[index] = Token(token.text, token.start, token.end, f"#{_ROMAN[token.canonical]}")
    return tokens


def _canonical(kind: str, raw: str) -> str:
    if kind in _SHIELDED:
        return _SHIELDED[kind]
    if kind in {"date", "month", "short"}:
        return f"@{kind}:{raw}"
    if kind == "ordinal":
        return "#" + re.sub(r"\D", "", raw)
    if kind == "number":
        return raw if len(raw) == 4 else str(int(raw)) if len(raw) < 4 else "%number"
    if kind == "block":
        return f"@block:{raw[1]}"
    if kind == "sign":
        return "-" if raw in "-–—" else raw
    folded = fold(raw)
    number = number_of(folded)
    if number is not None:
        return str(number)
    ordinal = ordinal_of(folded)
    return f"#{ordinal}" if ordinal is not None else canonical_word(folded)


def _merge_tens(tokens: list[Token]) -> list[Token]:
    """Joins «treinta y uno» into one token worth 31."""
    merged: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.canonical in {"30", "40", "50", "60", "90"} and token.text.isalpha() and index + 2 < len(tokens):
            unit = {"un": "1", "uno": "1", "una": "1"}.get(tokens[index + 2].canonical, tokens[index + 2].canonical)
            if (
                tokens[index + 1].canonical == "y"
                and unit.isdigit()
                and len(unit) == 1
                and tokens[index + 2].text.isalpha()
            ):
                last = tokens[index + 2]
                text = f"{token.text} y {last.text}"
                merged.append(Token(text, token.start, last.end, str(int(token.canonical) + int(unit))))
                index += 3
                continue
        merged.append(token)
        index += 1
    return merged
