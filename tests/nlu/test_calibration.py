"""Pooled confidences on figures whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from nlu.calibration import expected_calibration_error, fit_pool, pool


def softmax(logits: np.ndarray) -> np.ndarray:
    chances = np.exp(logits - logits.max(axis=1, keepdims=True))
    return chances / chances.sum(axis=1, keepdims=True)


def drawn(temperature: float, rows: int = 4000) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities of logits, and labels drawn from those of the logits at a temperature."""
    generator = np.random.default_rng(7)
    logits = generator.normal(size=(rows, 6)) * 4
    labels = np.array([generator.choice(6, p=row) for row in softmax(logits / temperature)])
    return softmax(logits), labels


@pytest.mark.parametrize("temperature", [0.7, 1.0, 3.0])
def test_the_temperature_that_made_the_labels_is_found(temperature: float) -> None:
    opinion, labels = drawn(temperature)
    assert fit_pool([opinion], labels) == [pytest.approx(1 / temperature, rel=0.1)]


def test_one_opinion_is_calibrated_and_keeps_its_order() -> None:
    raw, labels = drawn(3.0)
    scaled = pool([raw], fit_pool([raw], labels))
    correct = raw.argmax(axis=1) == labels
    before = expected_calibration_error(raw.max(axis=1), correct)
    after = expected_calibration_error(scaled.max(axis=1), correct)
    assert after < before / 3
    assert (scaled.argmax(axis=1) == raw.argmax(axis=1)).all()
    assert np.allclose(scaled.sum(axis=1), 1)


def test_opinions_that_err_apart_are_better_together() -> None:
    generator = np.random.default_rng(3)
    labels = generator.integers(0, 6, size=3000)
    truth = np.eye(6)[labels] * 2
    one, other = (softmax(truth + generator.normal(size=truth.shape)) for _ in range(2))
    together = pool([one, other], fit_pool([one, other], labels))
    alone = max((opinion.argmax(axis=1) == labels).mean() for opinion in (one, other))
    assert (together.argmax(axis=1) == labels).mean() > alone + 0.05


def test_an_opinion_that_knows_nothing_counts_for_nothing() -> None:
    known, labels = drawn(1.0)
    noise = softmax(np.random.default_rng(5).normal(size=known.shape))
    trusted, ignored = fit_pool([known, noise], labels)
    assert trusted == pytest.approx(1, rel=0.1)
    assert ignored == pytest.approx(0, abs=0.1)


def test_the_calibration_error_is_the_gap_between_confidence_and_accuracy() -> None:
    confidences = np.array([0.9] * 10 + [0.6] * 10)
    correct = np.array([True] * 9 + [False] + [True] * 2 + [False] * 8)
    assert expected_calibration_error(confidences, correct) == pytest.approx((0.0 + 0.4) / 2)
