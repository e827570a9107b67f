"""Batches of paraphrases: Tatoeba sentences with one English translation, human rewordings, and the payroll grammar."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from nlu.t5_encoder.corpus import held_out_paraphrases, read_pairs
from nlu.t5_encoder.payroll_questions import PayrollGrammar
from nlu.t5_encoder.student import PAD_ID
from nlu.t5_encoder.teacher import pad_batch

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

    from nlu.t5_encoder.recipe import Recipe, Workspace

_GRAMMAR_SHARE = 0.5
_SAME_MEANING_SCORE = 4.0
_GASTRONOMY_LIMIT = 2000


@dataclass(frozen=True)
class PairBatch:
    """Rows 2i and 2i + 1 of `ids` (2n, pieces) are paraphrases; `negatives` (n, n) is True where pairs differ."""

    ids: Tensor
    negatives: Tensor


class ParaphraseBatches:
    """Draws half of each batch from the payroll grammar and half from collected paraphrases."""

    def __init__(self, workspace: Workspace, recipe: Recipe) -> None:
        self._recipe = recipe
        rows = read_pairs(workspace)
        held_out = {text for pair in held_out_paraphrases(rows["tatoeba_pivot_es_paraphrases"]) for text in pair}
        self._collected = [
            (row[0], row[1]) for row in rows["tatoeba_pivot_es_paraphrases"] if not held_out & {row[0], row[1]}
        ]
        self._collected += [(row[0], row[1]) for row in rows["stsb_es_train"] if float(row[2]) >= _SAME_MEANING_SCORE]
        gastronomy = rows["unam_gastronomy_paraphrases_es"]
        random.Random(recipe.seed).shuffle(gastronomy)
        self._collected += [(row[0], row[1]) for row in gastronomy[:_GASTRONOMY_LIMIT]]

    def draw(self, rng: random.Random, encode: Callable[[str], list[int]]) -> PairBatch:
        """One batch, each text noisy with the recipe's probability."""
        grammar = PayrollGrammar.load(rng)
        texts: list[str] = []
        topics: list[str] = []
        for index in range(self._recipe.pairs_per_batch):
            if rng.random() < _GRAMMAR_SHARE:
                first, second = grammar.draw_pair()
                texts += [first.text, second.text]
                topics.append(first.meaning[0])
            else:
                texts += rng.choice(self._collected)
                topics.append(str(index))
        typed = [self._recipe.typed(text, rng) for text in texts]
        ids, _ = pad_batch([encode(text) for text in typed], PAD_ID)
        # Two questions of one meaning with other slots («nómina de marzo», «nómina de mayo») are neither.
        negatives = torch.tensor([[one != other for other in topics] for one in topics])
        return PairBatch(ids, negatives)
