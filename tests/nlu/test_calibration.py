"""Temperature scaling on figures whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from nlu.calibration import expected_calibration_error, fit_temperature, scale


def drawn(temperature: float, rows: int = 4000) -> tuple[np.ndarray, np.ndarray]:
    """Logits, and labels drawn from their softmax at a temperature."""
    generator = np.random.default_rng(7)
    logits = generator.normal(size=(rows, 6)) * 4
    chances = np.exp(logits / temperature)
    chances /= chances.sum(axis=1, keepdims=True)
    labels = np.array([generator.choice(6, p=row) for row in chances])
    return logits, labels


@pytest.mark.parametrize("temperature", [0.7, 1.0, 3.0])
def test_the_temperature_that_made_the_labels_is_found(temperature: float) -> None:
    assert fit_temperature(*drawn(temperature)) == pytest.approx(temperature, rel=0.1)


def test_scaling_lowers_the_calibration_error_and_keeps_the_order() -> None:
    logits, labels = drawn(3.0)
    raw = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    scaled = scale(raw, fit_temperature(logits, labels))
    correct = raw.argmax(axis=1) == labels
    before = expected_calibration_error(raw.max(axis=1), correct)
    after = expected_calibration_error(scaled.max(axis=1), correct)
    assert after < before / 3
    assert (scaled.argmax(axis=1) == raw.argmax(axis=1)).all()
    assert np.allclose(scaled.sum(axis=1), 1)


def test_the_calibration_error_is_the_gap_between_confidence_and_accuracy() -> None:
    confidences = np.array([0.9] * 10 + [0.6] * 10)
    correct = np.array([True] * 9 + [False] + [True] * 2 + [False] * 8)
    assert expected_calibration_error(confidences, correct) == pytest.approx((0.0 + 0.4) / 2)
