from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from rasa.core.training import interactive
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.nlu.training_data import loading

from deploy.local.configuration import ROOT

QUESTION = "¿Cuánto me pagaron la quincena pasada, señorita Íñiguez? 👍"
PERIOD = "la quincena pasada"


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(str(ROOT / "domain.yml"))


def conversation(question: str) -> list[dict[str, object]]:
    """What a designer's session records: an utterance with its entity, a slot and the action that answered."""
    start = question.index(PERIOD)
    entities = [{"entity": "periodo", "start": start, "end": start + len(PERIOD), "value": PERIOD}]
    intent = {"name": "consultar_consignacion"}
    return [
        event.as_dict()
        for event in (
            ActionExecuted("action_listen"),
            UserUttered(question, intent, entities, {"text": question, "intent": intent, "entities": entities}),
            SlotSet("tema", "año y señal"),
            ActionExecuted("action_consultar_consignacion"),
        )
    ]


def test_examples_are_written_and_read_back_with_their_accents(tmp_path: Path) -> None:
    path = tmp_path / "interactivo.yml"
    interactive._write_nlu_to_file(str(path), conversation(QUESTION))
    interactive._write_nlu_to_file(str(path), conversation(f"Otra vez: {QUESTION}"))
    text = path.read_text(encoding="utf-8")
    annotated = QUESTION.replace(PERIOD, f"[{PERIOD}](periodo)")
    assert f"    - {annotated}\n" in text
    assert f"    - Otra vez: {annotated}\n" in text
    examples = loading.load_data(str(path)).intent_examples
    assert {example.get("text") for example in examples} == {QUESTION, f"Otra vez: {QUESTION}"}
    assert {entity["value"] for example in examples for entity in example.get("entities")} == {PERIOD}


def test_stories_are_written_and_read_back_with_their_accents(tmp_path: Path, domain: Domain) -> None:
    path = tmp_path / "interactivo.yml"
    interactive._write_stories_to_file(str(path), conversation(QUESTION), domain)
    interactive._write_stories_to_file(str(path), conversation(QUESTION), domain)
    assert "año y señal" in path.read_text(encoding="utf-8")
    steps = YAMLStoryReader(domain).read_from_file(path)
    assert len(steps) == 2
    for step in steps:
        entities = [entity for event in step.events if isinstance(event, UserUttered) for entity in event.entities]
        assert [entity["value"] for entity in entities] == [PERIOD]


def test_the_exported_domain_keeps_every_sentence(tmp_path: Path, domain: Domain) -> None:
    path = tmp_path / "domain.yml"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # Rasa's export warns of what it does itself
        interactive._write_domain_to_file(str(path), conversation(QUESTION), domain)
    assert Domain.load(str(path)).responses == domain.responses
    assert "\\u" not in path.read_text(encoding="utf-8")
