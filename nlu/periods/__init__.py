"""Spanish time expressions of a pay conversation, turned into calendar periods; pure, with no clock and no I/O."""

from __future__ import annotations

from nlu.periods.extraction import extract
from nlu.periods.model import Direction, EntitySpan, Extraction, Grain, Period

__all__ = ["Direction", "EntitySpan", "Extraction", "Grain", "Period", "extract"]
