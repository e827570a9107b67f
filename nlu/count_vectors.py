"""Rasa's counts of words and letters, looked up once for each word: people say the same few thousand words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer import CountVectorsFeaturizer
from rasa.nlu.utils.spacy_utils import SpacyModel
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sklearn.feature_extraction.text import CountVectorizer

    Row = tuple[NDArray[np.int32], NDArray[np.float32]]

_REMEMBERED_WORDS = 8192
_SINGLE_WORDS = (1, 1)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class RememberingCountVectorsFeaturizer(CountVectorsFeaturizer):
    """`CountVectorsFeaturizer` with the counts of up to 8,192 words in memory.

    The features are those of the parent class, as float32 by rows. Only counts that do not reach over a blank (single
    words, `char_wb`) are remembered: those of a sentence are then the sum of its words'.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Starts without a word in memory."""
        super().__init__(*args, **kwargs)
        self._rows: dict[str, Row] = {}

    def train(self, training_data: TrainingData, model: SpacyModel | None = None) -> Resource:
        """Trains as the parent class does; counts over an earlier vocabulary are forgotten."""
        self._rows = {}
        return super().train(training_data, model)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Sets the features of all examples as coordinates, which DIET's batches are made of."""
        super().process_training_data(training_data)
        for example in training_data.training_examples:
            for found in example.features:
                if found.origin == self._identifier:
                    found.features = found.features.tocoo()
        return training_data

    def _create_features(self, attribute: str, all_tokens: list[list[str]]) -> Any:
        vectorizer = self.vectorizers[attribute]
        within_words = self.analyzer == "char_wb" or (
            self.analyzer == "word" and vectorizer.ngram_range == _SINGLE_WORDS
        )
        if attribute != TEXT or not within_words:
            return super()._create_features(attribute, all_tokens)
        sequences: list[csr_matrix | None] = []
        sentences: list[csr_matrix | None] = []
        width = len(vectorizer.vocabulary_)
        for tokens in all_tokens:
            rows = self._rows_of(vectorizer, tokens)
            sequences.append(_sequence(rows, width) if tokens else None)
            sentences.append(_sentence(rows, width) if tokens else None)
        return sequences, sentences

    def _rows_of(self, vectorizer: CountVectorizer, tokens: list[str]) -> list[Row]:
        if len(self._rows) > _REMEMBERED_WORDS:
            self._rows = {}
        rows = self._rows  # another thread may put an empty one in its place
        unknown = [token for token in dict.fromkeys(tokens) if token not in rows]
        if unknown:
            counts = vectorizer.transform(unknown)
            counts.sort_indices()
            for token, start, stop in zip(unknown, counts.indptr[:-1], counts.indptr[1:], strict=True):
                rows[token] = counts.indices[start:stop].copy(), counts.data[start:stop].astype(np.float32)
        return [rows[token] for token in tokens]


def _sequence(rows: list[Row], width: int) -> csr_matrix:
    ends = np.cumsum([0, *(len(columns) for columns, _ in rows)], dtype=np.int32)
    columns, counts = (np.concatenate([row[part] for row in rows]) for part in (0, 1))
    return csr_matrix((counts, columns, ends), shape=(len(rows), width))


def _sentence(rows: list[Row], width: int) -> csr_matrix:
    columns, counts = (np.concatenate([row[part] for row in rows]) for part in (0, 1))
    distinct, inverse = np.unique(columns, return_inverse=True)
    total = np.bincount(inverse, weights=counts, minlength=len(distinct)).astype(np.float32)
    return csr_matrix((total, distinct, np.array([0, len(distinct)], np.int32)), shape=(1, width))
