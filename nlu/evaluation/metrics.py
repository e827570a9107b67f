"""Figures over examples and predictions; pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sklearn.metrics import roc_auc_score

from nlu.calibration import expected_calibration_error

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nlu.evaluation.examples import Example, Prediction

OUT_OF_SCOPE = "fuera_de_alcance"


@dataclass(frozen=True)
class Counts:
    """True positives, false positives and false negatives of one class."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 0 when nothing was."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else 0.0

    def __add__(self, other: Counts) -> Counts:
        """Adds counts up."""
        return Counts(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)


@dataclass(frozen=True)
class Scores:
    """The figures that gates look at."""

    intent_accuracy: float
    entity_f1: float
    out_of_scope_auroc: float
    calibration_error: float

    def as_dict(self) -> dict[str, float]:
        """Returns the figures by name."""
        return dict(vars(self))


def scores(pairs: list[tuple[Example, Prediction]]) -> Scores:
    """Returns the figures of a set.

    Not a number: the entity F1 where no sentence has entities annotated, and the AUROC without out-of-scope sentences
    or with only them.
    """
    correct = np.array([example.intent == prediction.intent for example, prediction in pairs])
    confidences = np.array([prediction.confidence for _, prediction in pairs])
    return Scores(
        intent_accuracy=float(correct.mean()),
        entity_f1=entity_f1(pairs),
        out_of_scope_auroc=out_of_scope_auroc(pairs),
        calibration_error=expected_calibration_error(confidences, correct),
    )


def out_of_scope_auroc(pairs: Iterable[tuple[Example, Prediction]]) -> float:
    """Returns how well the probability of being out of scope tells those sentences from the rest."""
    pairs = list(pairs)
    outside = [example.intent == OUT_OF_SCOPE for example, _ in pairs]
    if len(set(outside)) < 2:
        return float("nan")
    return float(roc_auc_score(outside, [prediction.probability(OUT_OF_SCOPE) for _, prediction in pairs]))


def intent_counts(pairs: Iterable[tuple[Example, Prediction]]) -> dict[str, Counts]:
    """Returns the counts of each intent, in alphabetical order."""
    counts: dict[str, Counts] = {}
    for example, prediction in pairs:
        if example.intent == prediction.intent:
            counts[example.intent] = counts.get(example.intent, Counts()) + Counts(right=1)
        else:
            counts[example.intent] = counts.get(example.intent, Counts()) + Counts(missed=1)
            counts[prediction.intent] = counts.get(prediction.intent, Counts()) + Counts(wrong=1)
    return dict(sorted(counts.items()))


def entity_counts(pairs: Iterable[tuple[Example, Prediction]]) -> dict[str, Counts]:
    """Returns the counts of each entity with exact spans; out-of-scope sentences carry none and are not scored."""
    counts: dict[str, Counts] = {}
    for example, prediction in pairs:
        if example.intent == OUT_OF_SCOPE:
            continue
        for kind, _, _ in example.entities & prediction.entities:
            counts[kind] = counts.get(kind, Counts()) + Counts(right=1)
        for kind, _, _ in prediction.entities - example.entities:
            counts[kind] = counts.get(kind, Counts()) + Counts(wrong=1)
        for kind, _, _ in example.entities - prediction.entities:
            counts[kind] = counts.get(kind, Counts()) + Counts(missed=1)
    return dict(sorted(counts.items()))


def entity_f1(pairs: list[tuple[Example, Prediction]]) -> float:
    """Returns the F1 over all entities; not a number where no scored sentence has any annotated."""
    counts = sum(entity_counts(pairs).values(), Counts())
    return counts.f1 if counts.right + counts.missed else float("nan")


def confusions(pairs: Iterable[tuple[Example, Prediction]]) -> list[tuple[str, str, int]]:
    """Returns (intent, taken for, times), the most frequent first."""
    counted = Counter(
        (example.intent, prediction.intent) for example, prediction in pairs if example.intent != prediction.intent
    )
    return [(wanted, got, times) for (wanted, got), times in counted.most_common()]
