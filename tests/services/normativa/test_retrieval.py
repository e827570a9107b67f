"""The corpus against colloquial questions: the right passage first, and «no lo sé» when nothing answers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.normativa.encoder import load_encoder
from services.normativa.passages import load_foreign_questions, load_passages
from services.normativa.service import NormativaService

TODAY = date(2026, 11, 23)


def questions(name: str) -> dict[str, list[Any]]:
    content: dict[str, list[Any]] = yaml.safe_load(Path(__file__).with_name(name).read_text(encoding="utf-8"))
    return content


QUESTIONS = questions("preguntas.yml")
ANSWERABLE = QUESTIONS["con_respuesta"]
UNANSWERABLE = QUESTIONS["sin_respuesta"]
STRANGE = questions("preguntas_ajenas.yml")


@pytest.fixture(scope="module")
def normativa() -> NormativaService:
    return NormativaService(load_passages(), load_encoder, load_foreign_questions())


@pytest.fixture(scope="module")
def lexical_only() -> NormativaService:
    return NormativaService(load_passages(), lambda: None)


def recall(service: NormativaService, first: int) -> float:
    found = [
        any(match.passage.id in each["pasajes"] for match in service.search(each["pregunta"], TODAY, first))
        for each in ANSWERABLE
    ]
    return sum(found) / len(found)


def test_the_question_set_is_large_and_names_passages_that_exist() -> None:
    known = {passage.id for passage in load_passages()}
    assert len(ANSWERABLE) >= 60
    assert len(UNANSWERABLE) >= 20
    assert {name for each in ANSWERABLE for name in each["pasajes"]} <= known


def test_the_expected_passage_comes_first(normativa: NormativaService, record_property: pytest.RecordProperty) -> None:
    at_one, at_three = recall(normativa, 1), recall(normativa, 3)
    record_property("recall@1", at_one)
    record_property("recall@3", at_three)
    assert at_one >= 0.95
    assert at_three >= 0.97


def test_without_the_encoder_the_words_alone_still_find_it(lexical_only: NormativaService) -> None:
    assert recall(lexical_only, 1) >= 0.9


def test_what_the_corpus_does_not_say_is_refused(
    normativa: NormativaService, record_property: pytest.RecordProperty
) -> None:
    refused = [question for question in UNANSWERABLE if normativa.answer(question, TODAY) is None]
    record_property("refusal", len(refused) / len(UNANSWERABLE))
    assert len(refused) / len(UNANSWERABLE) >= 0.95


def test_a_question_near_one_that_is_foreign_to_the_corpus_is_refused_whatever_words_they_share() -> None:
    passages = load_passages()
    asked = "cuántas semanas hay que cotizar para la pensión"
    assert NormativaService(passages, load_encoder).answer(asked, TODAY) is not None
    foreign = ("semanas que hay que cotizar para pensionarse",)
    assert NormativaService(passages, load_encoder, foreign).answer(asked, TODAY) is None
    assert NormativaService(passages, load_encoder, ("cómo saco el pasaporte",)).answer(asked, TODAY) is not None


def test_what_the_corpus_says_is_not_refused(normativa: NormativaService) -> None:
    answered = [each for each in ANSWERABLE if normativa.answer(each["pregunta"], TODAY) is not None]
    assert len(answered) / len(ANSWERABLE) >= 0.95


def test_questions_of_people_who_have_not_read_the_corpus(
    normativa: NormativaService, record_property: pytest.RecordProperty
) -> None:
    """Fewer are answered than of those written beside the corpus, and hardly any wrongly."""
    asked = STRANGE["con_respuesta"]
    first = [normativa.search(each["pregunta"], TODAY, 1)[0].passage.id in each["pasajes"] for each in asked]
    quoted = [(normativa.answer(each["pregunta"], TODAY), each["pasajes"]) for each in asked]
    right = sum(passage is not None and passage.id in expected for passage, expected in quoted)
    wrong = sum(passage is not None and passage.id not in expected for passage, expected in quoted)
    refused = sum(normativa.answer(question, TODAY) is None for question in STRANGE["sin_respuesta"])
    record_property("strange recall@1", sum(first) / len(asked))
    record_property("strange right", right / len(asked))
    record_property("strange wrong", wrong / len(asked))
    record_property("strange refusal", refused / len(STRANGE["sin_respuesta"]))
    assert sum(first) / len(asked) >= 0.8
    assert right / len(asked) >= 0.7
    assert wrong / len(asked) <= 0.15
    assert refused / len(STRANGE["sin_respuesta"]) >= 0.9


@pytest.mark.parametrize(
    ("question", "on", "expected"),
    [
        ("cuánto es el salario mínimo", date(2024, 5, 1), "smmlv-2024"),
        ("cuánto es el salario mínimo", date(2025, 5, 1), "smmlv-2025"),
        ("cuánto es el salario mínimo", date(2026, 5, 1), "smmlv-2026"),
        ("qué recargo tiene el domingo", date(2025, 8, 1), "dominical-80"),
        ("qué recargo tiene el domingo", date(2026, 8, 1), "dominical-90"),
        ("a partir de qué hora es nocturno", date(2025, 12, 24), "noche-21"),
        ("a partir de qué hora es nocturno", date(2025, 12, 25), "noche-19"),
    ],
)
def test_the_rule_in_force_on_the_day_is_quoted(
    normativa: NormativaService, question: str, on: date, expected: str
) -> None:
    passage = normativa.answer(question, on)
    assert passage is not None
    assert passage.id == expected


def test_a_question_without_words_finds_nothing(normativa: NormativaService) -> None:
    assert normativa.search("¿?", TODAY) == []
    assert normativa.answer("", TODAY) is None


def test_another_word_for_the_same_thing_finds_the_same(lexical_only: NormativaService) -> None:
    words = ("tope de las horas extra por semana", "máximo de trabajo suplementario por semana")
    found = [lexical_only.search(question, TODAY, 1)[0].passage.id for question in words]
    assert found == ["cst-167A-limite", "cst-167A-limite"]


def test_a_misspelt_word_is_read_as_the_corpus_writes_it(normativa: NormativaService) -> None:
    passage = normativa.answer("qien paga la insapacidad despues de 180 dias", TODAY)
    assert passage is not None
    assert passage.id == "incapacidad-180"
