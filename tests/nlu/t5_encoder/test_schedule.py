"""Warm-up, constant rate, decay."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nlu.t5_encoder.recipe import Recipe
from nlu.t5_encoder.schedule import LAST_FACTOR, learning_rate_factor

RECIPE = replace(Recipe(), visits=1000, warmup_steps=10, decay_share=0.2)


@pytest.mark.parametrize(
    ("step", "visits", "factor"),
    [(0, 0, 0.1), (4, 50, 0.5), (9, 100, 1.0), (70, 799, 1.0), (80, 900, 0.5), (100, 1000, LAST_FACTOR)],
)
def test_the_rate_rises_stays_and_falls(step: int, visits: int, factor: float) -> None:
    assert learning_rate_factor(step, visits, RECIPE) == pytest.approx(factor)
