"""The tokenizer and the mender: what each does to messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.mended_text import mended_text
from nlu.spacy_tokenizer import SpacyPipelineTokenizer
from nlu.spelling_mender import SpellingMender
from tests.nlu.components import AWKWARD_TEXTS, Workshop, read

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = ["quiero saber cuánto me pagaron", "quiero mis vacaciones", "cuánto tengo de vacaciones", "saber mis pagos"]


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


@pytest.fixture
def data() -> TrainingData:
    examples = [Message(data={"text": text, "intent": "x"}) for text in TEXTS]
    return TrainingData(examples, lookup_tables=[{"name": "nombre_de_pila", "elements": ["Sabes Quiera"]}])


def test_words_are_tokens_and_signs_are_not(workshop: Workshop) -> None:
    tokenizer = workshop.create(SpacyPipelineTokenizer)
    tokens = read(tokenizer, "¿Cuánto fue, en marzo?").get("text_tokens")
    assert [(token.text, token.start) for token in tokens] == [("Cuánto", 1), ("fue", 8), ("en", 13), ("marzo", 16)]
    assert [token.text for token in read(tokenizer, "?").get("text_tokens")] == ["?"]


@pytest.mark.parametrize("text", AWKWARD_TEXTS, ids=range(len(AWKWARD_TEXTS)))
def test_tokens_are_places_of_the_text(workshop: Workshop, text: str) -> None:
    message = read(workshop.create(SpacyPipelineTokenizer), text)
    for token in message.get("text_tokens") or []:
        assert text[token.start : token.end] == token.text


def test_the_pipeline_marks_payroll_concepts_institutions_and_persons(workshop: Workshop) -> None:
    text = "cuánto gana Andrés y la prima en Porvenir"
    document = read(workshop.create(SpacyPipelineTokenizer), text).get("text_spacy_doc")
    assert {(text[found.start : found.end], found.label) for found in document.entities()} == {
        ("Andrés", "persona"),
        ("prima", "concepto"),
        ("Porvenir", "entidad"),
    }


def test_a_part_of_a_message_has_the_entities_that_lie_in_it(workshop: Workshop) -> None:
    text = "cuánto gana Andrés y la prima en Porvenir"
    document = read(workshop.create(SpacyPipelineTokenizer), text).get("text_spacy_doc")
    part = text[21:]
    found = document.part(21, len(text)).entities()
    assert [(part[one.start : one.end], one.label) for one in found] == [("prima", "concepto"), ("Porvenir", "entidad")]


def test_an_absent_pipeline_is_explained(workshop: Workshop) -> None:
    with pytest.raises(InvalidConfigException, match="no_existe"):
        workshop.create(SpacyPipelineTokenizer, model="no_existe")


def test_the_mender_sets_lemmas_and_leaves_the_typed_text(workshop: Workshop, data: TrainingData) -> None:
    tokenizer = workshop.create(SpacyPipelineTokenizer, "tokenizer")
    workshop.create(SpellingMender).train(data)
    mender = workshop.load(SpellingMender)
    message = mender.process([read(tokenizer, "Kiero sabes de Kiero")])[0]
    assert message.get("text") == "Kiero sabes de Kiero"
    assert [token.text for token in message.get("text_tokens")] == ["Kiero", "sabes", "de", "Kiero"]
    # A listed name's word is no slip, and a capital inside a sentence may be a name.
    assert [token.lemma for token in message.get("text_tokens")] == ["quiero", "sabes", "de", "Kiero"]


def test_the_read_text_has_lemmas_in_place_and_knows_where_they_stand() -> None:
    tokens = [Token("kiero", 1, lemma="quiero"), Token("x", 7, lemma="por"), Token("mes", 9)]
    text, places = mended_text("¿kiero x mes?", tokens)
    assert text == "¿quiero por mes?"
    assert [text[start:end] for start, end in places] == ["quiero", "por", "mes"]
