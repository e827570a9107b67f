"""The evaluation of an exported encoder as one table: held-out sentence figures and few-shot intents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from rich.table import Table

from nlu.t5_backends.loading import load_backend
from nlu.t5_backends.text_encoder import TextEncoder
from nlu.t5_encoder.evaluation import evaluate_encoder
from nlu.t5_encoder.intents import few_shot_figures, read_utterances

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nlu.t5_encoder.evaluation import Vectors
    from nlu.t5_encoder.recipe import Workspace


def exported_sentence_vectors(folder: Path, precision: str) -> Callable[[list[str]], Vectors]:
    """Sentence vectors as the assistant computes them."""
    encoder = TextEncoder(load_backend(str(folder), "onnx", precision, None, 1))

    def vectors(texts: list[str]) -> Vectors:
        found = np.zeros((len(texts), encoder.dimension), np.float32)
        for index, encoded in encoder.encode(texts):
            found[index] = encoded.sentence[0]
        return found

    return vectors


def evaluation_report(workspace: Workspace, root: Path) -> Table:
    """Figures of the folder's two precisions, and intents with 5, 10 and 20 examples of each."""
    table = Table("medida", "valor")
    for precision in ("float32", "int8"):
        vectors = exported_sentence_vectors(workspace.model, precision)
        for part in ("dev", "test"):
            for name, value in evaluate_encoder(vectors, workspace, part).items():
                table.add_row(f"{precision} · {name} ({part})", f"{value:.3f}")
    training, test = read_utterances(root / "data" / "nlu"), read_utterances(root / "tests" / "nlu" / "testset")
    for row in few_shot_figures(training, test, exported_sentence_vectors(workspace.model, "int8")):
        gain = f"{row.gain:+.3f} ± {row.gain_deviation:.3f}"
        table.add_row(f"{row.examples} por intención · {row.features}", f"{row.accuracy:.3f} ({gain})")
    return table
