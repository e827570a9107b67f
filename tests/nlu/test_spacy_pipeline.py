"""The spaCy pipeline: built from the tables and sentences at hand, the same way every time."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from nlu.spacy_pipeline import MODEL, new_pipeline, read_sentences, read_tables, train, vary

ROOT = Path(__file__).parents[2]
WITH_PERSON = ("cuánto gana Rosalba Quintero en ventas", [(12, 28)])
WITHOUT = ("cuánto me pagaron", [])


@pytest.fixture(scope="module")
def tables() -> dict[str, list[str]]:
    return read_tables(ROOT / "data" / "lookups")


def test_the_shipped_ruler_is_that_of_the_present_tables(tables: dict[str, list[str]]) -> None:
    lines = (MODEL / "entity_ruler" / "patterns.jsonl").read_text(encoding="utf-8").splitlines()
    built = new_pipeline(tables).get_pipe("entity_ruler").patterns  # type: ignore[attr-defined]
    assert sorted(map(json.dumps, map(json.loads, lines))) == sorted(map(json.dumps, built))


def test_training_twice_gives_the_same_recogniser(tables: dict[str, list[str]]) -> None:
    trained = [new_pipeline(tables) for _ in range(2)]
    losses = [train(nlp, [WITH_PERSON, WITHOUT] * 8, tables, epochs=2) for nlp in trained]
    first, second = (nlp.get_pipe("ner").to_bytes() for nlp in trained)  # type: ignore[attr-defined]
    assert losses[0] == losses[1] > 0
    assert first == second


def test_the_sentences_of_the_project_name_persons_where_they_are_annotated() -> None:
    sentences = read_sentences(ROOT / "data" / "nlu")
    names = [text[start:end] for text, spans in sentences for start, end in spans]
    assert len(names) > 50
    assert not any(name != name.strip() or set(name) & set("[](){}") for name in names)


def test_a_varied_sentence_still_marks_its_name(tables: dict[str, list[str]]) -> None:
    chance = random.Random(1)
    for _ in range(50):
        text, ((start, end),) = vary(WITH_PERSON, tables["nombre_de_pila"], tables["apellido"], chance)
        assert text[start:end].strip() == text[start:end] != ""
        assert text[end:].strip() == text[end:].lstrip() != ""
