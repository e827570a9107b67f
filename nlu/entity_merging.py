"""Puts an extractor's entities on a message in place of weaker ones, keeping them in text order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    EXTRACTOR,
)

if TYPE_CHECKING:
    from rasa.shared.nlu.training_data.message import Message


def entity(kind: str, start: int, end: int, value: str, extractor: str) -> dict[str, Any]:
    """Returns an entity in Rasa's form; rule-made entities are certain, so their confidence is 1."""
    return {
        ENTITY_ATTRIBUTE_TYPE: kind,
        ENTITY_ATTRIBUTE_START: start,
        ENTITY_ATTRIBUTE_END: end,
        ENTITY_ATTRIBUTE_VALUE: value,
        "confidence_entity": 1.0,
        EXTRACTOR: extractor,
    }


def merge_entities(message: Message, found: list[dict[str, Any]], owned: frozenset[str]) -> None:
    """Replaces on the message every entity of an owned type, and every one that overlaps a found entity."""
    kept = [
        other
        for other in message.get(ENTITIES, [])
        if other[ENTITY_ATTRIBUTE_TYPE] not in owned and not any(overlaps(other, new) for new in found)
    ]
    merged = sorted([*kept, *found], key=lambda item: int(item[ENTITY_ATTRIBUTE_START]))
    message.set(ENTITIES, merged, add_to_output=True)


def overlaps(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Says whether two entities share a character."""
    return bool(
        one[ENTITY_ATTRIBUTE_START] < other[ENTITY_ATTRIBUTE_END]
        and other[ENTITY_ATTRIBUTE_START] < one[ENTITY_ATTRIBUTE_END]
    )
