"""The opinions on a sentence's intent beside DIET's: by name, fitted on the same examples, over the same features."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nlu.intent_features import IntentFeatures
from nlu.linear_intents import LinearIntents
from nlu.nearest_intents import NearestIntents

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from nlu.intent_features import Floats
    from nlu.persons import NameBook

LINEAR, NEAREST = "linear", "nearest"
NAMES = (LINEAR, NEAREST)


@dataclass(frozen=True)
class OtherOpinions:
    """Those that were asked for, fitted."""

    features: IntentFeatures
    linear: LinearIntents | None
    nearest: NearestIntents | None

    @classmethod
    def fit(
        cls,
        asked: list[str],
        texts: list[str],
        vectors: NDArray[Any] | None,
        labels: NDArray[np.int64],
        names: NameBook,
        label_count: int,
        start: OtherOpinions | None = None,
    ) -> OtherOpinions:
        """Fits the opinions asked for (of `NAMES`); `vectors` has a row a text, or is none without dense features.

        `start` are those fitted on a part of these examples, of all their labels, to go on from.
        """
        features, rows = IntentFeatures.of(texts, names)
        dense = np.zeros((len(texts), 0), np.float32) if vectors is None else vectors.astype(np.float32)
        earlier = (start.features, start.linear) if start is not None and start.linear is not None else None
        return cls(
            features,
            LinearIntents.fit(features, rows, dense, labels, label_count, earlier) if LINEAR in asked else None,
            NearestIntents.fit(features, rows, dense, labels, label_count) if NEAREST in asked else None,
        )

    def on(self, text: str, vector: NDArray[Any] | None) -> dict[str, Floats]:
        """Returns each one's probability of each label for one sentence, shape (1, labels), by name."""
        row = self.features.row(text)
        models = {LINEAR: self.linear, NEAREST: self.nearest}
        return {name: model.probabilities(row, vector)[None, :] for name, model in models.items() if model is not None}

    def save(self, folder: Path) -> None:
        """Writes them into a folder."""
        for part in (self.features, self.linear, self.nearest):
            if part is not None:
                part.save(folder)

    @classmethod
    def load(cls, folder: Path) -> OtherOpinions | None:
        """Reads what `save` wrote; none where nothing was."""
        features = IntentFeatures.load(folder)
        if features is None:
            return None
        return cls(features, LinearIntents.load(folder), NearestIntents.load(folder))
