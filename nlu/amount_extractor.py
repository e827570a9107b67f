"""Graph component that finds amounts of money («300 mil pesos») and sets `amounts` on the message."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.amounts import find_amounts
from nlu.entity_merging import entity, merge_entities

OWNED_ENTITIES = frozenset({"monto"})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class AmountExtractor(GraphComponent, EntityExtractorMixin):
    """Adds `monto` entities and `amounts`, the same figures in pesos as decimal strings."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> AmountExtractor:
        """Creates the component (see parent class)."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds amounts to the messages."""
        for message in messages:
            text = message.get(TEXT)
            if not text:
                continue
            amounts = find_amounts(text)
            message.set("amounts", [str(amount.pesos) for amount in amounts], add_to_output=True)
            found = [entity("monto", a.start, a.end, str(a.pesos), self.name) for a in amounts]
            merge_entities(message, found, OWNED_ENTITIES)
        return messages
