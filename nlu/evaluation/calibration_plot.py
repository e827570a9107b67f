"""The calibration plot: for each band of confidence, how often it was right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_BANDS = 10


def draw(path: Path, confidences: NDArray[np.float64], correct: NDArray[np.bool_]) -> None:
    """Writes the plot as a PNG file; bars on the diagonal mean that confidence can be believed."""
    mpl.use("Agg")
    from matplotlib import pyplot as plt  # the backend must be chosen first

    band = np.clip((confidences * _BANDS).astype(int), 0, _BANDS - 1)
    filled = [index for index in range(_BANDS) if (band == index).any()]
    accuracy = [correct[band == index].mean() for index in filled]
    centres = [(index + 0.5) / _BANDS for index in filled]
    figure, (bars, counts) = plt.subplots(2, 1, sharex=True, figsize=(6, 7), gridspec_kw={"height_ratios": [3, 1]})
    bars.bar(centres, accuracy, width=0.9 / _BANDS, color="#2f6f8f")
    bars.plot([0, 1], [0, 1], color="#888888", linestyle="--")
    bars.set_ylabel("aciertos")
    bars.set_ylim(0, 1)
    counts.bar(centres, [int((band == index).sum()) for index in filled], width=0.9 / _BANDS, color="#b0b0b0")
    counts.set_xlabel("confianza")
    counts.set_ylabel("frases")
    figure.suptitle("Calibración de la confianza")
    figure.tight_layout()
    figure.savefig(path, dpi=120)
    plt.close(figure)
