"""What an extraction returns: periods of the calendar and entity spans of the text."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date


class Grain(str, Enum):
    """The unit a period was spoken in; `RANGE` is everything that is no single unit (weeks, «de enero a abril»)."""

    DAY = "day"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    BIMESTER = "bimester"
    QUARTER = "quarter"
    SEMESTER = "semester"
    YEAR = "year"
    RANGE = "range"


class Direction(str, Enum):
    """Where the rest of the sentence looks: «me pagaron» past, «quiero salir» future."""

    PAST = "past"
    FUTURE = "future"
    NEUTRAL = "neutral"


@dataclass(frozen=True)
class Period:
    """A stretch of the Colombian calendar, both ends inclusive, and the words it was said with.

    `year_given` is false when the year was inferred, so that a caller who knows better (a vacation form) may move it.
    """

    start: date
    end: date
    grain: Grain
    text: str
    year_given: bool
    direction: Direction = Direction.NEUTRAL

    def as_dict(self) -> dict[str, Any]:
        """Returns the JSON form that travels on the message: ISO dates and plain strings."""
        return {
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "grain": self.grain.value,
            "text": self.text,
            "year_given": self.year_given,
            "direction": self.direction.value,
        }


@dataclass(frozen=True)
class EntitySpan:
    """A typed span of the original text: `text[start:end]` was said, `value` is its normal form."""

    entity: str
    start: int
    end: int
    value: str


@dataclass(frozen=True)
class Extraction:
    """Periods and entity spans in text order; `days` is the first day count said («cinco días» = 5), if any."""

    periods: list[Period] = field(default_factory=list)
    entities: list[EntitySpan] = field(default_factory=list)
    days: int | None = None
