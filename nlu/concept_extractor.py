"""Graph component that finds payroll concepts, misspelt or not («sesantias», «rete fuente»), as their family."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.concepts import find_concepts
from nlu.entity_merging import entity, merge_entities

OWNED_ENTITIES = frozenset({"concepto"})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ConceptExtractor(GraphComponent, EntityExtractorMixin):
    """Sets `concepto` entities whose value is the family of the payroll registry."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ConceptExtractor:
        """Creates the component (see parent class)."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds concepts to the messages."""
        for message in messages:
            text = message.get(TEXT)
            if not text:
                continue
            found = [entity("concepto", c.start, c.end, c.family, self.name) for c in find_concepts(text)]
            merge_entities(message, found, OWNED_ENTITIES)
        return messages
