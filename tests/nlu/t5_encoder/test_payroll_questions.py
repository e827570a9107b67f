"""The grammar of payroll questions."""

from __future__ import annotations

import random
import re

import yaml

from nlu.t5_encoder.evaluation import read_triplets
from nlu.t5_encoder.payroll_questions import GRAMMAR_FILE, PayrollGrammar, draw_distinct

SLOTS = {"mes", "mes2", "anio", "concepto", "persona", "monto", "dias", "fecha", "periodo", "fondo"}
GRAMMAR = yaml.safe_load(GRAMMAR_FILE.read_text(encoding="utf-8"))


def test_every_placeholder_is_a_word_or_a_slot() -> None:
    known = SLOTS | set(GRAMMAR["words"])
    for meaning, patterns in GRAMMAR["meanings"].items():
        assert len(patterns) >= 2, meaning
        assert len(set(patterns)) == len(patterns), meaning
        for pattern in patterns:
            assert set(re.findall(r"\{(\w+)\}", pattern)) <= known, pattern


def test_every_word_of_the_grammar_is_used() -> None:
    text = GRAMMAR_FILE.read_text(encoding="utf-8")
    assert [word for word in GRAMMAR["words"] if f"{{{word}}}" not in text] == []


def test_questions_are_whole_and_varied() -> None:
    questions = draw_distinct(3000, random.Random(1))
    assert len(questions) == 3000
    assert not any(re.search(r"[{}]|\bde el\b|\ba el\b|  ", question) for question in questions)


def test_a_pair_says_one_thing_in_other_words() -> None:
    grammar = PayrollGrammar.load(random.Random(2))
    pairs = [grammar.draw_pair() for _ in range(500)]
    for first, second in pairs:
        assert first.meaning[0] == second.meaning[0]
        shared = [dict(part.split("=") for part in side.meaning[1:]) for side in (first, second)]
        assert all(shared[0][name] == shared[1][name] for name in shared[0].keys() & shared[1].keys())
    assert sum(first.text != second.text for first, second in pairs) > 490


def test_no_paraphrase_of_the_evaluation_comes_from_the_grammar() -> None:
    evaluated = {paraphrase.strip("¿?").lower() for _, paraphrase, _ in read_triplets()}
    drawn = {question.strip("¿?").lower() for question in draw_distinct(10_000, random.Random(3))}
    assert not evaluated & drawn


def test_triplets_are_whole() -> None:
    assert all(len(row) == 3 and len(set(row)) == 3 for row in read_triplets())
