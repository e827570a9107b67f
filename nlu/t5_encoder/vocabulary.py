"""The SentencePiece vocabulary: unigram, case-folded, digits apart, T5's special ids (pad 0, end 1, unknown 2)."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import sentencepiece

from nlu.t5_backends.sentencepiece_tokenizer import VOCABULARY_FILE
from nlu.t5_encoder.corpus import read_sentences

if TYPE_CHECKING:
    from pathlib import Path

    from nlu.t5_encoder.recipe import Recipe, Workspace

END_ID = 1


def train_vocabulary(workspace: Workspace, recipe: Recipe) -> None:
    """Learn the pieces from the sentences of the run and write `spiece.model`.

    Accents are kept: `nmt_nfkc_cf` folds case only, and the noise of the training teaches «nomina» beside «nómina».
    """
    _, sentences = read_sentences(workspace)
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(sentences),
        model_prefix=str(workspace.vocabulary.with_suffix("")),
        vocab_size=recipe.vocabulary_size,
        model_type="unigram",
        normalization_rule_name="nmt_nfkc_cf",
        character_coverage=0.9998,
        split_digits=True,
        pad_id=0,
        eos_id=END_ID,
        unk_id=2,
        bos_id=-1,
        minloglevel=1,
        num_threads=2,
    )


def take_vocabulary(workspace: Workspace, model: Path) -> None:
    """Copy the vocabulary of an exported model, whose piece table goes with it."""
    shutil.copyfile(model / VOCABULARY_FILE, workspace.vocabulary)
