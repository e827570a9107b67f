"""The training curves as one picture."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import matplotlib as mpl

if TYPE_CHECKING:
    from pathlib import Path

_PARTS = {"sentence": "frase", "word": "palabra", "relation": "relación", "pairs": "paráfrasis"}
_FIGURES = {"sts": "STS-B es (dev)", "tatoeba": "Tatoeba, acierto@1", "triplets": "tripletas de nómina"}


def draw_curves(history: Path, picture: Path) -> None:
    """Losses (left) and held-out figures (right) against sentence visits, as PNG."""
    mpl.use("Agg")
    from matplotlib import pyplot

    records = [json.loads(line) for line in history.read_text(encoding="utf-8").splitlines()]
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(10, 4), layout="constrained")
    for part, label in _PARTS.items():
        points = [(record["visits"] / 1000, record[part]) for record in records if part in record]
        if points:
            left.plot(*zip(*points, strict=True), label=label)
    for name, label in _FIGURES.items():
        points = [(record["visits"] / 1000, record["evaluation"][name]) for record in records if "evaluation" in record]
        if points:
            right.plot(*zip(*points, strict=True), marker="o", label=label)
    for axes, title in ((left, "Pérdida"), (right, "Evaluación en frases apartadas")):
        axes.set(title=title, xlabel="miles de frases vistas")
        axes.grid(alpha=0.3)
        if axes.get_lines():
            axes.legend()
    figure.savefig(picture, dpi=100, metadata={"Software": None})
    pyplot.close(figure)
