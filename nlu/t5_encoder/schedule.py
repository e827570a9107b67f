"""The learning rate over a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nlu.t5_encoder.recipe import Recipe

LAST_FACTOR = 0.02


def learning_rate_factor(step: int, visits: int, recipe: Recipe) -> float:
    """Warm-up, constant, then linear decay to 2 % over the last `decay_share` of the visits.

    A constant rate leaves the run open: it may stop at any visit and decay from there.
    """
    left = (recipe.visits - visits) / (recipe.decay_share * recipe.visits)
    return max(LAST_FACTOR, min(1.0, (step + 1) / recipe.warmup_steps, left))
