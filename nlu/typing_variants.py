"""Graph component that lets the classifiers learn from each sentence as a bad speller would type it, too."""

from __future__ import annotations

import random
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.typing_noise import with_noise

_VARIANT_OF = "typing_variant_of"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class TypingVariants(GraphComponent):
    """Appends to the training data a mistyped copy of each example, without its entities.

    Belongs before the tokenizer. Messages that arrive pass untouched.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Sets the copies of each example, the share of them that are badly misspelt, and the chance."""
        return {"copies": 1, "misspelt_share": 0.5, "random_seed": 1}

    def __init__(self, config: dict[str, Any]) -> None:
        """Keeps the configuration."""
        self._config = config

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TypingVariants:
        """Creates the component (see parent class)."""
        return cls({**cls.get_default_config(), **config})

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Appends the copies that differ from their example."""
        chance = random.Random(self._config["random_seed"])  # noqa: S311 - guards nothing
        variants: list[Message] = []
        for message in training_data.intent_examples:
            for _ in range(self._config["copies"]):
                typed = with_noise(message.get(TEXT), chance, self._config["misspelt_share"])
                if typed != message.get(TEXT):
                    data = {TEXT: typed, INTENT: message.get(INTENT), _VARIANT_OF: message.get(TEXT)}
                    variants.append(Message(data=data))
        return TrainingData(
            [*training_data.training_examples, *variants],
            training_data.entity_synonyms,
            training_data.regex_features,
            training_data.lookup_tables,
            training_data.responses,
        )

    def process(self, messages: list[Message]) -> list[Message]:
        """Returns the messages as they are."""
        return messages


def is_variant(message: Message) -> bool:
    """Says whether a training example is a mistyped copy."""
    return message.get(_VARIANT_OF) is not None


def original_text(message: Message) -> str:
    """Returns the text of the example that a copy was made of; its own when it is no copy."""
    return str(message.get(_VARIANT_OF) or message.get(TEXT))
