"""The figures an assistant must reach before it is released, from `[tool.chatnomina.gates]` of pyproject.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING

import tomli

if TYPE_CHECKING:
    from pathlib import Path

    from nlu.evaluation.metrics import Scores

_AT_MOST = frozenset({"calibration_error"})


def read_gates(pyproject: Path) -> dict[str, float]:
    """Returns the gates by figure name; a project without gates has none to miss."""
    with pyproject.open("rb") as file:
        tool = tomli.load(file).get("tool", {})
    return {name: float(bound) for name, bound in tool.get("chatnomina", {}).get("gates", {}).items()}


def missed(scores: Scores, gates: dict[str, float]) -> list[str]:
    """Returns one Spanish line for each gate that the figures miss; an unknown gate raises KeyError.

    A figure that the set cannot give (not a number) misses its gate: nothing passes unmeasured.
    """
    figures = scores.as_dict()
    lines = []
    for name, bound in gates.items():
        figure = figures[name]
        passed = figure <= bound if name in _AT_MOST else figure >= bound
        if not passed:
            sign = "≤" if name in _AT_MOST else "≥"
            lines.append(f"{name}: {figure:.4f}, debe ser {sign} {bound}")
    return lines
