"""Gates: read from the project's settings, and missed one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlu.evaluation.gates import missed, read_gates
from nlu.evaluation.metrics import Scores

SCORES = Scores(intent_accuracy=0.92, entity_f1=0.95, out_of_scope_auroc=0.96, calibration_error=0.10)


def test_the_project_sets_a_gate_for_every_figure() -> None:
    assert read_gates(Path(__file__).parents[3] / "pyproject.toml").keys() == SCORES.as_dict().keys()


def test_a_project_without_gates_has_none(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    assert read_gates(tmp_path / "pyproject.toml") == {}


def test_a_missed_gate_says_figure_and_bound() -> None:
    gates = {"intent_accuracy": 0.93, "entity_f1": 0.90, "calibration_error": 0.08}
    assert missed(SCORES, gates) == [
        "intent_accuracy: 0.9200, debe ser ≥ 0.93",
        "calibration_error: 0.1000, debe ser ≤ 0.08",
    ]


def test_what_was_not_measured_passes_no_gate() -> None:
    assert missed(Scores(0.92, float("nan"), 0.96, 0.10), {"entity_f1": 0.90}) == ["entity_f1: nan, debe ser ≥ 0.9"]


def test_a_gate_on_an_unknown_figure_is_an_error() -> None:
    with pytest.raises(KeyError):
        missed(SCORES, {"precision": 0.5})
