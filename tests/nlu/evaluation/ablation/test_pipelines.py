"""The compared pipelines: the product's own with one thing out."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from nlu.evaluation.ablation.pipelines import DIET, PAIRS, PARTS, T5, VARIANTS

CONFIG = Path(__file__).parents[4] / "config.yml"


@pytest.fixture(scope="module")
def pipeline() -> list[dict[str, object]]:
    components: list[dict[str, object]] = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["pipeline"]
    return components


def test_the_whole_pipeline_differs_only_by_the_seed(pipeline: list[dict[str, object]]) -> None:
    whole = VARIANTS["completa"].pipeline(pipeline, seed=7)
    (diet,) = (component for component in whole if component["name"] == DIET)
    assert diet.pop("random_seed") == 7
    expected = [{k: v for k, v in c.items() if c["name"] != DIET or k != "random_seed"} for c in pipeline]
    assert whole == expected


@pytest.mark.parametrize("variant", PARTS[1:], ids=lambda variant: variant.name)
def test_a_variant_is_another_pipeline_than_the_products(variant: object, pipeline: list[dict[str, object]]) -> None:
    assert variant.pipeline(pipeline, 1) != PARTS[0].pipeline(pipeline, 1)  # type: ignore[attr-defined]


def test_features_are_compared_on_the_same_examples_with_and_without_t5(pipeline: list[dict[str, object]]) -> None:
    for counts, both in PAIRS.values():
        assert counts.per_intent == both.per_intent
        names = [{c["name"] for c in variant.pipeline(pipeline, 1)} for variant in (counts, both)]
        assert names[1] - names[0] == {T5}
