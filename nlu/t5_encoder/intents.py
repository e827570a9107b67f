"""What the encoder adds to intent recognition with few examples: logistic regression on counts, vectors and both."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse
import yaml
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from nlu.t5_encoder.corpus import strip_annotations
from nlu.typing_noise import strip_accents

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nlu.t5_encoder.evaluation import Vectors

EXAMPLES_PER_INTENT = (5, 10, 20)
# Unit vectors beside counts of some hundred n-grams: without a scale the regression would hardly see them.
DENSE_SCALE = 16.0
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True)
class Utterance:
    """One labelled message."""

    text: str
    intent: str


@dataclass(frozen=True)
class FewShotFigures:
    """Accuracy over the seeds: mean and standard deviation, and those of the paired gain over counts alone."""

    examples: int
    features: str
    accuracy: float
    deviation: float
    gain: float
    gain_deviation: float


def read_utterances(folder: Path) -> list[Utterance]:
    """The labelled messages of Rasa NLU files, without annotations."""
    utterances: list[Utterance] = []
    for path in sorted(folder.rglob("*.yml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for block in document.get("nlu", []):
            if "intent" in block and isinstance(block.get("examples"), str):
                lines = (line.strip().removeprefix("- ") for line in block["examples"].splitlines())
                utterances += [Utterance(strip_annotations(line), block["intent"]) for line in lines if line]
    return utterances


class _Counts:
    """Words and character n-grams, as Rasa's CountVectorsFeaturizer counts them."""

    def __init__(self, texts: list[str]) -> None:
        self._words = CountVectorizer(preprocessor=_normalise, tokenizer=_WORDS.findall, token_pattern=None).fit(texts)
        self._characters = CountVectorizer(preprocessor=_normalise, analyzer="char_wb", ngram_range=(1, 4)).fit(texts)

    def __call__(self, texts: list[str]) -> scipy.sparse.csr_matrix:
        return scipy.sparse.hstack([self._words.transform(texts), self._characters.transform(texts)], format="csr")


def _normalise(text: str) -> str:
    return strip_accents(text.lower())


def few_shot_figures(
    training: list[Utterance],
    test: list[Utterance],
    sentence_vectors: Callable[[list[str]], Vectors],
    seeds: int = 6,
) -> list[FewShotFigures]:
    """Accuracy on `test` after k examples of each intent drawn from `training`, for each seed."""
    vectors = _unit(sentence_vectors([u.text for u in training])), _unit(sentence_vectors([u.text for u in test]))
    truth = np.array([u.intent for u in test])
    by_intent: dict[str, list[int]] = defaultdict(list)
    for row, utterance in enumerate(training):
        by_intent[utterance.intent].append(row)
    figures: list[FewShotFigures] = []
    for examples in EXAMPLES_PER_INTENT:
        accuracies: dict[str, list[float]] = defaultdict(list)
        for seed in range(seeds):
            rng = random.Random(seed)
            rows = [row for known in by_intent.values() for row in rng.sample(known, min(examples, len(known)))]
            counts = _Counts([training[row].text for row in rows])
            sparse = counts([training[row].text for row in rows]), counts([u.text for u in test])
            dense = tuple(scipy.sparse.csr_matrix(DENSE_SCALE * part) for part in (vectors[0][rows], vectors[1]))
            both = tuple(scipy.sparse.hstack([sparse[side], dense[side]], format="csr") for side in (0, 1))
            labels = [training[row].intent for row in rows]
            for name, (known, unknown) in {"counts": sparse, "encoder": dense, "both": both}.items():
                model = LogisticRegression(C=1.0, max_iter=100, tol=1e-3).fit(known, labels)
                accuracies[name].append(float((model.predict(unknown) == truth).mean()))
        for name, values in accuracies.items():
            gains = np.subtract(values, accuracies["counts"])
            figures.append(
                FewShotFigures(
                    examples,
                    name,
                    float(np.mean(values)),
                    float(np.std(values)),
                    float(gains.mean()),
                    float(gains.std()),
                )
            )
    return figures


def _unit(vectors: Vectors) -> Vectors:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), np.float32)
