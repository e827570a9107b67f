"""The linear model of intents on a few sentences, and the features it reads."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from nlu.entity_spans import find_spans
from nlu.intent_cues import abstract, cues
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


@pytest.fixture(scope="module")
def model() -> LinearIntents:
    return LinearIntents.fit(TEXTS, None, LABELS, NAMES, label_count=4)


@pytest.mark.parametrize(
    ("text", "label"),
    [("dígame mi sueldo", 0), ("cuánto gana Liliana Mosquera", 1), ("vacaciones pendientes", 2)],
)
def test_unseen_sentences_are_told_apart(model: LinearIntents, text: str, label: int) -> None:
    assert model.probabilities(text, None).argmax() == label


def test_a_label_without_examples_never_wins(model: LinearIntents) -> None:
    assert model.probabilities("zzz", None)[3] == pytest.approx(0)


@pytest.mark.parametrize("text", AWKWARD_TEXTS, ids=range(len(AWKWARD_TEXTS)))
def test_any_text_gets_a_distribution(model: LinearIntents, text: str) -> None:
    chances = model.probabilities(text, None)
    assert np.isfinite(chances).all()
    assert chances.sum() == pytest.approx(1, abs=1e-5)


def test_a_saved_model_answers_the_same(tmp_path: Path) -> None:
    trained = LinearIntents.fit(TEXTS, vectors(len(TEXTS)), LABELS, NAMES, label_count=4)
    trained.save(tmp_path)
    loaded = LinearIntents.load(tmp_path)
    assert loaded is not None
    vector = vectors(1)[0]
    for text in (*TEXTS, "cuánto le pagan a Liliana"):
        assert loaded.probabilities(text, vector) == pytest.approx(trained.probabilities(text, vector), abs=1e-6)


def test_the_vector_decides_where_words_say_nothing() -> None:
    texts, labels = ["a"] * 40, np.arange(40) % 2
    given = vectors(40)
    given[:, 0] = np.where(labels, 3, -3)
    model = LinearIntents.fit(texts, given, labels, NAMES, label_count=2)
    answers = [model.probabilities("a", vector).argmax() for vector in given]
    assert np.array_equal(answers, labels)


def test_nothing_saved_loads_nothing(tmp_path: Path) -> None:
    assert LinearIntents.load(tmp_path) is None


def test_entities_are_put_in_place_of_their_words() -> None:
    text = "¿Cuánto le pagaron de PRIMA a Ricardo Mosquera en marzo?"
    assert abstract(text, find_spans(text, NAMES)) == (
        "¿cuanto le pagaron de xconceptox xprimax a xpersonax en xmesx ?"
    )


def test_a_long_number_is_told_from_one_that_counts() -> None:
    assert abstract("son 10", []) == "son xnumerox"
    assert abstract("son 3157748201", []) == "son xcifrax"


def test_a_month_is_no_person_and_spans_never_overlap() -> None:
    spans = find_spans("desde el 3 de julio, $ 200.000 de retención", NAMES)
    assert [span.kind for span in spans] == ["fecha", "monto", "concepto"]
    assert all(one.end <= other.start for one, other in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("¿y en marzo?", "only_datum"),
        ("del 3 al 10 de julio", "several_times"),
        ("¿es legal que me descuenten?", "law"),
        ("por qué me llegó menos", "more_or_less"),
        ("me pagaron mal", "wrong"),
        ("cuánto le pagaron a él", "to_them"),
        ("graciasss", "thanks"),
        ("¿en qué va el N-2026-000012?", "own_case"),
    ],
)
def test_turns_of_phrase_are_noticed(text: str, cue: str) -> None:
    assert cue in cues(text, find_spans(text, NAMES))


def test_a_question_about_pay_is_more_than_a_datum() -> None:
    text = "cuánto me pagaron en marzo"
    assert "only_datum" not in cues(text, find_spans(text, NAMES))


def test_a_fit_goes_on_from_that_of_a_part_and_learns_the_new_words() -> None:
    part = [row for row in range(len(TEXTS)) if row != len(TEXTS) - 1]
    earlier = LinearIntents.fit([TEXTS[row] for row in part], vectors(len(part)), LABELS[part], NAMES, label_count=3)
    whole = LinearIntents.fit(TEXTS, vectors(len(TEXTS)), LABELS, NAMES, label_count=3, start=earlier)
    anew = LinearIntents.fit(TEXTS, vectors(len(TEXTS)), LABELS, NAMES, label_count=3)
    assert "words:saldo" in whole.vocabulary.keys() - earlier.vocabulary.keys()
    for text, vector in zip(TEXTS, vectors(len(TEXTS)), strict=True):
        assert whole.probabilities(text, vector) == pytest.approx(anew.probabilities(text, vector), abs=0.02)
