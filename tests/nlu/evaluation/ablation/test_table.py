"""The tables of an ablation, from records counted by hand."""

from __future__ import annotations

from typing import Any

from nlu.evaluation.ablation.pipelines import PAIRS
from nlu.evaluation.ablation.table import render


def record(variant: str, seed: int, accuracy: float) -> dict[str, Any]:
    return {
        "variant": variant, "seed": seed, "intent_accuracy": accuracy, "entity_f1": 0.9, "out_of_scope_auroc": 0.98,
        "calibration_error": 0.02, "message_cpu_ms": 4.04, "training_cpu_s": 100.0, "training_wall_s": 60.0,
    }  # fmt: skip


def test_a_pipeline_shows_means_and_spread_and_one_not_run_is_left_out() -> None:
    text = render([record("completa", 1, 0.90), record("completa", 2, 0.92)])
    assert "| completa | 2 | 0.910 ± 0.014 | 0.900 ± 0.000 | 0.980 ± 0.000 | 4.0 | 100.0 |" in text
    assert "sin T5" not in text


def test_the_gain_of_t5_is_paired_by_seed() -> None:
    counts, both = (variant.name for variant in PAIRS["todos"])
    found = [record(counts, 1, 0.70), record(both, 1, 0.80), record(counts, 2, 0.60), record(both, 2, 0.72)]
    text = render([*found, record(counts, 3, 0.10)])
    assert "| todos | 2 | 0.650 | 0.760 | +0.110 ± 0.014 |" in text
