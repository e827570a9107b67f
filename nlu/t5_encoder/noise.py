"""How people type in a chat: no accents or opening signs, slips of neighbouring keys, abbreviations, long letters."""

from __future__ import annotations

import random
import re
import unicodedata

_NEIGHBOURS = {
    "a": "sqz", "e": "wrd", "i": "uok", "o": "ipl", "u": "yij", "s": "adz", "n": "bm", "r": "et", "l": "kñ", "c": "xv",
    "d": "sf", "t": "ry", "m": "n", "p": "o", "b": "vn", "v": "cb", "g": "fh", "h": "gj", "q": "wa", "y": "tu",
}  # fmt: skip
_CONFUSIONS = (
    ("v", "b"), ("b", "v"), ("s", "c"), ("c", "s"), ("z", "s"), ("ll", "y"), ("y", "ll"), ("h", ""), ("qu", "k"),
)  # fmt: skip
_SHORTHAND = {
    "que": "q", "qué": "q", "por": "x", "porque": "xq", "también": "tmb", "para": "pa", "estoy": "toy",
    "quincena": "kincena", "mensaje": "msj", "favor": "fvor", "bien": "bn", "nada": "nda", "dónde": "dnd",
}  # fmt: skip
_SIGNS = re.compile(r"[¿¡]")
_PUNCTUATION = re.compile(r"[?!.,;:]+(?=\s|$)")
_SHORTEST_TYPO = 4


def strip_accents(text: str) -> str:
    """The text without acute accents or diaeresis; «ñ» stays."""
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(char for char in decomposed if char not in "\u0301\u0308")
    return unicodedata.normalize("NFC", bare)


def _mistype(word: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(word) - 1)
    kind = rng.randrange(6)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 2:
        return word[:at] + word[at] + word[at:]
    if kind == 3:
        return word[:at] + rng.choice(_NEIGHBOURS.get(word[at].lower(), word[at])) + word[at + 1 :]
    if kind == 4:
        return word + word[-1] * rng.randrange(1, 4)
    heard, written = rng.choice(_CONFUSIONS)
    return word.replace(heard, written, 1)


def as_typed_in_chat(text: str, rng: random.Random) -> str:
    """The sentence as a hurried person would type it; the number of words never changes."""
    typed = text
    if rng.random() < 0.6:
        typed = strip_accents(typed)
    if rng.random() < 0.6:
        typed = _SIGNS.sub("", typed)
    if rng.random() < 0.5:
        typed = _PUNCTUATION.sub("", typed)
    words = typed.split()
    if rng.random() < 0.2:
        words = [_SHORTHAND.get(word, word) if rng.random() < 0.6 else word for word in words]
    if words and rng.random() < 0.35:
        for _ in range(1 + len(words) // 8):
            at = rng.randrange(len(words))
            if len(words[at]) >= _SHORTEST_TYPO:
                words[at] = _mistype(words[at], rng)
    noisy = " ".join(words)
    return noisy if len(noisy.split()) == len(text.split()) else text
