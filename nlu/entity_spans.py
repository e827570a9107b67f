"""Every entity that the rules read in a sentence, as spans that do not overlap; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from nlu.amounts import find_amounts
from nlu.concepts import find_concepts
from nlu.periods import extract
from nlu.persons import find_persons

if TYPE_CHECKING:
    from nlu.persons import NameBook

# Where a time stands in the text does not depend on when it is said.
_ANY_DAY = date(2024, 7, 15)


@dataclass(frozen=True)
class EntitySpan:
    """An entity of a kind in `text[start:end]`; the value is the family of a concept, empty elsewhere."""

    start: int
    end: int
    kind: str
    value: str = ""


def find_spans(text: str, names: NameBook) -> list[EntitySpan]:
    """Returns the entities in text order; where two overlap, amounts win over times, and times over concepts."""
    candidates = [EntitySpan(found.start, found.end, "monto") for found in find_amounts(text)]
    candidates += [EntitySpan(found.start, found.end, found.entity) for found in extract(text, _ANY_DAY).entities]
    candidates += [EntitySpan(found.start, found.end, "concepto", found.family) for found in find_concepts(text)]
    candidates += [EntitySpan(found.start, found.end, "persona") for found in find_persons(text, names)]
    kept: list[EntitySpan] = []
    for span in candidates:
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)
