"""Names of third persons: known first names and what follows them, but not the name of who is speaking; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from nlu.periods.lexicon import MONTH_NUMBER, WEEKDAYS, fold, words
from nlu.places import INSTITUTIONS, PLACES

_WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f])+")
# First names that are also everyday words: they need a capital, a surname or a word that introduces a person.
_EVERYDAY = words(
    "lucas norma segundo maria domingo franco bello luz rosa paz sol alba blanca clara pilar gloria esperanza "
    "mercedes dolores consuelo rocio angel cruz leon "
    "marina celeste estrella victoria socorro nieves mar jesus santiago carolina armando angeles linda bella leal "
    "salvador dios libia reina amparo perla nieve aurora flor iris violeta jazmin margarita soledad milagros "
    "caridad piedad"
)
_INTRODUCERS = words(
    "don dona doña sr sra srta senor senora señor señora gana companera companero jefe jefa profe ingeniero "
    "ingeniera doctor doctora"
)
_SELF = re.compile(
    r"(?:\bsoy|me llamo|mi nombre es|\b(?:te|le|les) (?:habla|escribe|saluda)|\bhabla|\bescribe"
    r"|atentamente|firma|att|cordialmente)(?: (?:el|la) [a-z]+)?[\s,:.]*$"
)
# «Haz de cuenta que soy Pedro» names another.
_PRETENDS = re.compile(r"\b(?:de cuenta|imagin\w+|supon\w+|finj\w+|como si)\b[^.?!]*$")
_NOT_SURNAMES = words(
    "de del la el los las y e o a en con por para que cuanto cuando gana tiene recibe le se me mi su es esta este "
    "fue la nomina sueldo salario pago prima hoy ayer usted cobra trabaja porque cual como quien donde si no ya"
)
_PARTICLES = (("de", "la"), ("de", "los"), ("del",))
_LONGEST_NAME = 5
_SHORTEST_BY_SOUND = 4


@dataclass(frozen=True)
class PersonSpan:
    """A proper name in `text[start:end]`."""

    start: int
    end: int


# What begins as a person's name would and is none: «Santa Marta», «ave María».
_NOT_BEFORE = words("san santa ave virgen divino")
# After these words a capitalised stranger is a person, if the sentence speaks of somebody's pay.
_BEFORE_STRANGERS = words("de a la el don dona gana ganan y") | _INTRODUCERS
_OF_SOMEBODY = re.compile(
    r"\b(?:gana\w*|sueldo|salario|nomina|colilla|desprendible|volante|pago|cuenta|datos|vacaciones|incapacidad\w*"
    r"|le (?:pag\w+|hac\w+|consign\w+|descuent\w+|lleg\w+|dan|dieron|deben)|cobra|companer\w+|jefe|jefa|contrato"
    r"|cargo|retencion)\b"
)


@dataclass(frozen=True)
class NameBook:
    """Known names, folded (no accents, lower case)."""

    first_names: frozenset[str]
    surnames: frozenset[str]

    @cached_property
    def sounds(self) -> frozenset[str]:
        """How the first names sound, for spellings no list holds («Yeison», «Jeison»)."""
        return frozenset(sound(name) for name in self.first_names if len(name) >= _SHORTEST_BY_SOUND)

    def lists(self, word: str) -> bool:
        """Says whether a folded word is a known name."""
        return word in self.first_names or word in self.surnames

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
    said = [_Word(m.group(), fold(m.group()), m.start(), m.end()) for m in _WORD.finditer(text)]
    folded = fold(text)
    found: list[PersonSpan] = []
    index = 0
    while index < len(said):
        if not _begins_name(said, index, book, folded):
            index += 1
            continue
        stop = _name_end(said, index, book, text)
        if not speaks_of_self(text[: said[index].start]):
            found.append(PersonSpan(said[index].start, said[stop - 1].end))
        index = stop
    return found


def speaks_of_self(before: str) -> bool:
    """Says whether a name that follows is the speaker's own: «soy…», «me llamo…», «att.»."""
    said = fold(before)
    return bool(_SELF.search(said)) and not _PRETENDS.search(said)


def names_no_person(name: str) -> bool:
    """Says whether a name is that of a place or of an institution: «San Andrés», «Cancún», «Embajada»."""
    return fold(name).split(maxsplit=1)[0] in PLACES | INSTITUTIONS | _NOT_BEFORE


def sound(name: str) -> str:
    """Returns a key that spellings of one name share: no h, one letter for y, j and i, for v and b, for z, c and s."""
    key = re.sub(r"h|(?<=[gq])u(?=[ei])", "", name)
    key = re.sub(r"g(?=[eiy])|^[jy]", "i", key).translate(str.maketrans("yjvzck", "iibsss"))
    return re.sub(r"(.)\1+", r"\1", key)


def _begins_name(said: list[_Word], index: int, book: NameBook, folded: str) -> bool:
    word = said[index]
    if index and said[index - 1].folded in _NOT_BEFORE:
        return False
    if word.folded not in book.first_names:
        return _is_stranger(said, index, book, folded)
    if word.folded in MONTH_NUMBER or word.folded in _EVERYDAY:
        before = said[index - 1].folded if index else ""
        after = said[index + 1] if index + 1 < len(said) else None
        if before in _INTRODUCERS:
            return True
        named_on = after is not None and book.lists(after.folded) and after.folded not in _EVERYDAY
        if word.folded in MONTH_NUMBER:
            return word.capitalised and after is not None and after.capitalised and named_on
        return named_on or (word.capitalised and index > 0)
    return True


def _is_stranger(said: list[_Word], index: int, book: NameBook, folded: str) -> bool:
    """Says whether an unlisted word is a name, from its capital, its sound and what stands before it."""
    word = said[index]
    no_name = _NOT_SURNAMES | PLACES | INSTITUTIONS | _NOT_BEFORE
    if index == 0 or len(word.text) < 3 or word.folded in no_name or word.folded in MONTH_NUMBER:
        return False
    before = said[index - 1].folded
    sounds_known = len(word.folded) >= _SHORTEST_BY_SOUND and sound(word.folded) in book.sounds
    if sounds_known and before in {"gana", "ganan", "don", "dona"}:
        return True
    if not word.capitalised or word.folded in WEEKDAYS:
        return False
    return before in _BEFORE_STRANGERS and (sounds_known or bool(_OF_SOMEBODY.search(folded)))


def _name_end(said: list[_Word], index: int, book: NameBook, text: str) -> int:
    stop = index + 1
    while stop < len(said) and stop - index < _LONGEST_NAME and text[said[stop - 1].end : said[stop].start] == " ":
        if _continues_name(said[stop], said[index], book):
            stop += 1
            continue
        jump = _particle_surname(said, stop, said[index])
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


def _particle_surname(said: list[_Word], stop: int, first: _Word) -> int:
    """Returns the end of «de la Hoz» after a capitalised name, or 0."""
    for particle in _PARTICLES:
        end = stop + len(particle)
        if end < len(said) and tuple(word.folded for word in said[stop:end]) == particle:
            surname = said[end]
            if first.capitalised and surname.capitalised and surname.folded not in MONTH_NUMBER:
                return end + 1
    return 0
