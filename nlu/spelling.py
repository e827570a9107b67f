"""Misspelt words read as the words that were meant: chat shorthand, spelling by ear, slips of the finger; pure."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from nlu.periods.lexicon import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

# What Colombians write for a whole word in a chat. Only forms that are no word of their own.
SHORTHAND = {
    "q": "que", "k": "que", "ke": "que", "qe": "que", "x": "por", "xq": "porque", "pq": "porque", "xk": "porque",
    "xke": "porque", "xque": "porque", "porq": "porque", "pork": "porque", "m": "me", "d": "de", "t": "te", "s": "es",
    "l": "el", "c": "se", "pa": "para", "xa": "para", "pra": "para", "pal": "para el", "tb": "tambien",
    "tmb": "tambien", "tbn": "tambien", "tambn": "tambien", "bn": "bien", "cn": "con", "dl": "del", "ls": "los",
    "ps": "pues", "pz": "pues", "pos": "pues", "toy": "estoy", "ta": "esta", "tas": "estas", "ntp": "no te preocupes",
    "xfa": "por favor", "xfavor": "por favor", "xfis": "por favor", "porfa": "por favor", "porfis": "por favor",
    "pls": "por favor", "plis": "por favor", "plz": "por favor", "grax": "gracias", "grs": "gracias",
    "msj": "mensaje", "dnd": "donde", "cdo": "cuando", "cto": "cuanto", "cnto": "cuanto", "qnto": "cuanto",
    "cm": "como", "nd": "nada", "aki": "aqui", "hy": "hoy", "kn": "con", "pxa": "para", "nom": "nomina",
    "quin": "quincena", "vacas": "vacaciones", "certif": "certificado", "desprend": "desprendible",
}  # fmt: skip
# Signs that answer as a word does; other featurizers see nothing in a sign.
SIGNS = {"👍": "sí", "👌": "sí", "✅": "sí", "✔": "sí", "👎": "no", "❌": "no"}
_WORD = re.compile(r"[^\W\d_]+")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_DOUBLED = re.compile(r"(.)\1+")
_SHORTEST, _TWO_SLIPS_FROM = 4, 8
_BY_EAR_COST = 0.5
_REMEMBERED = 4096


def sound_of(word: str) -> str:
    """Returns a key that spellings of one sound share: «kiero», «quiero» and «qiero» give «kiero».

    Silent h goes; b and v, s, c, z and x, ll and y, g and j, q, k and c, m and n before b and p are one each.
    """
    key = fold(word)
    key = re.sub(r"(?<!c)h", "", key)
    key = key.replace("ll", "y").replace("qu", "k").replace("ch", "\u0107").replace("w", "gu")
    key = re.sub(r"c(?=[eiy])", "s", key)
    key = re.sub(r"g(?=[ei])", "j", key)
    key = re.sub(r"gu(?=[ei])", "g", key)
    key = re.sub(r"n(?=[bpv])", "m", key)
    key = key.translate(str.maketrans("cqzxv", "kkssb"))
    return _DOUBLED.sub(r"\1", key)


class Spelling:
    """Known words and what unknown ones stand for.

    `frequencies` says in how many sentences each known word (folded) stands, `written` how it is usually written;
    `familiar` are further correct words (folded), never changed and never put in another's place.
    """

    def __init__(self, frequencies: dict[str, int], written: dict[str, str], familiar: frozenset[str]) -> None:
        self.frequencies = frequencies
        self.written = written
        self.familiar = familiar
        self._words = list(frequencies)
        self._sounds = [sound_of(word) for word in self._words]
        self._by_sound = dict(
            sorted(zip(self._sounds, self._words, strict=True), key=lambda pair: frequencies[pair[1]])
        )
        self._nearest = lru_cache(maxsize=_REMEMBERED)(self._find_nearest)

    @classmethod
    def learn(cls, texts: Iterable[str], familiar: Iterable[str] = (), fewest: int = 2) -> Spelling:
        """Takes for words those that at least `fewest` sentences say."""
        forms = Counter(form for text in texts for form in set(_WORD.findall(text.lower())))
        counted: Counter[str] = Counter()
        written: dict[str, tuple[int, str]] = {}
        for form, count in sorted(forms.items()):
            word = fold(form)
            counted[word] += count
            # Half of those who write in a chat leave accents out: the accented form is the better one to go back to.
            written[word] = max(written.get(word, (0, word)), (count * (3 if form != word else 1), form))
        known = {w: n for w, n in counted.items() if n >= fewest and w not in SHORTHAND}
        return cls(known, {w: written[w][1] for w in known if written[w][1] != w}, frozenset(familiar))

    def knows(self, form: str) -> bool:
        """Says whether a written form is a correct word."""
        folded = fold(form)
        return folded in self.frequencies or folded in self.familiar

    def meant(self, form: str) -> str:
        """Returns the word that a written form stands for: the form itself when it is known or like no other."""
        folded = _STRETCHED.sub(r"\1", fold(form))
        if folded in self.frequencies:
            return form
        if said := SHORTHAND.get(folded) or SIGNS.get(folded):
            return said
        if len(folded) < _SHORTEST or folded in self.familiar or not folded.isalpha():
            return form
        word = self._nearest(folded)
        return form if word is None else self.written.get(word, word)

    def _find_nearest(self, word: str) -> str | None:
        """Returns the known word with the same sound, else the most frequent of the nearest ones; none when far."""
        key = sound_of(word)
        if key in self._by_sound:
            return self._by_sound[key]
        most = 2 if len(word) >= _TWO_SLIPS_FROM else 1
        ranks: dict[str, tuple[float, int]] = {}
        for sought, among, extra in ((word, self._words, 0.0), (key, self._sounds, _BY_EAR_COST)):
            for _, distance, index in process.extract_iter(sought, among, scorer=OSA.distance, score_cutoff=most):
                other = self._words[index]
                rank = (distance + extra, -self.frequencies[other])
                if rank[0] <= most and rank < ranks.get(other, (most + 1.0, 0)):
                    ranks[other] = rank
        return min(ranks, key=lambda other: ranks[other]) if ranks else None
