"""Annotated sentences and what a trained assistant says of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rasa.core.agent import Agent
from rasa.shared.importers.utils import training_data_from_paths
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rasa.shared.nlu.training_data.training_data import TrainingData

LANGUAGE = "es"

EntityKey = tuple[str, int, int]


@dataclass(frozen=True)
class Example:
    """A sentence with its intent and entities, and the group («behaviour») it comes from: its file's name."""

    text: str
    intent: str
    entities: frozenset[EntityKey]
    group: str = ""


@dataclass(frozen=True)
class Prediction:
    """What the assistant understood: the ranking before any fallback, and the entities."""

    ranking: list[tuple[str, float]]
    entities: frozenset[EntityKey]
    fell_back: bool = False
    questions: list[str] = field(default_factory=list)

    @property
    def intent(self) -> str:
        """The most probable intent."""
        return self.ranking[0][0] if self.ranking else ""

    @property
    def confidence(self) -> float:
        """Its calibrated probability."""
        return self.ranking[0][1] if self.ranking else 0.0

    def probability(self, intent: str) -> float:
        """Returns the probability of one intent; 0 when it is not ranked."""
        return next((confidence for name, confidence in self.ranking if name == intent), 0.0)


def read_examples(folder: Path) -> list[Example]:
    """Returns the examples of every YAML file of a folder, grouped by file."""
    return [
        example
        for path in sorted(folder.glob("*.yml"))
        for example in examples_of(training_data_from_paths([str(path)], LANGUAGE), path.stem)
    ]


def examples_of(data: TrainingData, group: str = "") -> list[Example]:
    """Returns the annotated sentences of loaded training data."""
    return [
        Example(message.get(TEXT), message.get(INTENT), _keys(message.get(ENTITIES, [])), group)
        for message in data.intent_examples
    ]


async def predict(model: Path, texts: Sequence[str]) -> list[Prediction]:
    """Returns what the trained model understands of each text."""
    return await predict_with(Agent.load(str(model)), texts)


async def predict_with(agent: Agent, texts: Sequence[str]) -> list[Prediction]:
    """Returns what a loaded assistant understands of each text."""
    return [_prediction(await agent.parse_message(text)) for text in texts]


def _prediction(parsed: dict[str, Any]) -> Prediction:
    ranking = [(entry["name"], float(entry["confidence"])) for entry in parsed.get("intent_ranking", [])]
    genuine = [entry for entry in ranking if entry[0] != "nlu_fallback"]
    return Prediction(
        ranking=genuine,
        entities=_keys(parsed.get(ENTITIES, [])),
        fell_back=len(genuine) < len(ranking),
        questions=[question["intent"] for question in parsed.get("questions", [])],
    )


def _keys(entities: list[dict[str, Any]]) -> frozenset[EntityKey]:
    return frozenset((found["entity"], int(found["start"]), int(found["end"])) for found in entities)
