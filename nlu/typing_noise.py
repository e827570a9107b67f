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
# Whole words as heavy writers of chats put them, besides _SHORTHAND.
_CLIPPED = {
    "que": ("q", "k", "ke", "qe"), "por": ("x",), "porque": ("xq", "pq", "xke"), "me": ("m",), "de": ("d",),
    "te": ("t",), "el": ("l",), "con": ("cn", "kon"), "para": ("pa", "xa"), "cuanto": ("kuanto", "cto", "cuant"),
    "cuando": ("kuando", "cuand"), "quiero": ("kiero", "qiero"), "necesito": ("nesesito", "nesecito", "necsito"),
    "saber": ("sabr", "saver"), "como": ("komo", "cmo"), "cual": ("kual",), "hay": ("ay",), "ha": ("a",),
    "han": ("an",), "tambien": ("tmb", "tb"), "favor": ("fabor", "fvor"), "estoy": ("toy",), "donde": ("dnd",),
}  # fmt: skip
_BY_EAR = (
    ("qu", "k"), ("c", "k"), ("v", "b"), ("b", "v"), ("ce", "se"), ("ci", "si"), ("s", "c"), ("z", "s"), ("s", "z"),
    ("ll", "y"), ("y", "ll"), ("h", ""), ("ge", "je"), ("gi", "ji"), ("ñ", "n"), ("mp", "np"), ("mb", "nb"),
    ("cc", "c"), ("gu", "g"), ("x", "s"), ("d", ""), ("r", ""),
)  # fmt: skip
_HEAVY_SHARE = 0.5
_LONG_ENOUGH_TO_CLIP = 6
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


def misspelt(text: str, rng: random.Random) -> str:
    """The sentence as somebody writes who never learned to spell or does not care to; the words stay as many."""
    words = [
        _badly_written(word, rng) if rng.random() < _HEAVY_SHARE else word
        for word in _PUNCTUATION.sub("", _SIGNS.sub("", strip_accents(text.lower()))).split()
    ]
    return " ".join(words) if len(words) == len(text.split()) else text


def with_noise(text: str, rng: random.Random, misspelt_share: float) -> str:
    """The sentence misspelt with that probability, else with the slips of a hurried person."""
    return misspelt(text, rng) if rng.random() < misspelt_share else as_typed_in_chat(text, rng)


def _badly_written(word: str, rng: random.Random) -> str:
    clipped = _CLIPPED.get(word)
    if clipped:
        return rng.choice(clipped)
    if len(word) < _SHORTEST_TYPO:
        return word
    kind = rng.random()
    if kind < 0.45:
        fitting = [(heard, written) for heard, written in _BY_EAR if heard in word[:-1]]
        if fitting:
            return word.replace(*rng.choice(fitting), 1)
    if kind < 0.55 and len(word) >= _LONG_ENOUGH_TO_CLIP:
        return word[0] + "".join(letter for letter in word[1:] if letter not in "aeiou" or rng.random() < 0.6)
    return _mistype(word, rng)
