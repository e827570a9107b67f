"""A logistic regression over a sentence's features and its T5 vector: an opinion beside DIET's, in microseconds."""

from __future__ import annotations

import warnings
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from scipy.special import softmax
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from nlu.intent_features import Floats, IntentFeatures, Row

_FILE = "linear_intents.npz"
_VECTOR_WEIGHT = 0.05
_INVERSE_REGULARISATION = 10.0
# 0 leaves the labels as frequent as they are in training, 1 makes them equally frequent.
_BALANCE = 0.5
_TOLERANCE = 1e-3
# Early stopping; a fit that goes on from another one needs few more.
_ITERATIONS, _FURTHER_ITERATIONS = 40, 10


@dataclass(frozen=True)
class LinearIntents:
    """A fitted model; `weights` has a row a feature (the T5 dimensions first) and a column a label."""

    centre: Floats
    spread: Floats
    weights: Floats
    intercept: Floats

    @classmethod
    def fit(
        cls,
        features: IntentFeatures,
        rows: list[Row],
        vectors: Floats,
        labels: NDArray[np.int64],
        label_count: int,
        start: tuple[IntentFeatures, LinearIntents] | None = None,
    ) -> LinearIntents:
        """Fits the model; `vectors` has a row a sentence, without columns where no featurizer gives dense ones.

        A label without examples (`labels` are numbers below `label_count`) never wins. `start` is a model fitted on a
        part of these examples, of all their labels, and its features, to go on from.
        """
        centre, spread = vectors.mean(axis=0), vectors.std(axis=0) + np.float32(1e-6)
        counts = Counter(labels.tolist())
        # Of two classes scikit-learn keeps one row of weights: nothing that another fit of ours could go on from.
        earlier = start if len(counts) > 2 else None
        regression = LogisticRegression(
            C=_INVERSE_REGULARISATION,
            max_iter=_FURTHER_ITERATIONS if earlier is not None else _ITERATIONS,
            tol=_TOLERANCE,
            class_weight={label: (len(labels) / len(counts) / count) ** _BALANCE for label, count in counts.items()},
            warm_start=True,
        )
        if earlier is not None:
            regression.coef_ = _carried_over(*earlier, features.vocabulary)[:, sorted(counts)].T
            regression.intercept_ = earlier[1].intercept[sorted(counts)]
        scaled = csr_matrix((vectors - centre) / spread * np.float32(_VECTOR_WEIGHT))
        _fit_quietly(regression, hstack([scaled, features.matrix(rows)], format="csr"), labels)
        weights = np.zeros((len(centre) + len(features.vocabulary), label_count), np.float32)
        intercept = np.full(label_count, -1e4, np.float32)
        weights[:, regression.classes_] = _per_class(regression.coef_).T
        intercept[regression.classes_] = _per_class(regression.intercept_)
        return cls(centre, spread, weights, intercept)

    def probabilities(self, row: Row, vector: NDArray[Any] | None) -> Floats:
        """Returns the probability of each label for one sentence."""
        columns, values = row
        dimension = len(self.centre)
        logits = self.intercept + values @ self.weights[columns + dimension]
        if vector is not None and dimension:
            scaled = (vector.astype(np.float32) - self.centre) / self.spread * np.float32(_VECTOR_WEIGHT)
            logits = logits + scaled @ self.weights[:dimension]
        chances: Floats = softmax(logits)
        return chances

    def save(self, folder: Path) -> None:
        """Writes the model into a folder as numbers: nothing that loading would execute."""
        np.savez(folder / _FILE, centre=self.centre, spread=self.spread, weights=self.weights, intercept=self.intercept)

    @classmethod
    def load(cls, folder: Path) -> LinearIntents | None:
        """Reads what `save` wrote; none where nothing was."""
        if not (folder / _FILE).is_file():
            return None
        with np.load(folder / _FILE, allow_pickle=False) as arrays:
            return cls(**{name: arrays[name] for name in arrays.files})


def _carried_over(earlier: IntentFeatures, model: LinearIntents, vocabulary: dict[str, int]) -> Floats:
    """Returns a model's weights in the order of another vocabulary; a feature that is new there weighs nothing."""
    dimension = len(model.centre)
    weights = np.zeros((dimension + len(vocabulary), model.weights.shape[1]), np.float32)
    weights[:dimension] = model.weights[:dimension]
    shared = [(earlier.vocabulary[name], row) for name, row in vocabulary.items() if name in earlier.vocabulary]
    own, new = np.array(shared, np.int64).reshape(-1, 2).T
    weights[dimension + new] = model.weights[dimension + own]
    return weights


def _fit_quietly(regression: LogisticRegression, matrix: csr_matrix, labels: NDArray[np.int64]) -> None:
    """Fits; stopping at the last iteration is early stopping here, so its warning says nothing new."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        regression.fit(matrix, labels)


def _per_class(coefficients: NDArray[np.float64]) -> NDArray[np.float64]:
    """Returns one row a class: scikit-learn keeps a single row, the second class's, when there are only two."""
    return np.concatenate([-coefficients / 2, coefficients / 2]) if len(coefficients) == 1 else coefficients
