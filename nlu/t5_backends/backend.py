"""What a featurizer needs of an encoder: a tokenizer with positions, and a function from ids to states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Floats = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True)
class Pieces:
    """A text cut into sub-words: `spans[i]` is the first and last-plus-one character of the piece `ids[i]`."""

    ids: list[int]
    spans: list[tuple[int, int]]


class PieceTokenizer(Protocol):
    """Cuts a text into pieces; `prefix` and `suffix` are the marks the model expects around them."""

    prefix: list[int]
    suffix: list[int]
    pad_id: int

    def split(self, text: str) -> Pieces:
        """The pieces of a text, without marks."""


class EncoderBackend(Protocol):
    """A loaded model.

    `dimension` is the width of a state, `max_pieces` the longest sequence it takes, `fingerprint` a digest of what was
    loaded, `weights` one of what was learned, the same in every precision. A text's states do not depend (beyond
    rounding) on its neighbours in a batch.
    """

    dimension: int
    max_pieces: int
    fingerprint: str
    weights: str

    @property
    def tokenizer(self) -> PieceTokenizer:
        """The tokenizer the model was trained with."""

    def states(self, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> Floats:
        """Last states (batch, pieces, dimension); rows where `mask` is 0 are meaningless. Safe to call from threads."""
