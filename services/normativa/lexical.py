"""Lexical ranking: BM25 (Robertson and Zaragoza, 2009) over weighted fields, and how much of a question is covered."""

from __future__ import annotations

import math
from collections import Counter
from difflib import get_close_matches
from typing import TYPE_CHECKING

from services.normativa.terms import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

_K1 = 1.2
_B = 0.5
_SHORTEST_CORRECTED = 4
_CLOSE = 0.82
_UNSEEN_FACTOR = 1.3
"""A word that stands nowhere in the corpus says more strongly that the question is about something else."""


class LexicalIndex:
    """Scores documents given as (text, weight) fields; a term counts `weight` times for each place it stands."""

    def __init__(self, documents: Sequence[Sequence[tuple[str, int]]]) -> None:
        self._counts = [_weighted(fields) for fields in documents]
        lengths = [sum(counts.values()) for counts in self._counts]
        mean = sum(lengths) / len(lengths) if lengths else 1.0
        self._norms = [_K1 * (1 - _B + _B * length / mean) for length in lengths]
        frequency = Counter(term for counts in self._counts for term in counts)
        total = len(self._counts)
        self._idf = {term: math.log(1 + (total - seen + 0.5) / (seen + 0.5)) for term, seen in frequency.items()}
        self._unseen = _UNSEEN_FACTOR * math.log(1 + (total + 0.5) / 0.5)

    def scores(self, question: str) -> list[float]:
        """BM25 of every document."""
        asked = self._asked(question) & self._idf.keys()
        return [
            sum(self._idf[term] * counts[term] * (_K1 + 1) / (counts[term] + norm) for term in asked if term in counts)
            for counts, norm in zip(self._counts, self._norms, strict=True)
        ]

    def coverage(self, question: str, document: int) -> float:
        """Share (0 to 1) of what the question asks, by rarity of its terms, that stands in a document."""
        asked = self._asked(question)
        weight = sum(self._idf.get(term, self._unseen) for term in asked)
        if not weight:
            return 0.0
        return sum(self._idf[term] for term in asked if term in self._counts[document]) / weight

    def _asked(self, question: str) -> set[str]:
        return {self._corrected(term) for term in terms(question)}

    def _corrected(self, term: str) -> str:
        """A misspelt term as the corpus writes it: the closest one that begins alike, if any is close enough."""
        if term in self._idf or len(term) < _SHORTEST_CORRECTED or term.isdigit():
            return term
        alike = [known for known in self._idf if known[0] == term[0]]
        return next(iter(get_close_matches(term, alike, 1, _CLOSE)), term)


def _weighted(fields: Sequence[tuple[str, int]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text, weight in fields:
        for term in terms(text):
            counts[term] += weight
    return counts
