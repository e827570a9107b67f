"""A logistic regression over words, letters, cues and the T5 vector: a second opinion beside DIET, in microseconds."""

from __future__ import annotations

import json
import warnings
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import softmax
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from nlu.entity_spans import find_spans
from nlu.intent_cues import abstract, cues, squeeze
from nlu.persons import NameBook

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_WEIGHTS_FILE, _WORDING_FILE = "linear.npz", "linear.json"
_WORD = r"\w+"
_WORDS = CountVectorizer(lowercase=False, token_pattern=_WORD, ngram_range=(1, 2)).build_analyzer()
_LETTERS = CountVectorizer(lowercase=False, analyzer="char_wb", ngram_range=(2, 5)).build_analyzer()
_ABSTRACT = CountVectorizer(lowercase=False, token_pattern=_WORD, ngram_range=(1, 3)).build_analyzer()
# A letter group or an abstract phrase said once teaches nothing that another sentence could use.
_FEWEST_SENTENCES = {"words": 1, "letters": 2, "abstract": 2, "cues": 1}
_CUE_WEIGHT, _VECTOR_WEIGHT = 0.5, 0.05
_INVERSE_REGULARISATION = 10.0
# 0 leaves the labels as frequent as they are in training, 1 makes them equally frequent.
_BALANCE = 0.5
_TOLERANCE = 1e-3
# Early stopping; a fit that goes on from another one needs few more.
_ITERATIONS, _FURTHER_ITERATIONS = 40, 10


def wording(text: str, names: NameBook) -> dict[str, list[str]]:
    """Returns the blocks of features of a sentence by name; a feature said twice stands twice."""
    spans = find_spans(text, names)
    squeezed = squeeze(text)
    return {
        "words": _WORDS(squeezed),
        "letters": [letters for word in squeezed.split() for letters in _letters_of(word)],
        "abstract": _ABSTRACT(abstract(text, spans)),
        "cues": cues(text, spans),
    }


@lru_cache(maxsize=8192)
def _letters_of(word: str) -> tuple[str, ...]:
    return tuple(_LETTERS(word))


@dataclass(frozen=True)
class LinearIntents:
    """A fitted model.

    `weights` has a row a feature (the T5 dimensions first) and a column a label; `inverse_frequencies` a value for
    each feature of the vocabulary, 1 for cues.
    """

    names: NameBook
    vocabulary: dict[str, int]
    inverse_frequencies: Floats
    centre: Floats
    spread: Floats
    weights: Floats
    intercept: Floats

    @classmethod
    def fit(
        cls,
        texts: list[str],
        vectors: NDArray[Any] | None,
        labels: NDArray[np.int64],
        names: NameBook,
        label_count: int,
        start: LinearIntents | None = None,
    ) -> LinearIntents:
        """Fits the model; `vectors` has a row a text, or is none where no featurizer gives dense ones.

        A label without examples (`labels` are numbers below `label_count`) never wins. `start` is a model fitted on a
        part of these examples, of all their labels, to go on from.
        """
        dense = np.zeros((len(texts), 0), np.float32) if vectors is None else vectors.astype(np.float32)
        blocks = [wording(text, names) for text in texts]
        vocabulary, inverse_frequencies = _vocabulary(blocks)
        unfitted = cls(
            names,
            vocabulary,
            inverse_frequencies,
            centre=dense.mean(axis=0),
            spread=dense.std(axis=0) + np.float32(1e-6),
            weights=np.zeros((0, label_count), np.float32),
            intercept=np.zeros(label_count, np.float32),
        )
        counts = Counter(labels.tolist())
        # Of two classes scikit-learn keeps one row of weights: nothing that another fit of ours could go on from.
        earlier = start if len(counts) > 2 else None
        regression = LogisticRegression(
            C=_INVERSE_REGULARISATION,
            max_iter=_FURTHER_ITERATIONS if earlier is not None else _ITERATIONS,
            tol=_TOLERANCE,
            class_weight={label: (len(labels) / len(counts) / count) ** _BALANCE for label, count in counts.items()},
            warm_start=True,
        )
        if earlier is not None:
            regression.coef_ = earlier._weights_for(vocabulary)[:, sorted(counts)].T
            regression.intercept_ = earlier.intercept[sorted(counts)]
        _fit_quietly(regression, unfitted._matrix(blocks, dense), labels)
        weights = np.zeros((dense.shape[1] + len(vocabulary), label_count), np.float32)
        intercept = np.full(label_count, -1e4, np.float32)
        weights[:, regression.classes_] = _per_class(regression.coef_).T
        intercept[regression.classes_] = _per_class(regression.intercept_)
        return cls(names, vocabulary, inverse_frequencies, unfitted.centre, unfitted.spread, weights, intercept)

    def probabilities(self, text: str, vector: NDArray[Any] | None) -> Floats:
        """Returns the probability of each label for one sentence."""
        columns, values = self._sparse_row(wording(text, self.names))
        dimension = len(self.centre)
        logits = self.intercept + values @ self.weights[columns + dimension]
        if vector is not None and dimension:
            scaled = (vector.astype(np.float32) - self.centre) / self.spread * np.float32(_VECTOR_WEIGHT)
            logits = logits + scaled @ self.weights[:dimension]
        chances: Floats = softmax(logits)
        return chances

    def save(self, folder: Path) -> None:
        """Writes the model into a folder as numbers and JSON: nothing that loading would execute."""
        np.savez(
            folder / _WEIGHTS_FILE,
            inverse_frequencies=self.inverse_frequencies,
            centre=self.centre,
            spread=self.spread,
            weights=self.weights,
            intercept=self.intercept,
        )
        words = {
            "vocabulary": list(self.vocabulary),
            "first_names": sorted(self.names.first_names),
            "surnames": sorted(self.names.surnames),
        }
        (folder / _WORDING_FILE).write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> LinearIntents | None:
        """Reads what `save` wrote; none where nothing was."""
        if not (folder / _WORDING_FILE).is_file():
            return None
        words = json.loads((folder / _WORDING_FILE).read_text(encoding="utf-8"))
        with np.load(folder / _WEIGHTS_FILE, allow_pickle=False) as arrays:
            return cls(
                names=NameBook(frozenset(words["first_names"]), frozenset(words["surnames"])),
                vocabulary={feature: index for index, feature in enumerate(words["vocabulary"])},
                **{name: arrays[name] for name in arrays.files},
            )

    def _sparse_row(self, blocks: dict[str, list[str]]) -> tuple[NDArray[np.int64], Floats]:
        """Returns the columns of the vocabulary that a sentence fills and their values, each block of length one."""
        columns: list[int] = []
        values: list[Floats] = []
        for block, features in blocks.items():
            known = self._columns[block]
            counted = Counter(known[feature] for feature in features if feature in known)
            if not counted:
                continue
            found = np.fromiter(counted, np.int64, len(counted))
            if block == "cues":
                row = np.full(len(found), _CUE_WEIGHT, np.float32)
            else:
                counts = np.fromiter(counted.values(), np.float32, len(counted))
                row = (1 + np.log(counts)) * self.inverse_frequencies[found]
                row /= np.linalg.norm(row)
            columns.extend(counted)
            values.append(row)
        return np.array(columns, np.int64), np.concatenate([np.zeros(0, np.float32), *values])

    @cached_property
    def _columns(self) -> dict[str, dict[str, int]]:
        """The vocabulary by block."""
        columns: dict[str, dict[str, int]] = {block: {} for block in _FEWEST_SENTENCES}
        for name, column in self.vocabulary.items():
            block, _, feature = name.partition(":")
            columns[block][feature] = column
        return columns

    def _weights_for(self, vocabulary: dict[str, int]) -> Floats:
        """Returns the weights in the order of another vocabulary; a feature that is new there weighs nothing."""
        dimension = len(self.centre)
        weights = np.zeros((dimension + len(vocabulary), self.weights.shape[1]), np.float32)
        weights[:dimension] = self.weights[:dimension]
        shared = [(self.vocabulary[feature], row) for feature, row in vocabulary.items() if feature in self.vocabulary]
        own, new = np.array(shared, np.int64).reshape(-1, 2).T
        weights[dimension + new] = self.weights[dimension + own]
        return weights

    def _matrix(self, blocks: list[dict[str, list[str]]], dense: Floats) -> csr_matrix:
        scaled = (dense - self.centre) / self.spread * np.float32(_VECTOR_WEIGHT)
        dimension = dense.shape[1]
        own = np.arange(dimension)
        rows = [self._sparse_row(block) for block in blocks]
        columns = [np.concatenate([own, found + dimension]) for found, _ in rows]
        values = [np.concatenate([vector, found]) for vector, (_, found) in zip(scaled, rows, strict=True)]
        ends = np.cumsum([0, *map(len, columns)])
        shape = (len(blocks), dimension + len(self.vocabulary))
        return csr_matrix((np.concatenate(values), np.concatenate(columns), ends), shape=shape)


def _vocabulary(blocks: list[dict[str, list[str]]]) -> tuple[dict[str, int], Floats]:
    """Returns every feature's column and its smoothed inverse document frequency."""
    vocabulary: dict[str, int] = {}
    frequencies: list[float] = []
    for block, fewest in _FEWEST_SENTENCES.items():
        counted = Counter(feature for features in blocks for feature in set(features[block]))
        for feature, count in sorted(counted.items()):
            if count >= fewest:
                vocabulary[f"{block}:{feature}"] = len(vocabulary)
                frequencies.append(np.log((1 + len(blocks)) / (1 + count)) + 1)
    return vocabulary, np.array(frequencies, np.float32)


def _fit_quietly(regression: LogisticRegression, matrix: csr_matrix, labels: NDArray[np.int64]) -> None:
    """Fits; stopping at the last iteration is early stopping here, so its warning says nothing new."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        regression.fit(matrix, labels)


def _per_class(coefficients: NDArray[np.float64]) -> NDArray[np.float64]:
    """Returns one row a class: scikit-learn keeps a single row, the second class's, when there are only two."""
    return np.concatenate([-coefficients / 2, coefficients / 2]) if len(coefficients) == 1 else coefficients
