"""Graph component that turns spoken time into calendar periods: «la segunda quincena de marzo», «hace tres meses»."""

from __future__ import annotations

import logging
from datetime import date, datetime, timezone
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.entity_merging import entity, merge_entities
from nlu.periods import extract

if TYPE_CHECKING:
    from collections.abc import Callable


logger = logging.getLogger(__name__)

BOGOTA = ZoneInfo("America/Bogota")
OWNED_ENTITIES = frozenset({"mes", "anio", "periodo", "fecha", "cantidad_dias"})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PeriodExtractor(GraphComponent, EntityExtractorMixin):
    """Sets `periods` and `days` on each message, and its temporal entities in place of a statistical extractor's.

    Times are relative to `metadata.sent_at` (ISO 8601), read in America/Bogota, or else to the clock.
    """

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(timezone.utc)) -> None:
        """Keeps the clock that dates messages without a `sent_at`."""
        self._clock = clock

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PeriodExtractor:
        """Creates the component (see parent class)."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds periods, days and temporal entities to the messages."""
        for message in messages:
            text = message.get(TEXT)
            if not text:
                continue
            extraction = extract(text, self._said_on(message))
            message.set("periods", [period.as_dict() for period in extraction.periods], add_to_output=True)
            message.set("days", extraction.days, add_to_output=True)
            found = [entity(s.entity, s.start, s.end, s.value, self.name) for s in extraction.entities]
            merge_entities(message, found, OWNED_ENTITIES)
        return messages

    def _said_on(self, message: Message) -> date:
        sent_at = (message.get(METADATA) or {}).get("sent_at")
        moment = self._clock()
        if sent_at is not None:
            try:
                moment = datetime.fromisoformat(str(sent_at).replace("Z", "+00:00"))
            except ValueError:
                logger.warning("A message's sent_at is no ISO 8601 time; the clock dates it instead.")
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=timezone.utc)
        return moment.astimezone(BOGOTA).date()
