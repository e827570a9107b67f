"""What a sentence is read as before its intent is told: cues, abstracted phrases, and its row in a vocabulary."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from nlu.entity_spans import find_spans
from nlu.intent_cues import abstract, cues
from nlu.intent_features import IntentFeatures
from nlu.persons import NameBook
from tests.nlu.components import AWKWARD_TEXTS

if TYPE_CHECKING:
    from pathlib import Path

NAMES = NameBook.of(["Ricardo", "Liliana"], ["Mosquera"])
TEXTS = [
    "cuánto gano",
    "cuál es mi sueldo en marzo",
    "cuánto gana Ricardo",
    "mis vacaciones",
    "mis vacaciones en julio",
]


@pytest.mark.parametrize("text", [*TEXTS, *AWKWARD_TEXTS], ids=range(len(TEXTS) + len(AWKWARD_TEXTS)))
def test_any_text_has_a_row_within_the_vocabulary(text: str) -> None:
    features, _ = IntentFeatures.of(TEXTS, NAMES)
    columns, values = features.row(text)
    assert len(columns) == len(values) == len(set(columns))
    assert np.isfinite(values).all()
    assert all(0 <= column < len(features.vocabulary) for column in columns)


def test_the_rows_of_the_sentences_are_those_they_have_alone_and_make_a_matrix() -> None:
    features, rows = IntentFeatures.of(TEXTS, NAMES)
    matrix = features.matrix(rows).toarray()
    for at, text in enumerate(TEXTS):
        columns, values = features.row(text)
        assert np.array_equal(matrix[at, columns], values)
        assert np.count_nonzero(matrix[at]) == len(columns)


def test_a_saved_vocabulary_reads_the_same(tmp_path: Path) -> None:
    features, _ = IntentFeatures.of(TEXTS, NAMES)
    features.save(tmp_path)
    loaded = IntentFeatures.load(tmp_path)
    assert loaded is not None
    for text in (*TEXTS, "cuánto le pagan a Liliana Mosquera"):
        for mine, theirs in zip(features.row(text), loaded.row(text), strict=True):
            assert np.array_equal(mine, theirs)


def test_nothing_saved_loads_nothing(tmp_path: Path) -> None:
    assert IntentFeatures.load(tmp_path) is None


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
