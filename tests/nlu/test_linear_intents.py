"""The linear model of intents on a few sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from nlu.intent_features import IntentFeatures
from nlu.linear_intents import LinearIntents
from nlu.persons import NameBook
from tests.nlu.components import AWKWARD_TEXTS

if TYPE_CHECKING:
    from pathlib import Path

NAMES = NameBook.of(["Ricardo", "Liliana"], ["Mosquera"])
SENTENCES = (
    ("cuánto gano", 0), ("cuál es mi sueldo", 0), ("mi salario básico", 0), ("qué sueldo tengo", 0),
    ("cuánto gana Ricardo Mosquera", 1), ("el sueldo de Liliana", 1), ("qué salario tiene Ricardo", 1),
    ("cuántas vacaciones me quedan", 2), ("mis días de vacaciones", 2), ("saldo de vacaciones en marzo", 2),
)  # fmt: skip
LABELS = np.array([label for _, label in SENTENCES])
TEXTS = [text for text, _ in SENTENCES]


def vectors(count: int) -> np.ndarray:
    return np.random.default_rng(1).normal(size=(count, 8)).astype(np.float32)


class Fitted:
    """A model with the features that it was fitted on."""

    def __init__(
        self,
        texts: list[str],
        given: np.ndarray | None,
        labels: np.ndarray,
        label_count: int,
        start: Fitted | None = None,
    ) -> None:
        self.features, rows = IntentFeatures.of(texts, NAMES)
        dense = np.zeros((len(texts), 0), np.float32) if given is None else given
        earlier = None if start is None else (start.features, start.model)
        self.model = LinearIntents.fit(self.features, rows, dense, labels, label_count, earlier)

    def probabilities(self, text: str, vector: np.ndarray | None) -> np.ndarray:
        return self.model.probabilities(self.features.row(text), vector)


@pytest.fixture(scope="module")
def model() -> Fitted:
    return Fitted(TEXTS, None, LABELS, label_count=4)


@pytest.mark.parametrize(
    ("text", "label"),
    [("dígame mi sueldo", 0), ("cuánto gana Liliana Mosquera", 1), ("vacaciones pendientes", 2)],
)
def test_unseen_sentences_are_told_apart(model: Fitted, text: str, label: int) -> None:
    assert model.probabilities(text, None).argmax() == label


def test_a_label_without_examples_never_wins(model: Fitted) -> None:
    assert model.probabilities("zzz", None)[3] == pytest.approx(0)


@pytest.mark.parametrize("text", AWKWARD_TEXTS, ids=range(len(AWKWARD_TEXTS)))
def test_any_text_gets_a_distribution(model: Fitted, text: str) -> None:
    chances = model.probabilities(text, None)
    assert np.isfinite(chances).all()
    assert chances.sum() == pytest.approx(1, abs=1e-5)


def test_a_saved_model_answers_the_same(tmp_path: Path) -> None:
    trained = Fitted(TEXTS, vectors(len(TEXTS)), LABELS, label_count=4)
    trained.model.save(tmp_path)
    loaded = LinearIntents.load(tmp_path)
    assert loaded is not None
    vector = vectors(1)[0]
    for text in (*TEXTS, "cuánto le pagan a Liliana"):
        again = loaded.probabilities(trained.features.row(text), vector)
        assert again == pytest.approx(trained.probabilities(text, vector), abs=1e-6)


def test_the_vector_decides_where_words_say_nothing() -> None:
    texts, labels = ["a"] * 40, np.arange(40) % 2
    given = vectors(40)
    given[:, 0] = np.where(labels, 3, -3)
    model = Fitted(texts, given, labels, label_count=2)
    answers = [model.probabilities("a", vector).argmax() for vector in given]
    assert np.array_equal(answers, labels)


def test_nothing_saved_loads_nothing(tmp_path: Path) -> None:
    assert LinearIntents.load(tmp_path) is None


def test_a_fit_goes_on_from_that_of_a_part_and_learns_the_new_words() -> None:
    part = [row for row in range(len(TEXTS)) if row != len(TEXTS) - 1]
    earlier = Fitted([TEXTS[row] for row in part], vectors(len(part)), LABELS[part], label_count=3)
    whole = Fitted(TEXTS, vectors(len(TEXTS)), LABELS, label_count=3, start=earlier)
    anew = Fitted(TEXTS, vectors(len(TEXTS)), LABELS, label_count=3)
    assert "words:saldo" in whole.features.vocabulary.keys() - earlier.features.vocabulary.keys()
    for text, vector in zip(TEXTS, vectors(len(TEXTS)), strict=True):
        assert whole.probabilities(text, vector) == pytest.approx(anew.probabilities(text, vector), abs=0.02)
