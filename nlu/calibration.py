"""Confidence that means what it says: pooled and scaled opinions, and the expected calibration error; pure numpy.

Source: Guo, Pleiss, Sun and Weinberger, «On Calibration of Modern Neural Networks», ICML 2017.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_softmax, softmax

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LARGEST_EXPONENT = 5.0


def fit_pool(opinions: list[NDArray[np.float64]], labels: NDArray[np.int64]) -> list[float]:
    """Returns the exponent of each opinion that makes their normalised product most likely.

    Each opinion is an array of probabilities, one row an example and one column a class. With one opinion this is
    temperature scaling (the exponent is the inverse temperature). Source: Genest and Zidek, «Combining Probability
    Distributions», Statistical Science 1986 (logarithmic opinion pool).
    """
    rows = np.arange(len(labels))
    logs = np.stack([_log(opinion) for opinion in opinions])

    def negative_log_likelihood(exponents: NDArray[np.float64]) -> float:
        return float(-log_softmax(np.tensordot(exponents, logs, 1), axis=1)[rows, labels].mean())

    start = np.full(len(opinions), 1 / len(opinions))
    fitted = minimize(negative_log_likelihood, start, bounds=[(0.0, _LARGEST_EXPONENT)] * len(opinions))
    return [float(exponent) for exponent in fitted.x]


def pool(opinions: list[NDArray[np.float64]], exponents: list[float]) -> NDArray[np.float64]:
    """Returns the normalised product of the opinions, each raised to its exponent."""
    weighted = [exponent * _log(opinion) for opinion, exponent in zip(opinions, exponents, strict=True)]
    return np.asarray(softmax(np.sum(weighted, axis=0), axis=-1))


def _log(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.log(np.clip(probabilities.astype(np.float64), 1e-30, None)))


def expected_calibration_error(confidences: NDArray[np.float64], correct: NDArray[np.bool_], bins: int = 15) -> float:
    """Returns the mean gap between confidence and accuracy over equal-width bins, weighted by their size."""
    edges = np.clip((confidences * bins).astype(int), 0, bins - 1)
    gaps = 0.0
    for index in range(bins):
        chosen = edges == index
        if chosen.any():
            gaps += chosen.mean() * abs(confidences[chosen].mean() - correct[chosen].mean())
    return float(gaps)
