"""The figures of an evaluation, on a handful of sentences counted by hand."""

from __future__ import annotations

import math

import pytest

from nlu.evaluation.examples import Example, Prediction
from nlu.evaluation.metrics import confusions, entity_counts, entity_f1, intent_counts, out_of_scope_auroc, scores

MONTH = ("mes", 0, 5)
DAY = ("fecha", 6, 9)


def pair(
    wanted: str, got: str, confidence: float = 0.9, gold: set[tuple[str, int, int]] | None = None, **found: object
) -> tuple[Example, Prediction]:
    entities = frozenset(found.get("entities", ()))  # type: ignore[call-overload]
    outside = float(found.get("outside", 0.0))  # type: ignore[arg-type]
    ranking = [(got, confidence), ("fuera_de_alcance", outside)]
    return Example("marzo el 3", wanted, frozenset(gold or ())), Prediction(ranking, entities)


def test_accuracy_and_calibration_count_every_sentence() -> None:
    found = scores([pair("a", "a", 1.0), pair("a", "b", 1.0), pair("b", "b", 1.0), pair("b", "b", 1.0)])
    assert found.intent_accuracy == 0.75
    assert found.calibration_error == pytest.approx(0.25)


def test_an_intent_counts_what_is_right_wrong_and_missed() -> None:
    counts = intent_counts([pair("a", "a"), pair("a", "b"), pair("b", "b")])
    assert (counts["a"].right, counts["a"].wrong, counts["a"].missed) == (1, 0, 1)
    assert (counts["b"].precision, counts["b"].recall) == (0.5, 1.0)
    assert counts["b"].f1 == pytest.approx(2 / 3)


def test_an_entity_is_right_only_with_its_exact_span() -> None:
    counts = entity_counts([pair("a", "a", gold={MONTH, DAY}, entities=[MONTH, ("fecha", 6, 8)])])
    assert (counts["mes"].right, counts["fecha"].wrong, counts["fecha"].missed) == (1, 1, 1)


def test_entities_of_out_of_scope_sentences_are_not_scored() -> None:
    assert entity_counts([pair("fuera_de_alcance", "a", entities=[MONTH])]) == {}


def test_without_annotated_entities_there_is_no_f1() -> None:
    assert math.isnan(entity_f1([pair("a", "a", entities=[MONTH]), pair("fuera_de_alcance", "a", gold={MONTH})]))
    assert entity_f1([pair("a", "a", entities=[MONTH]), pair("a", "a", gold={DAY})]) == 0.0


def test_the_auroc_compares_the_probability_of_being_out_of_scope() -> None:
    pairs = [pair("fuera_de_alcance", "a", outside=0.8), pair("a", "a", outside=0.1), pair("b", "b", outside=0.9)]
    assert out_of_scope_auroc(pairs) == 0.5
    assert math.isnan(out_of_scope_auroc([pair("a", "a")]))


def test_confusions_come_by_frequency() -> None:
    pairs = [pair("a", "b"), pair("a", "b"), pair("b", "a"), pair("a", "a")]
    assert confusions(pairs) == [("a", "b", 2), ("b", "a", 1)]
