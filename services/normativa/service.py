"""Finds the passage that answers a question about the rules, or says that there is none."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from services.normativa.lexical import LexicalIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from services.normativa.encoder import SentenceEncoder, Vectors
    from services.normativa.passages import Passage

_TITLE_WEIGHT = 2
_TOPICS_WEIGHT = 2
_TEXT_WEIGHT = 1
_RANK_CONSTANT = 10
"""Of reciprocal rank fusion (Cormack et al., 2009); small because the corpus is."""

_DENSE_SHARE = 0.6
_MIN_COVERAGE = 0.5
"""Calibrated on the questions of the tests: below it, most of what was asked stands in no passage."""


@dataclass(frozen=True)
class Match:
    """A passage found for a question: `score` orders, `coverage` (0 to 1) says how much of the question it is about."""

    passage: Passage
    score: float
    coverage: float


class NormativaService:
    """Retrieval over a corpus: lexical and, where there is an encoder, dense ranks fused. Safe to share by threads."""

    def __init__(self, passages: Sequence[Passage], encoder: Callable[[], SentenceEncoder | None]) -> None:
        self._passages = tuple(passages)
        self._index = LexicalIndex(
            [
                ((each.title, _TITLE_WEIGHT), (each.topics, _TOPICS_WEIGHT), (each.text, _TEXT_WEIGHT))
                for each in self._passages
            ]
        )
        self._load_encoder = encoder
        self._lock = Lock()
        self._ready = False
        self._encoder: SentenceEncoder | None = None
        self._vectors: Vectors | None = None

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The corpus."""
        return self._passages

    def prepare(self) -> None:
        """Load the encoder and compute the passages' vectors, once; later calls return at once."""
        with self._lock:
            if self._ready:
                return
            self._encoder = self._load_encoder()
            if self._encoder is not None and self._passages:
                self._vectors = self._encoder.encode([f"{each.title}: {each.topics}" for each in self._passages])
            self._ready = True

    def search(self, question: str, on: date, limit: int = 5) -> list[Match]:
        """The passages in force on a day that share something with the question, best first."""
        lexical = np.array(self._index.scores(question), np.float64)
        valid = [at for at, passage in enumerate(self._passages) if passage.in_force(on) and lexical[at] > 0]
        if not valid:
            return []
        fused = {at: 1 / (_RANK_CONSTANT + rank) for rank, at in enumerate(_ranked(valid, lexical))}
        dense = self._similarities(question)
        if dense is not None:
            for rank, at in enumerate(_ranked(valid, dense)):
                fused[at] += _DENSE_SHARE / (_RANK_CONSTANT + rank)
        best = sorted(valid, key=lambda at: (-fused[at], -lexical[at]))[:limit]
        return [Match(self._passages[at], fused[at], self._index.coverage(question, at)) for at in best]

    def answer(self, question: str, on: date) -> Passage | None:
        """The passage to quote; None when nothing in the corpus is surely about the question."""
        found = self.search(question, on, limit=1)
        return found[0].passage if found and found[0].coverage >= _MIN_COVERAGE else None

    def _similarities(self, question: str) -> Vectors | None:
        self.prepare()
        if self._encoder is None or self._vectors is None:
            return None
        similarities: Vectors = self._vectors @ self._encoder.encode([question])[0]
        return similarities


def _ranked(candidates: list[int], scores: np.ndarray[Any, np.dtype[Any]]) -> list[int]:
    return sorted(candidates, key=lambda at: -scores[at])
