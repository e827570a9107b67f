"""What a sentence shows of its intent: its words, letters, abstracted phrases and cues, as one sparse row."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer

from nlu.entity_spans import find_spans
from nlu.intent_cues import abstract, cues, squeeze
from nlu.persons import NameBook

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Row = tuple[NDArray[np.int64], Floats]
    """The columns that a sentence fills, and their values."""

_FREQUENCIES_FILE, _WORDING_FILE = "intent_features.npz", "intent_features.json"
_WORD = r"\w+"
_WORDS = CountVectorizer(lowercase=False, token_pattern=_WORD, ngram_range=(1, 2)).build_analyzer()
_LETTERS = CountVectorizer(lowercase=False, analyzer="char_wb", ngram_range=(2, 5)).build_analyzer()
_ABSTRACT = CountVectorizer(lowercase=False, token_pattern=_WORD, ngram_range=(1, 3)).build_analyzer()
# A letter group or an abstract phrase said once teaches nothing that another sentence could use.
_FEWEST_SENTENCES = {"words": 1, "letters": 2, "abstract": 2, "cues": 1}
_CUE_WEIGHT = 0.5


@dataclass(frozen=True)
class IntentFeatures:
    """A vocabulary of features, each named «block:feature»; `inverse_frequencies` has a value for each of them."""

    names: NameBook
    vocabulary: dict[str, int]
    inverse_frequencies: Floats

    @classmethod
    def of(cls, texts: list[str], names: NameBook) -> tuple[IntentFeatures, list[Row]]:
        """Returns the vocabulary of some sentences, and their rows in it."""
        blocks = [_wording(text, names) for text in texts]
        vocabulary: dict[str, int] = {}
        frequencies: list[float] = []
        for block, fewest in _FEWEST_SENTENCES.items():
            counted = Counter(feature for features in blocks for feature in set(features[block]))
            for feature, count in sorted(counted.items()):
                if count >= fewest:
                    vocabulary[f"{block}:{feature}"] = len(vocabulary)
                    frequencies.append(np.log((1 + len(blocks)) / (1 + count)) + 1)
        features = cls(names, vocabulary, np.array(frequencies, np.float32))
        return features, [features._row(block) for block in blocks]

    def row(self, text: str) -> Row:
        """Returns the row of one sentence; what the vocabulary lacks is left out."""
        return self._row(_wording(text, self.names))

    def matrix(self, rows: list[Row]) -> csr_matrix:
        """Returns the rows as one sparse matrix, a column a feature."""
        columns, values = zip(*rows, strict=True)
        ends = np.cumsum([0, *map(len, columns)])
        return csr_matrix((np.concatenate(values), np.concatenate(columns), ends), (len(rows), len(self.vocabulary)))

    def save(self, folder: Path) -> None:
        """Writes the vocabulary into a folder as numbers and JSON: nothing that loading would execute."""
        np.savez(folder / _FREQUENCIES_FILE, inverse_frequencies=self.inverse_frequencies)
        words = {
            "vocabulary": list(self.vocabulary),
            "first_names": sorted(self.names.first_names),
            "surnames": sorted(self.names.surnames),
        }
        (folder / _WORDING_FILE).write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> IntentFeatures | None:
        """Reads what `save` wrote; none where nothing was."""
        if not (folder / _WORDING_FILE).is_file():
            return None
        words = json.loads((folder / _WORDING_FILE).read_text(encoding="utf-8"))
        with np.load(folder / _FREQUENCIES_FILE, allow_pickle=False) as arrays:
            return cls(
                names=NameBook(frozenset(words["first_names"]), frozenset(words["surnames"])),
                vocabulary={feature: index for index, feature in enumerate(words["vocabulary"])},
                inverse_frequencies=arrays["inverse_frequencies"],
            )

    def _row(self, blocks: dict[str, list[str]]) -> Row:
        """Returns the columns and the values of a sentence, each block but the cues of length one."""
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


def _wording(text: str, names: NameBook) -> dict[str, list[str]]:
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
