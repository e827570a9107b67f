"""From texts to vectors: windows for long texts, batches by length, pieces pooled into tokens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nlu.t5_backends.backend import EncoderBackend, Floats

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WINDOW_PIECES = 128
_MAX_WINDOWS = 16


@dataclass(frozen=True)
class EncodedText:
    """A text's vectors: `pieces` (n, dimension) with their character `spans`, and `sentence` (1, dimension)."""

    pieces: Floats
    spans: list[tuple[int, int]]
    sentence: Floats


class TextEncoder:
    """Runs a backend over texts of any length.

    A text longer than a window (128 pieces with its marks) is encoded window by window; beyond 16 windows, some 1,500
    words, it is cut, and later tokens get zero vectors. The sentence vector is the mean of all states, the marks'
    included, as the encoder was trained. A text without pieces gets zeros.
    """

    def __init__(self, backend: EncoderBackend, pieces_per_batch: int = 2048) -> None:
        self._backend = backend
        self._pieces_per_batch = pieces_per_batch
        self._marks = len(backend.tokenizer.prefix), len(backend.tokenizer.suffix)
        self._window = min(_WINDOW_PIECES, backend.max_pieces) - sum(self._marks)

    @property
    def dimension(self) -> int:
        """Width of every vector."""
        return self._backend.dimension

    @property
    def fingerprint(self) -> str:
        """Digest of the model in use."""
        return self._backend.fingerprint

    @property
    def weights(self) -> str:
        """Digest of what the model learned, whatever computes with it."""
        return self._backend.weights

    def split(self, text: str) -> list[tuple[int, int]]:
        """Spans of the pieces that `encode` gives vectors to."""
        return self._backend.tokenizer.split(text).spans[: self._window * _MAX_WINDOWS]

    def encode(self, texts: Sequence[str]) -> Iterator[tuple[int, EncodedText]]:
        """(index, vectors) of every text, in whatever order batches finish."""
        tokenizer = self._backend.tokenizer
        split = [tokenizer.split(text) for text in texts]
        windows: list[tuple[int, list[int]]] = []
        waiting: dict[int, int] = {}
        for index, pieces in enumerate(split):
            ids = pieces.ids[: self._window * _MAX_WINDOWS]
            parts = [ids[start : start + self._window] for start in range(0, len(ids), self._window)]
            if not parts:
                nothing = np.zeros((1, self.dimension), np.float32)
                yield index, EncodedText(nothing[:0], [], nothing)
                continue
            windows += [(index, [*tokenizer.prefix, *part, *tokenizer.suffix]) for part in parts]
            waiting[index] = len(parts)
        done: dict[int, dict[int, Floats]] = {}
        for batch in self._batches(windows):
            states = self._states([windows[at][1] for at in batch])
            for at, rows in zip(batch, states, strict=True):
                index = windows[at][0]
                done.setdefault(index, {})[at] = rows
                if len(done[index]) == waiting[index]:
                    parts_done = done.pop(index)
                    yield index, self._join([parts_done[key] for key in sorted(parts_done)], split[index].spans)

    def _batches(self, windows: list[tuple[int, list[int]]]) -> Iterator[list[int]]:
        group: list[int] = []
        for at in sorted(range(len(windows)), key=lambda at: len(windows[at][1])):
            if group and len(windows[at][1]) * (len(group) + 1) > self._pieces_per_batch:
                yield group
                group = []
            group.append(at)
        if group:
            yield group

    def _states(self, rows: list[list[int]]) -> list[Floats]:
        """States of each row, its padding removed."""
        longest = max(map(len, rows))
        ids = np.full((len(rows), longest), self._backend.tokenizer.pad_id, np.int64)
        mask = np.zeros_like(ids)
        for at, row in enumerate(rows):
            ids[at, : len(row)] = row
            mask[at, : len(row)] = 1
        states = self._backend.states(ids, mask)
        return [states[at, : len(row)] for at, row in enumerate(rows)]

    def _join(self, windows: list[Floats], spans: list[tuple[int, int]]) -> EncodedText:
        before, after = self._marks
        pieces = np.concatenate([states[before : len(states) - after] for states in windows])
        sentence = np.concatenate(windows).mean(axis=0, keepdims=True)
        return EncodedText(pieces, spans[: len(pieces)], sentence)


def pool_tokens(pieces: Floats, spans: Sequence[tuple[int, int]], tokens: Sequence[tuple[int, int]]) -> Floats:
    """Mean of the pieces that share a character with each token (tokens, dimension); zeros where none does.

    Spans and tokens are in text order. A piece over two tokens counts for both.
    """
    pooled = np.zeros((len(tokens), pieces.shape[1]), np.float32)
    first = 0
    for row, (start, end) in enumerate(tokens):
        while first < len(spans) and spans[first][1] <= start:
            first += 1
        last = first
        while last < len(spans) and spans[last][0] < end:
            last += 1
        if last > first:
            pooled[row] = pieces[first:last].mean(axis=0)
    return pooled
