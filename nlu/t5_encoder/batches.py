"""Training batches: noisy sentences of similar length beside the clean sentence's teacher targets."""

from __future__ import annotations

import random
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
import torch

from nlu.t5_encoder.corpus import read_sentences, source_weight
from nlu.t5_encoder.student import PAD_ID
from nlu.t5_encoder.targets import Shard, open_shard, shard_bounds, shard_is_ready
from nlu.t5_encoder.teacher import batches_by_length, pad_batch
from nlu.t5_encoder.vocabulary import END_ID

if TYPE_CHECKING:
    from collections.abc import Iterator

    import sentencepiece
    from torch import Tensor

    from nlu.t5_encoder.recipe import Recipe, Workspace
    from nlu.t5_encoder.workers import Workers

_ROUND_SENTENCES = 32_768


@dataclass(frozen=True)
class Batch:
    """One step's input and targets.

    ids (batch, pieces); sentences (batch, d); words (n, d) with the flat piece positions that belong to each word:
    `piece_positions[k]` is a piece of word `piece_words[k]`.
    """

    ids: Tensor
    sentences: Tensor
    words: Tensor
    piece_positions: Tensor
    piece_words: Tensor

    def to(self, device: str) -> Batch:
        """The same batch on another device."""
        return Batch(**{part.name: getattr(self, part.name).to(device) for part in fields(self)})


class TrainingSentences:
    """The sentences whose targets are on disk."""

    def __init__(self, workspace: Workspace, recipe: Recipe, pieces: sentencepiece.SentencePieceProcessor) -> None:
        self._recipe, self._pieces = recipe, pieces
        self._word_start = np.array([pieces.id_to_piece(i).startswith("▁") for i in range(pieces.get_piece_size())])
        sources, self._sentences = read_sentences(workspace)
        self._weights = np.array([source_weight(name, recipe) for name in sources])
        self._shards: dict[int, Shard] = {
            index: open_shard(workspace, index, start)
            for index, (start, stop) in enumerate(shard_bounds(len(sources), recipe))
            if shard_is_ready(workspace, index, stop - start)
        }

    def encode(self, text: str) -> list[int]:
        """Piece ids, cut at the recipe's length, with the end mark."""
        return [*self._pieces.encode(text)[: self._recipe.max_pieces - 1], END_ID]

    def one_round(self, seed: int, workers: Workers) -> Iterator[Batch]:
        """This worker's batches over a weighted draw without replacement of up to 32,768 ready sentences.

        Every worker draws the same sentences and takes its share of the groups, as many as the others.
        """
        rng, noise = np.random.default_rng(seed), random.Random(seed)
        ready = np.concatenate([np.arange(s.first, s.first + len(s.sentences)) for s in self._shards.values()])
        # Efraimidis–Spirakis: the largest u^(1/w) are a weighted sample without replacement.
        keys = np.log(rng.random(len(ready))) / self._weights[ready]
        chosen = ready[np.argsort(-keys)[:_ROUND_SENTENCES]].tolist()
        texts = [self._sentences[row] for row in chosen]
        typed = [self._recipe.typed(text, noise) for text in texts]
        encoded = [self.encode(text) for text in typed]
        groups = batches_by_length([len(ids) for ids in encoded], self._recipe.tokens_per_batch)
        noise.shuffle(groups)
        groups = groups[: len(groups) // workers.count * workers.count]
        for group in groups[workers.rank :: workers.count]:
            yield self._collate([chosen[row] for row in group], [encoded[row] for row in group])

    def _collate(self, rows: list[int], encoded: list[list[int]]) -> Batch:
        ids, _ = pad_batch(encoded, PAD_ID)
        length = ids.shape[1]
        sentences, words, positions, owners = [], [], [], []
        known_words = 0
        for index, (row, pieces) in enumerate(zip(rows, encoded, strict=True)):
            shard = self._shards[row // self._recipe.shard_sentences]
            local = row - shard.first
            sentences.append(shard.sentences[local])
            first, last = shard.word_offsets[local], shard.word_offsets[local + 1]
            owner = np.cumsum(self._word_start[pieces[:-1]]) - 1
            if last == first or not len(owner) or owner[-1] + 1 != last - first or owner[0] < 0:
                continue
            words.append(shard.words[first:last])
            positions.append(index * length + np.arange(len(owner)))
            owners.append(known_words + owner)
            known_words += int(last - first)
        width = sentences[0].shape[0]
        return Batch(
            ids,
            torch.from_numpy(np.stack(sentences).astype(np.float32)),
            torch.from_numpy(np.concatenate([np.zeros((0, width), np.float16), *words]).astype(np.float32)),
            torch.from_numpy(np.concatenate([np.zeros(0, np.int64), *positions])),
            torch.from_numpy(np.concatenate([np.zeros(0, np.int64), *owners])),
        )
