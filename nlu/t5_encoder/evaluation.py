"""How good the sentence vectors are: similarity judgements, paraphrase retrieval and payroll triplets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.stats import spearmanr

from nlu.t5_encoder.corpus import held_out_paraphrases, read_pairs

if TYPE_CHECKING:
    from collections.abc import Callable

    from nlu.t5_encoder.recipe import Workspace

Vectors = np.ndarray[Any, np.dtype[np.float32]]

TRIPLETS_FILE = Path(__file__).with_name("payroll_triplets.tsv")


def _unit(vectors: Vectors) -> Vectors:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-9), np.float32)


def read_triplets() -> list[list[str]]:
    """Rows of anchor, paraphrase in other words, and another question in the anchor's words."""
    return [line.split("\t") for line in TRIPLETS_FILE.read_text(encoding="utf-8").splitlines() if line]


def evaluate_encoder(
    sentence_vectors: Callable[[list[str]], Vectors], workspace: Workspace, sts_part: str = "dev"
) -> dict[str, float]:
    """`sts`: Spearman on STS-B es; `tatoeba`: retrieval accuracy among 1,000; `triplets`: accuracy. All held out."""
    rows = read_pairs(workspace)
    pairs = held_out_paraphrases(rows["tatoeba_pivot_es_paraphrases"])
    first = _unit(sentence_vectors([pair[0] for pair in pairs]))
    second = _unit(sentence_vectors([pair[1] for pair in pairs]))
    found = (first @ second.T).argmax(1) == np.arange(len(pairs))
    sts = rows[f"stsb_es_{sts_part}"]
    left, right = (_unit(sentence_vectors([row[side] for row in sts])) for side in (0, 1))
    correlation = spearmanr((left * right).sum(1), [float(row[2]) for row in sts])[0]
    anchor, same, other = (_unit(sentence_vectors([row[side] for row in read_triplets()])) for side in range(3))
    closer = (anchor * same).sum(1) > (anchor * other).sum(1)
    figures = {"sts": correlation, "tatoeba": found.mean(), "triplets": closer.mean()}
    return {name: round(float(value), 4) for name, value in figures.items()}
