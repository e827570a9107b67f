"""The pipelines that are compared: `config.yml` as it is, and with something taken out or added; pure."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from nlu.other_opinions import LINEAR, NAMES, NEAREST

Components = list[dict[str, Any]]

DIET = "nlu.diet_classifier.CalibratedDIETClassifier"
T5 = "nlu.t5_featurizer.T5Featurizer"
MENDER = "nlu.spelling_mender.SpellingMender"
SPACY = "nlu.spacy_tokenizer.SpacyPipelineTokenizer"
COUNTS = "nlu.count_vectors.RememberingCountVectorsFeaturizer"
SPLITTER = "nlu.compound_questions.CompoundQuestionSplitter"
MERGER = "nlu.compound_questions.CompoundQuestionMerger"
# The second counts of Rasa's default pipeline, which the product does without.
LETTERS: dict[str, Any] = {
    "name": COUNTS, "analyzer": "char_wb", "strip_accents": "unicode", "min_ngram": 1, "max_ngram": 4, "min_df": 2,
}  # fmt: skip
# With a handful of sentences an epoch is a step or two.
_FEW_EXAMPLES_EPOCHS = 60


@dataclass(frozen=True)
class Variant:
    """A pipeline by name: what it lacks or has besides, and on how many examples of each intent it trains.

    `letters` adds counts of letters to those of words, `transformer` gives DIET a layer of it; `per_intent` none: all
    the examples.
    """

    name: str
    without: frozenset[str] = frozenset()
    letters: bool = False
    transformer: bool = False
    opinions: tuple[str, ...] = NAMES
    per_intent: int | None = None

    def pipeline(self, components: Components, seed: int) -> Components:
        """Returns the components of `config.yml` as this variant trains them with a seed."""
        kept: Components = []
        for component in components:
            changed = copy.deepcopy(component)
            if changed["name"] == SPACY and SPACY in self.without:
                changed = {"name": "WhitespaceTokenizer"}
            elif changed["name"] in self.without:
                continue
            if changed["name"] == DIET:
                changed.update(random_seed=seed, other_opinions=list(self.opinions))
                if self.transformer:
                    changed["number_of_transformer_layers"] = 1
                if self.per_intent:
                    changed.update(epochs=_FEW_EXAMPLES_EPOCHS, settling_epochs=0, held_out_fraction=0.0)
            kept.append(changed)
            if changed["name"] == COUNTS and self.letters:
                kept.append(copy.deepcopy(LETTERS))
        return kept


PARTS = (
    Variant("completa"),
    Variant("sin T5", frozenset({T5})),
    Variant("sin corrector", frozenset({MENDER})),
    Variant("sin spaCy", frozenset({SPACY})),
    Variant("sin partir preguntas", frozenset({SPLITTER, MERGER})),
    Variant("con conteo de letras", letters=True),
    Variant("con una capa de transformer", transformer=True),
    Variant("sin ejemplos parecidos", opinions=(LINEAR,)),
    Variant("sin regresión logística", opinions=(NEAREST,)),
)


def _diet_alone(features: str, without: frozenset[str], size: str, per_intent: int | None) -> Variant:
    """Returns DIET as Rasa has it, without other opinions, on the counts of Rasa's default pipeline."""
    name = f"DIET sobre {features}, {size}"
    return Variant(name, without, letters=True, opinions=(), per_intent=per_intent)


_SIZES = {"5 por intención": 5, "10 por intención": 10, "20 por intención": 20, "todos": None}
# By how many examples of each intent there are: DIET on counts, and on the same counts with T5.
PAIRS = {
    size: (_diet_alone("conteos", frozenset({T5}), size, count), _diet_alone("conteos + T5", frozenset(), size, count))
    for size, count in _SIZES.items()
}
FEATURES = tuple(variant for pair in PAIRS.values() for variant in pair)
VARIANTS = {variant.name: variant for variant in (*PARTS, *FEATURES)}
