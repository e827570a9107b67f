"""Compound messages: parted on the way in, joined on the way out, and everything else left as it was."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.training_data.message import Message

from nlu.compound_questions import CompoundQuestionMerger, CompoundQuestionSplitter
from tests.nlu.components import AWKWARD_TEXTS, Workshop

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "cuánto me pagaron en marzo y cuántas vacaciones tengo"
MARCH = {"start": "2026-03-01", "end": "2026-03-31", "grain": "month", "text": "marzo", "year_given": False}


@pytest.fixture
def splitter(tmp_path: Path) -> CompoundQuestionSplitter:
    return Workshop(tmp_path / "splitter").create(CompoundQuestionSplitter)  # type: ignore[no-any-return]


@pytest.fixture
def merger(tmp_path: Path) -> CompoundQuestionMerger:
    return Workshop(tmp_path / "merger").create(CompoundQuestionMerger)  # type: ignore[no-any-return]


def tokenized(text: str, **lemmas: str) -> Message:
    """A message as it comes from the tokenizer, with other lemmas for some words."""
    tokens = [
        Token(found.group(), found.start(), lemma=lemmas.get(found.group(), found.group()))
        for found in re.finditer(r"\w+", text)
    ]
    return Message(data={"text": text, "text_tokens": tokens, "metadata": {"sent_at": "2026-11-23T12:00:00Z"}})


def understood(message: Message, intent: str, confidence: float = 0.9, **found: Any) -> None:
    ranking = {"name": intent, "confidence": confidence}
    message.set("intent", ranking, add_to_output=True)
    message.set("intent_ranking", [ranking], add_to_output=True)
    for name, value in found.items():
        message.set(name, value, add_to_output=True)


def joined(splitter: CompoundQuestionSplitter, merger: CompoundQuestionMerger, *clauses: dict[str, Any]) -> Message:
    message = tokenized(TEXT)
    batch = splitter.process([message])
    understood(message, "historial_pagos", 0.4)
    for clause, found in zip(batch[1:], clauses, strict=True):
        understood(clause, **found)
    (result,) = merger.process(batch)
    assert result is message
    return result


def test_both_questions_travel_with_the_message(
    splitter: CompoundQuestionSplitter, merger: CompoundQuestionMerger
) -> None:
    month = {"entity": "mes", "start": 21, "end": 26, "value": "marzo"}
    message = joined(
        splitter,
        merger,
        {"intent": "consultar_desprendible", "entities": [month], "periods": [MARCH]},
        {"intent": "consultar_vacaciones", "confidence": 0.8},
    )
    first, second = message.get("questions")
    assert (first["intent"], second["intent"]) == ("consultar_desprendible", "consultar_vacaciones")
    assert (first["periods"], second["periods"]) == ([MARCH], [])
    assert second["confidence"] == 0.8
    assert TEXT[first["entities"][0]["start"] : first["entities"][0]["end"]] == "marzo"
    assert message.get("intent")["name"] == "consultar_desprendible"
    assert "questions" in message.as_dict(only_output_properties=True)


def test_entities_of_the_second_question_are_placed_in_the_whole_message(
    splitter: CompoundQuestionSplitter, merger: CompoundQuestionMerger
) -> None:
    days = {"entity": "concepto", "start": 8, "end": 18, "value": "x"}
    message = joined(
        splitter,
        merger,
        {"intent": "consultar_desprendible"},
        {"intent": "consultar_vacaciones", "entities": [days]},
    )
    found = message.get("questions")[1]["entities"][0]
    assert TEXT[found["start"] : found["end"]] == "vacaciones"


def test_a_second_question_about_the_same_pay_shares_the_period(
    splitter: CompoundQuestionSplitter, merger: CompoundQuestionMerger
) -> None:
    message = joined(
        splitter,
        merger,
        {"intent": "consultar_desprendible", "periods": [MARCH]},
        {"intent": "consultar_deducciones", "periods": []},
    )
    assert [question["periods"] for question in message.get("questions")] == [[MARCH], [MARCH]]


@pytest.mark.parametrize(
    "second",
    [
        {"intent": "consultar_vacaciones", "confidence": 0.3},
        {"intent": "nlu_fallback", "confidence": 0.9},
        {"intent": "saludar"},
        {"intent": "dar_dato"},
        {"intent": "consultar_desprendible"},
    ],
    ids=["unsure", "fallback", "greeting", "loose datum", "same question"],
)
def test_without_two_sure_and_distinct_questions_the_message_is_single(
    second: dict[str, Any], splitter: CompoundQuestionSplitter, merger: CompoundQuestionMerger
) -> None:
    message = joined(splitter, merger, {"intent": "consultar_desprendible"}, second)
    assert message.get("questions") is None
    assert message.get("intent")["name"] == "historial_pagos"


def test_the_same_intent_of_two_months_is_two_questions(
    splitter: CompoundQuestionSplitter, merger: CompoundQuestionMerger
) -> None:
    def month(name: str) -> list[dict[str, Any]]:
        return [{"entity": "mes", "start": 0, "end": 1, "value": name}]

    message = joined(
        splitter,
        merger,
        {"intent": "consultar_desprendible", "entities": month("marzo")},
        {"intent": "consultar_desprendible", "entities": month("abril")},
    )
    assert len(message.get("questions")) == 2


@pytest.mark.parametrize(
    "text", [*AWKWARD_TEXTS, None, "/saludar", '/x{"mes": "marzo"}'], ids=range(len(AWKWARD_TEXTS) + 3)
)
def test_other_messages_pass_through_both_untouched(
    text: str | None, splitter: CompoundQuestionSplitter, merger: CompoundQuestionMerger
) -> None:
    message = Message(data={"text": text, "intent": {"name": "saludar", "confidence": 1.0}})
    before = dict(message.data)
    assert merger.process(splitter.process([message])) == [message]
    assert message.data == before


def test_several_messages_of_a_batch_keep_their_own_clauses(
    splitter: CompoundQuestionSplitter, merger: CompoundQuestionMerger
) -> None:
    messages = [tokenized(text) for text in ("hola", TEXT, "salud y pensión")]
    batch = splitter.process(messages)
    for message in batch[:3]:
        understood(message, "historial_pagos")
    understood(batch[3], "consultar_desprendible")
    understood(batch[4], "consultar_vacaciones")
    assert [message.get("questions") is not None for message in merger.process(batch)] == [False, True, False]


def test_a_misspelt_message_is_parted_as_it_is_read_and_its_clauses_keep_what_was_typed(
    splitter: CompoundQuestionSplitter,
) -> None:
    message = tokenized("kuanto m pagaron y kuando pagan", kuanto="cuánto", m="me", kuando="cuándo")
    _, first, second = splitter.process([message])
    assert (first.get("text"), second.get("text")) == ("kuanto m pagaron", "kuando pagan")
    assert [token.lemma for token in second.get("text_tokens")] == ["cuándo", "pagan"]
    assert [(token.start, token.end) for token in second.get("text_tokens")] == [(0, 6), (7, 12)]
