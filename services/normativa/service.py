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

Scores = np.ndarray[Any, np.dtype[np.float64]]

_TITLE_WEIGHT = 2
_TOPICS_WEIGHT = 2
_QUESTIONS_WEIGHT = 1
_TEXT_WEIGHT = 1
_DENSE_SHARE = 2.0
"""What a similarity (−1 to 1) weighs in the order beside BM25 as a share of its best; chosen on the test questions."""

_SIMILARITY_SHARE = 1.5
_LEAST_EVIDENCE = 1.36
"""Below it no passage is surely about the question: coverage of its words + 1,5 × similarity of its sense.

Calibrated on `preguntas.yml`: from 1,34 to 1,48 it refuses all that the corpus does not say and answers all but one of
what it says. The low end, and the share of the similarity, are for people who have not read the corpus: they share its
sense more than its words.
"""
_LEAST_FOREIGN = 0.6
"""The similarity below which a foreign question says nothing of the one that was asked."""
_MIN_COVERAGE = 0.5
"""The same without an encoder: below it, most of what was asked stands in no passage."""


@dataclass(frozen=True)
class Match:
    """A passage found for a question: `score` orders; `coverage` (0 to 1) says how much of its words it is about, and
    `similarity` (−1 to 1; None without an encoder) how close their sense is."""

    passage: Passage
    score: float
    coverage: float
    similarity: float | None = None

    @property
    def sure(self) -> bool:
        """Whether there is evidence enough to quote it."""
        if self.similarity is None:
            return self.coverage >= _MIN_COVERAGE
        return self.coverage + _SIMILARITY_SHARE * self.similarity >= _LEAST_EVIDENCE


class NormativaService:
    """Retrieval over a corpus: lexical and, where there is an encoder, dense scores fused. Safe to share by threads."""

    def __init__(
        self,
        passages: Sequence[Passage],
        encoder: Callable[[], SentenceEncoder | None],
        foreign_questions: Sequence[str] = (),
    ) -> None:
        self._passages = tuple(passages)
        self._foreign_questions = list(foreign_questions)
        self._foreign_vectors: Vectors | None = None
        self._index = LexicalIndex(
            [
                (
                    (each.title, _TITLE_WEIGHT),
                    (each.topics, _TOPICS_WEIGHT),
                    (" ".join(each.questions), _QUESTIONS_WEIGHT),
                    (each.text, _TEXT_WEIGHT),
                )
                for each in self._passages
            ]
        )
        self._load_encoder = encoder
        self._lock = Lock()
        self._ready = False
        self._encoder: SentenceEncoder | None = None
        self._vectors: Vectors | None = None
        self._owners = np.zeros(0, np.int64)

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
                faces = [(at, text) for at, each in enumerate(self._passages) for text in _faces(each)]
                self._owners = np.array([at for at, _ in faces])
                self._vectors = self._encoder.encode([text for _, text in faces])
                if self._foreign_questions:
                    self._foreign_vectors = self._encoder.encode(self._foreign_questions)
            self._ready = True

    def search(self, question: str, on: date, limit: int = 5) -> list[Match]:
        """The passages in force on a day, best first; none when no word of the question stands in any of them."""
        self.prepare()
        lexical = np.array(self._index.scores(question), np.float64)
        valid = [
            at
            for at, passage in enumerate(self._passages)
            if passage.in_force(on) and (lexical[at] > 0 or self._encoder is not None)
        ]
        if not valid or not lexical[valid].any():
            return []
        score = lexical / lexical[valid].max()
        dense = self._similarities(question)
        if dense is not None:
            score = score + _DENSE_SHARE * dense
        best = sorted(valid, key=lambda at: (-score[at], -lexical[at]))[:limit]
        return [
            Match(
                self._passages[at],
                float(score[at]),
                self._index.coverage(question, at),
                None if dense is None else float(dense[at]),
            )
            for at in best
        ]

    def answer(self, question: str, on: date) -> Passage | None:
        """The passage to quote; None when nothing in the corpus is surely about the question.

        A question nearer to one of the foreign questions than to the passage is not about it, whatever words they
        share.
        """
        found = self.search(question, on, limit=1)
        if not found or not found[0].sure or self._is_foreign(question, found[0]):
            return None
        return found[0].passage

    def _is_foreign(self, question: str, match: Match) -> bool:
        if self._encoder is None or self._foreign_vectors is None or match.similarity is None:
            return False
        nearest = (self._foreign_vectors @ self._encoder.encode([question])[0]).max()
        return bool(nearest > max(match.similarity, _LEAST_FOREIGN))

    def _similarities(self, question: str) -> Scores | None:
        """Of each passage, the similarity of whichever of its faces is nearest to the question."""
        self.prepare()
        if self._encoder is None or self._vectors is None:
            return None
        nearest: Scores = np.full(len(self._passages), -1.0)
        np.maximum.at(nearest, self._owners, self._vectors @ self._encoder.encode([question])[0])
        return nearest


def _faces(passage: Passage) -> list[str]:
    """What a passage is known by: its title with its topics, and each question that people ask about it."""
    return [f"{passage.title}: {passage.topics}", *passage.questions]
