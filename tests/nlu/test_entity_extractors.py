"""What every rule-made extractor must bear, and what the period extractor puts on a message."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import pytest
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.amount_extractor import AmountExtractor
from nlu.concept_extractor import ConceptExtractor
from nlu.period_extractor import PeriodExtractor
from nlu.person_extractor import PersonExtractor
from nlu.spacy_tokenizer import SpacyPipelineTokenizer
from nlu.spelling_mender import SpellingMender
from tests.nlu.components import AWKWARD_TEXTS, Workshop, read

if TYPE_CHECKING:
    from pathlib import Path

EXTRACTORS = (AmountExtractor, ConceptExtractor, PeriodExtractor, PersonExtractor)
NAMES = TrainingData(
    lookup_tables=[
        {"name": "nombre_de_pila", "elements": ["Marcela", "Óscar", "Luz", "Julio", "Yeison"]},
        {"name": "apellido", "elements": ["Restrepo", "Marzo", "Gómez"]},
    ]
)
NOON = datetime(2026, 11, 23, 17, tzinfo=timezone.utc)


@pytest.mark.parametrize("extractor", EXTRACTORS, ids=lambda extractor: extractor.__name__)
@pytest.mark.parametrize("text", AWKWARD_TEXTS, ids=range(len(AWKWARD_TEXTS)))
def test_an_extractor_bears_any_text_and_says_the_same_twice(extractor: Any, text: str, tmp_path: Path) -> None:
    component = Workshop(tmp_path).create(extractor)
    first, second = read(component, text), read(component, text)
    assert first.get("entities", []) == second.get("entities", [])
    for found in first.get("entities", []):
        assert 0 <= found["start"] < found["end"] <= len(text)


@pytest.mark.parametrize("extractor", EXTRACTORS, ids=lambda extractor: extractor.__name__)
def test_an_extractor_leaves_a_message_without_text_alone(extractor: Any, tmp_path: Path) -> None:
    message = read(Workshop(tmp_path).create(extractor), None)
    assert message.get("entities") is None


def test_periods_days_and_entities_replace_a_weaker_reading(tmp_path: Path) -> None:
    component = PeriodExtractor(clock=lambda: NOON)
    weaker = [
        {"entity": "periodo", "start": 3, "end": 10, "value": "quincen", "extractor": "DIETClassifier"},
        {"entity": "persona", "start": 30, "end": 35, "value": "Luisa", "extractor": "DIETClassifier"},
    ]
    message = read(component, "la quincena pasada y 5 días de Luisa", entities=weaker)
    assert [found["entity"] for found in message.get("entities")] == ["periodo", "cantidad_dias", "persona"]
    assert message.get("days") == 5
    assert message.get("periods")[0]["start"] == "2026-11-01"
    assert {"periods", "days", "entities"} <= message.output_properties


@pytest.mark.parametrize(
    ("sent_at", "day"),
    [
        ("2026-03-01T04:59:59Z", "2026-02-28"),
        ("2026-03-01T05:00:00+00:00", "2026-03-01"),
        ("2026-03-01T12:00:00", "2026-03-01"),
        ("no es una hora", "2026-11-23"),
        (None, "2026-11-23"),
    ],
)
def test_a_message_is_read_on_the_day_it_was_sent_in_bogota(sent_at: str | None, day: str) -> None:
    message = read(PeriodExtractor(clock=lambda: NOON), "hoy", metadata={"sent_at": sent_at})
    assert message.get("periods")[0]["start"] == day


def test_amounts_are_decimal_strings(tmp_path: Path) -> None:
    message = read(Workshop(tmp_path).create(AmountExtractor), "me llegaron $1.750.905 y me deben 2 palos y medio")
    assert message.get("amounts") == ["1750905", "2500000"]
    assert [found["entity"] for found in message.get("entities")] == ["monto", "monto"]


def test_a_concept_has_its_family_as_value(tmp_path: Path) -> None:
    message = read(Workshop(tmp_path).create(ConceptExtractor), "cuánto de sesantias y de rete fuente")
    assert [found["value"] for found in message.get("entities")] == ["cesantias", "retencion_fuente"]


def test_a_loaded_person_extractor_knows_the_names_it_was_trained_with(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    trained = workshop.create(PersonExtractor)
    trained.train(NAMES)
    for extractor in (trained, workshop.load(PersonExtractor)):
        message = read(extractor, "cuánto gana Marcela Restrepo")
        assert [found["value"] for found in message.get("entities")] == ["Marcela Restrepo"]


def test_the_spacy_pipeline_is_asked_only_where_a_word_may_be_a_name(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    tokenizer, mender = workshop.create(SpacyPipelineTokenizer, "tokenizer"), workshop.create(SpellingMender, "mender")
    data = TrainingData(
        [Message.build(text, "x") for text in ("cuánto gana el jefe", "cuánto gano yo", "gano lo que gana")]
    )
    mender.train(data)
    extractor = workshop.create(PersonExtractor)
    extractor.train(NAMES)

    def read_in_full(text: str) -> Message:
        return mender.process([read(tokenizer, text)])[0]  # type: ignore[no-any-return]

    assert [e["value"] for e in extractor.process([read_in_full("cuánto gana Andrés")])[0].get("entities")] == [
        "Andrés"
    ]
    for text, asked in {
        "cuánto gana el jefe": False,
        "quanto gano yo": False,
        "cuánto gana el xochil": True,
        "cuánto gana el Jefe": True,
        "cuánto gana luz": True,
    }.items():
        message = read_in_full(text)
        document = message.get("text_spacy_doc")
        extractor.process([message])
        assert (document._entities is not None) is asked, text
