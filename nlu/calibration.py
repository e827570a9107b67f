"""Confidence that means what it says: temperature scaling and the expected calibration error; pure numpy.

Source: Guo, Pleiss, Sun and Weinberger, «On Calibration of Modern Neural Networks», ICML 2017.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BOUNDS = (0.2, 20.0)


def fit_temperature(logits: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    """Returns the temperature that maximises the likelihood of the labels.

    `logits` has one row an example and one column a class; `labels` holds column numbers.
    """
    rows = np.arange(len(labels))

    def negative_log_likelihood(log_temperature: float) -> float:
        return float(-log_softmax(logits / np.exp(log_temperature), axis=1)[rows, labels].mean())

    fitted = minimize_scalar(negative_log_likelihood, bounds=tuple(np.log(_BOUNDS)), method="bounded")
    return float(np.exp(fitted.x))


def scale(probabilities: NDArray[np.float32], temperature: float) -> NDArray[np.float64]:
    """Returns the distribution whose logits are divided by the temperature; the order of classes stays."""
    logits = np.log(np.clip(probabilities.astype(np.float64), 1e-30, None))
    return np.asarray(softmax(logits / temperature, axis=-1))


def expected_calibration_error(confidences: NDArray[np.float64], correct: NDArray[np.bool_], bins: int = 15) -> float:
    """Returns the mean gap between confidence and accuracy over equal-width bins, weighted by their size."""
    edges = np.clip((confidences * bins).astype(int), 0, bins - 1)
    gaps = 0.0
    for index in range(bins):
        chosen = edges == index
        if chosen.any():
            gaps += chosen.mean() * abs(confidences[chosen].mean() - correct[chosen].mean())
    return float(gaps)
