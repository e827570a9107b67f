"""How far a training has come, read from what Rasa says of it; pure."""

from __future__ import annotations

import re

_COMPONENT = re.compile(r"(?:Starting to train|Restored) component '(\w+)'")
_BAR = re.compile(r"\b(T5|Epochs):\s+(\d+)%")
_BARS = {"T5": "vectores de T5", "Epochs": "épocas de DIET"}


class TrainingStages:
    """Reads one line after another; a bar that starts again is counted as another round."""

    def __init__(self) -> None:
        self._bar = ""
        self._percent = 0
        self._round = 1

    def read(self, line: str) -> str | None:
        """What to tell whoever waits, in Spanish; None when the line says nothing of the stage."""
        if component := _COMPONENT.search(line):
            return component[1]
        found = _BAR.search(line)
        if found is None:
            return None
        bar, percent = found[1], int(found[2])
        if bar != self._bar:
            self._round = 1
        elif percent < self._percent:
            self._round += 1
        self._bar, self._percent = bar, percent
        again = f", {self._round}.ª vuelta" if self._round > 1 else ""
        return f"{_BARS[bar]}{again}: {percent} %"
