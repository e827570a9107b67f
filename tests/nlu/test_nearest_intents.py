"""The opinion of the sentences most alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from nlu.intent_features import IntentFeatures
from nlu.nearest_intents import NearestIntents
from nlu.persons import NameBook
from tests.nlu.components import AWKWARD_TEXTS

if TYPE_CHECKING:
    from pathlib import Path

NAMES = NameBook.of(["Ricardo"], ["Mosquera"])
TEXTS = [
    "cuánto gano",
    "cuál es mi sueldo",
    "cuánto gana Ricardo",
    "cuántas vacaciones me quedan",
    "saldo de vacaciones",
]
LABELS = np.array([0, 0, 1, 2, 2])


def vectors(count: int) -> np.ndarray:
    return np.random.default_rng(1).normal(size=(count, 8)).astype(np.float32)


class Fitted:
    """The sentences kept, with the features they are compared in."""

    def __init__(self, texts: list[str], given: np.ndarray | None, labels: np.ndarray, label_count: int) -> None:
        self.features, rows = IntentFeatures.of(texts, NAMES)
        dense = np.zeros((len(texts), 0), np.float32) if given is None else given
        self.model = NearestIntents.fit(self.features, rows, dense, labels, label_count)

    def probabilities(self, text: str, vector: np.ndarray | None) -> np.ndarray:
        return self.model.probabilities(self.features.row(text), vector)


@pytest.mark.parametrize(
    ("text", "label"),
    [("¿y cuál es mi sueldo?", 0), ("cuánto gana Ricardo Mosquera", 1), ("vacaciones me quedan", 2)],
)
def test_a_sentence_is_taken_for_what_the_most_alike_is(text: str, label: int) -> None:
    chances = Fitted(TEXTS, None, LABELS, 4).probabilities(text, None)
    assert chances.argmax() == label
    assert chances[label] > 0.5


@pytest.mark.parametrize("text", AWKWARD_TEXTS, ids=range(len(AWKWARD_TEXTS)))
@pytest.mark.parametrize("given", [None, vectors(len(TEXTS))], ids=["words", "words and vectors"])
def test_any_text_gets_a_distribution_that_excludes_nothing(text: str, given: np.ndarray | None) -> None:
    vector = None if given is None else np.zeros(8, np.float32)
    chances = Fitted(TEXTS, given, LABELS, 4).probabilities(text, vector)
    assert np.isfinite(chances).all()
    assert chances.sum() == pytest.approx(1, abs=1e-5)
    assert (chances > 0).all()


def test_a_sentence_like_none_is_taken_for_each_label_as_often_as_it_was_taught() -> None:
    fitted = Fitted(["hola"] * 300 + ["adiós"] * 100, None, np.repeat([0, 1], [300, 100]), 2)
    nothing = (np.zeros(0, np.int64), np.zeros(0, np.float32))
    assert fitted.model.probabilities(nothing, None) == pytest.approx([0.75, 0.25], abs=0.02)


def test_the_vector_decides_among_sentences_of_the_same_words() -> None:
    given = vectors(40)
    labels = np.arange(40) % 2
    given[:, 0] = np.where(labels, 3, -3)
    fitted = Fitted(["a b"] * 40, given, labels, 2)
    assert np.array_equal([fitted.probabilities("a b", vector).argmax() for vector in given], labels)


def test_what_is_said_twice_in_training_is_looked_at_however_many_sentences_there_are() -> None:
    texts = [f"sueldo {number}" for number in range(500)] + ["vacaciones de marzo"] * 2
    chances = Fitted(texts, None, np.repeat([0, 1], [500, 2]), 2).probabilities("vacaciones de marzo", None)
    assert chances[1] > 0.9


def test_a_saved_model_answers_the_same(tmp_path: Path) -> None:
    trained = Fitted(TEXTS, vectors(len(TEXTS)), LABELS, 4)
    trained.model.save(tmp_path)
    loaded = NearestIntents.load(tmp_path)
    assert loaded is not None
    vector = vectors(1)[0]
    for text in (*TEXTS, "cuánto le pagan a Ricardo"):
        assert np.array_equal(
            loaded.probabilities(trained.features.row(text), vector), trained.probabilities(text, vector)
        )


def test_nothing_saved_loads_nothing(tmp_path: Path) -> None:
    assert NearestIntents.load(tmp_path) is None
