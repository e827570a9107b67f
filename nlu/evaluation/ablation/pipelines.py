"""The pipelines that are compared: `config.yml` as it is, and with something taken out; pure."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

Components = list[dict[str, Any]]

DIET = "nlu.diet_classifier.CalibratedDIETClassifier"
T5 = "nlu.t5_featurizer.T5Featurizer"
MENDER = "nlu.spelling_mender.SpellingMender"
SPACY = "nlu.spacy_tokenizer.SpacyPipelineTokenizer"
SPLITTER = "nlu.compound_questions.CompoundQuestionSplitter"
MERGER = "nlu.compound_questions.CompoundQuestionMerger"
# With a handful of sentences an epoch is a step or two.
_FEW_EXAMPLES_EPOCHS = 60


@dataclass(frozen=True)
class Variant:
    """A pipeline by name: what it lacks, and on how many examples of each intent it trains (none: on all)."""

    name: str
    without: frozenset[str] = frozenset()
    linear_opinion: bool = True
    per_intent: int | None = None

    def pipeline(self, components: Components, seed: int) -> Components:
        """Returns the components of `config.yml` as this variant trains them with a seed."""
        kept: Components = []
        for component in components:
            changed = copy.deepcopy(component)
            if changed["name"] == SPACY and SPACY in self.without:
                changed = {"name": "WhitespaceTokenizer"}
            elif _label(changed) in self.without:
                continue
            if changed["name"] == DIET:
                changed.update(random_seed=seed, linear_opinion=self.linear_opinion)
                if self.per_intent:
                    changed.update(epochs=_FEW_EXAMPLES_EPOCHS, settling_epochs=0, held_out_fraction=0.0)
            kept.append(changed)
        return kept


def _label(component: dict[str, Any]) -> str:
    """Returns what a variant calls a component: its class, and «letras» for the counts of letters."""
    return "letras" if component.get("analyzer") == "char_wb" else str(component["name"])


LETTERS = "letras"
# DIET alone, as Rasa has it, on counts and T5.
_DIET_ALONE = Variant("sin regresión logística", linear_opinion=False)
PARTS = (
    Variant("completa"),
    Variant("sin T5", frozenset({T5})),
    Variant("sin corrector", frozenset({MENDER})),
    Variant("sin spaCy", frozenset({SPACY})),
    Variant("sin partir preguntas", frozenset({SPLITTER, MERGER})),
    Variant("sin conteo de letras", frozenset({LETTERS})),
    _DIET_ALONE,
)


def _diet_alone(features: str, without: frozenset[str], size: str, per_intent: int | None = None) -> Variant:
    return Variant(f"DIET sobre {features}, {size}", without, linear_opinion=False, per_intent=per_intent)


_FEW = {"5 por intención": 5, "10 por intención": 10, "20 por intención": 20}
# By how many examples of each intent there are: DIET on counts, and on the same counts with T5.
PAIRS = {
    size: (
        _diet_alone("conteos", frozenset({T5}), size, count),
        _diet_alone("conteos + T5", frozenset(), size, count),
    )
    for size, count in _FEW.items()
} | {"todos": (_diet_alone("conteos", frozenset({T5}), "todos"), _DIET_ALONE)}
FEATURES = tuple(variant for pair in PAIRS.values() for variant in pair)
VARIANTS = {variant.name: variant for variant in (*PARTS, *FEATURES)}
