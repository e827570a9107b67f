"""Windows, batches and pooling, with a backend whose states say which piece they are."""

from __future__ import annotations

import numpy as np
import pytest

from nlu.t5_backends.backend import Floats, Pieces
from nlu.t5_backends.text_encoder import TextEncoder, pool_tokens

END, PAD = 1, 0


class LetterTokenizer:
    """One piece a character."""

    def __init__(self) -> None:
        self.prefix: list[int] = []
        self.suffix = [END]
        self.pad_id = PAD

    def split(self, text: str) -> Pieces:
        return Pieces([ord(char) for char in text], [(at, at + 1) for at in range(len(text))])


class EchoBackend:
    """A state is (piece id, length of its window)."""

    dimension = 2
    max_pieces = 10
    fingerprint = "echo"

    def __init__(self) -> None:
        self.tokenizer = LetterTokenizer()
        self.batches: list[tuple[int, int]] = []

    def states(self, ids: np.ndarray, mask: np.ndarray) -> Floats:  # type: ignore[type-arg]
        self.batches.append(ids.shape)
        lengths = np.broadcast_to(mask.sum(1, keepdims=True), ids.shape)
        return np.stack([ids, lengths], axis=-1).astype(np.float32)


def test_texts_come_back_under_their_own_index_whatever_their_length() -> None:
    texts = ["abc", "z", "abcdefgh", "", "hi"]
    encoded = dict(TextEncoder(EchoBackend()).encode(texts))
    assert sorted(encoded) == list(range(len(texts)))
    for index, text in enumerate(texts):
        assert encoded[index].pieces[:, 0].tolist() == [ord(char) for char in text]


def test_the_sentence_is_the_mean_of_pieces_and_marks_without_padding() -> None:
    encoded = dict(TextEncoder(EchoBackend()).encode(["ab", "abcdefgh"]))
    assert encoded[0].sentence[0, 0] == pytest.approx((ord("a") + ord("b") + END) / 3)


def test_a_long_text_is_read_in_windows_and_joined_in_order() -> None:
    text = "abcdefghijklmnopqrstuvwxyz"
    encoded = dict(TextEncoder(EchoBackend()).encode([text]))[0]
    assert "".join(chr(int(state)) for state in encoded.pieces[:, 0]) == text
    assert encoded.pieces[:, 1].tolist() == [10] * 18 + [9] * 8


def test_no_batch_exceeds_its_pieces() -> None:
    backend = EchoBackend()
    list(TextEncoder(backend, pieces_per_batch=20).encode(["abcd"] * 30))
    assert all(rows * columns <= 20 for rows, columns in backend.batches)
    assert sum(rows for rows, _ in backend.batches) == 30


def test_a_token_takes_the_mean_of_its_pieces() -> None:
    pieces = np.array([[1.0], [3.0], [5.0]], np.float32)
    assert pool_tokens(pieces, [(0, 2), (2, 4), (4, 6)], [(0, 4), (4, 6)]).tolist() == [[2.0], [5.0]]


def test_a_piece_over_two_tokens_counts_for_both_and_a_token_without_pieces_is_zero() -> None:
    pieces = np.array([[2.0], [7.0]], np.float32)
    assert pool_tokens(pieces, [(0, 4), (8, 9)], [(0, 2), (2, 4), (5, 7), (8, 9)]).tolist() == [
        [2.0],
        [2.0],
        [0.0],
        [7.0],
    ]
