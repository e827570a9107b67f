"""The intents of the training sentences most alike, in their features and in their T5 vectors: another opinion.

A regression sums what each word is worth; a whole sentence that was said before, or nearly, is better told by its
neighbours. Source: Dudani, «The Distance-Weighted k-Nearest-Neighbor Rule», IEEE Transactions on Systems, Man, and
Cybernetics 1976.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.preprocessing import normalize

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from nlu.intent_features import Floats, IntentFeatures, Row

_FILE = "nearest_intents.npz"
# How many sentences, those most alike in their features, are looked at more closely.
_CANDIDATES = 100
_VECTOR_SHARE = np.float32(0.4)
# A feature that more sentences than these show finds no neighbours, and takes nearly all the time.
_COMMON_SHARE, _FEW_SENTENCES = 0.1, 20
# The likeness by which one neighbour must exceed another to count e times as much.
_TEMPERATURE = np.float32(0.03)
# What no neighbour speaks for may be right all the same.
_DOUBT = np.float32(0.03)
_LEAST_LENGTH = np.float32(1e-9)


@dataclass(frozen=True)
class NearestIntents:
    """The training sentences: `matrix` has a row a feature and a column a sentence, each column of length one.

    The rows of common features are empty. `vectors`, a row a sentence, are `centre` off, of length one.
    """

    matrix: csr_matrix
    centre: Floats
    vectors: Floats
    labels: NDArray[np.int64]
    label_count: int

    @classmethod
    def fit(
        cls,
        features: IntentFeatures,
        rows: list[Row],
        vectors: Floats,
        labels: NDArray[np.int64],
        label_count: int,
    ) -> NearestIntents:
        """Keeps the sentences; `vectors` has a row each, without columns where no featurizer gives dense ones."""
        centre = vectors.mean(axis=0)
        shown = features.matrix(rows)
        sentences = np.bincount(shown.indices, minlength=shown.shape[1])
        telling = diags((sentences <= max(_FEW_SENTENCES, _COMMON_SHARE * len(rows))).astype(np.float32))
        matrix = csr_matrix(normalize(shown @ telling).T)
        matrix.eliminate_zeros()
        # Saved in half precision: rounded here, so that what is loaded answers the same.
        matrix.data = _rounded(matrix.data)
        unit = normalize(vectors - centre) if len(centre) else vectors
        return cls(matrix, centre, _rounded(unit), labels, label_count)

    def probabilities(self, row: Row, vector: NDArray[Any] | None) -> Floats:
        """Returns the probability of each label for one sentence."""
        columns, values = row
        telling = self.matrix.indptr[columns + 1] > self.matrix.indptr[columns]
        likeness: Floats = self.matrix[columns[telling]].T @ _unit(values[telling])
        # A sentence that shares nothing with any is compared with them all.
        count = min(_CANDIDATES, len(likeness)) if likeness.any() else len(likeness)
        nearest = np.argpartition(-likeness, count - 1)[:count]
        alike = likeness[nearest]
        if vector is not None and len(self.centre):
            sense = self.vectors[nearest] @ _unit(vector.astype(np.float32) - self.centre)
            alike = (1 - _VECTOR_SHARE) * alike + _VECTOR_SHARE * sense
        weights = np.exp((alike - alike.max()) / _TEMPERATURE)
        shares = np.bincount(self.labels[nearest], weights, self.label_count) / weights.sum()
        chances: Floats = ((1 - _DOUBT) * shares + _DOUBT / self.label_count).astype(np.float32)
        return chances

    def save(self, folder: Path) -> None:
        """Writes the sentences' numbers into a folder: nothing that loading would execute."""
        np.savez(
            folder / _FILE,
            values=self.matrix.data.astype(np.float16),
            indices=self.matrix.indices,
            ends=self.matrix.indptr,
            centre=self.centre,
            vectors=self.vectors.astype(np.float16),
            labels=self.labels,
            label_count=self.label_count,
        )

    @classmethod
    def load(cls, folder: Path) -> NearestIntents | None:
        """Reads what `save` wrote; none where nothing was."""
        if not (folder / _FILE).is_file():
            return None
        with np.load(folder / _FILE, allow_pickle=False) as arrays:
            shape = (len(arrays["ends"]) - 1, len(arrays["labels"]))
            matrix = csr_matrix((arrays["values"].astype(np.float32), arrays["indices"], arrays["ends"]), shape)
            vectors = arrays["vectors"].astype(np.float32)
            return cls(matrix, arrays["centre"], vectors, arrays["labels"], int(arrays["label_count"]))


def _unit(vector: Floats) -> Floats:
    """Returns the vector scaled to length one."""
    unit: Floats = vector / max(np.linalg.norm(vector), _LEAST_LENGTH)
    return unit


def _rounded(values: Floats) -> Floats:
    return values.astype(np.float16).astype(np.float32)
