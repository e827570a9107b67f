"""Names of third persons: known first names and what follows them, but not the name of who is speaking; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlu.periods.lexicon import MONTH_NUMBER, fold

_WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f])+")
# First names that are also everyday words: they need a capital, a surname or a word that introduces a person.
_EVERYDAY = frozenset(
    ["luz", "rosa", "paz", "sol", "alba", "blanca", "clara", "pilar", "gloria", "esperanza", "mercedes", "dolores", "consuelo", "rocio", "angel", "cruz", "leon", "marina", "celeste", "estrella", "victoria", "socorro", "nieves", "mar", "jesus", "santiago", "carolina", "armando", "angeles", "linda", "bella", "leal", "salvador", "dios", "libia", "reina", "amparo", "perla", "nieve", "aurora", "flor", "iris", "violeta", "jazmin", "margarita", "soledad", "milagros", "caridad", "piedad"]
)
_INTRODUCERS = frozenset(["don", "dona", "doña", "sr", "sra", "srta", "senor", "senora", "señor", "señora", "gana", "companera", "companero", "jefe", "jefa", "profe", "ingeniero", "ingeniera", "doctor", "doctora"])
_SELF = re.compile(r"(?:\bsoy|me llamo|mi nombre es|\b(?:te|le|les) (?:habla|escribe|saluda)|\bhabla|\bescribe|atentamente|firma|att|cordialmente)[\s,:.]*$")
_NOT_SURNAMES = frozenset(
    ["de", "del", "la", "el", "los", "las", "y", "e", "o", "a", "en", "con", "por", "para", "que", "cuanto", "cuando", "gana", "tiene", "recibe", "le", "se", "me", "mi", "su", "es", "esta", "este", "fue", "la", "nomina", "sueldo", "salario", "pago", "prima", "hoy", "ayer", "usted", "cobra", "trabaja", "porque", "cual", "como", "quien", "donde", "si", "no", "ya"]
)
_PARTICLES = (("de", "la"), ("de", "los"), ("del",))
_LONGEST_NAME = 5


@dataclass(frozen=True)
class PersonSpan:
    """A proper name in `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True)
class NameBook:
    """Known names, folded (no accents, lower case)."""

    first_names: frozenset[str]
    surnames: frozenset[str]

    @classmethod
    def of(cls, first_names: list[str], surnames: list[str]) -> NameBook:
        """Folds lists of names; a compound name («Ana María») counts word by word."""
        return cls(
            frozenset(word for name in first_names for word in fold(name).split() if len(word) > 2),
            frozenset(word for name in surnames for word in fold(name).split() if len(word) > 2),
        )


@dataclass(frozen=True)
class _Word:
    text: str
    folded: str
    start: int
    end: int

    @property
    def capitalised(self) -> bool:
        return self.text[:1].isupper() and (len(self.text) == 1 or not self.text.isupper())


def find_persons(text: str, book: NameBook) -> list[PersonSpan]:
    """Returns the proper names of third persons in text order."""
    words = [_Word(m.group(), fold(m.group()), m.start(), m.end()) for m in _WORD.finditer(text)]
    found: list[PersonSpan] = []
    index = 0
    while index < len(words):
        if not _begins_name(words, index, book):
            index += 1
            continue
        stop = _name_end(words, index, book, text)
        if not _SELF.search(fold(text[: words[index].start])):
            found.append(PersonSpan(words[index].start, words[stop - 1].end))
        index = stop
    return found


def _begins_name(words: list[_Word], index: int, book: NameBook) -> bool:
    word = words[index]
    if word.folded not in book.first_names:
        return False
    if word.folded in MONTH_NUMBER or word.folded in _EVERYDAY:
        before = words[index - 1].folded if index else ""
        after = words[index + 1] if index + 1 < len(words) else None
        if before in _INTRODUCERS:
            return True
        named_on = after is not None and after.folded in book.surnames | book.first_names and after.folded not in _EVERYDAY
        if word.folded in MONTH_NUMBER:
            return word.capitalised and after is not None and after.capitalised and named_on
        return named_on or (word.capitalised and index > 0)
    return True


def _name_end(words: list[_Word], index: int, book: NameBook, text: str) -> int:
    stop = index + 1
    while stop < len(words) and stop - index < _LONGEST_NAME and text[words[stop - 1].end : words[stop].start] == " ":
        if _continues_name(words[stop], words[index], book):
            stop += 1
            continue
        jump = _particle_surname(words, stop, words[index])
        if not jump:
            break
        stop = jump
    return stop


def _continues_name(word: _Word, first: _Word, book: NameBook) -> bool:
    if word.folded in _NOT_SURNAMES or word.folded in MONTH_NUMBER:
        return False
    if word.folded in book.surnames or (word.folded in book.first_names and word.folded not in _EVERYDAY):
        return word.capitalised or not first.capitalised
    return word.capitalised and first.capitalised


def _particle_surname(words: list[_Word], stop: int, first: _Word) -> int:
    """Returns the end of «de la Hoz» after a capitalised name, or 0."""
    for particle in _PARTICLES:
        end = stop + len(particle)
        if end < len(words) and tuple(word.folded for word in words[stop:end]) == particle:
            surname = words[end]
            if first.capitalised and surname.capitalised and surname.folded not in MONTH_NUMBER:
                return end + 1
    return 0
