"""Every choice of the pre-training run in one place: sizes, mix, schedule, folders."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from nlu.typing_noise import with_noise

if TYPE_CHECKING:
    import random


@dataclass(frozen=True)
class Source:
    """How many sentences of one corpus file enter the run.

    `limit` is the number of distinct sentences kept, `max_words` the longest kept (chat messages are short, and a law
    article costs five times a question), `weight` how often one is drawn relative to the others.
    """

    limit: int
    max_words: int
    weight: float = 1.0


# Conversation first: the encoder reads chat messages. Law and product documentation bring the vocabulary of payroll.
CORPUS_MIX: dict[str, Source] = {
    "tatoeba_es": Source(120_000, 16, 1.2),
    "questions_squad_xquad_es": Source(11_000, 18, 1.5),
    "common_voice_es": Source(11_000, 16),
    "ms_alchemy_support": Source(8_000, 16, 1.5),
    "ms_dynamics365_ops": Source(36_000, 14),
    "ms_business_central": Source(16_000, 14),
    "ms_partner_center": Source(5_000, 14),
    "ms_powerbi": Source(5_000, 14),
    "adobe_workfront": Source(6_000, 14),
    "law_co_labour": Source(30_000, 14),
    "law_co_recent": Source(6_000, 14),
    "co_law_mcp": Source(6_000, 14),
    "law_pe_labour": Source(4_000, 14),
    "law_cl_labour": Source(3_000, 14),
    "novels_latam_es19": Source(20_000, 12),
}


@dataclass(frozen=True)
class Recipe:
    """The published run; change a number here and `make t5` follows it."""

    # Vocabulary
    vocabulary_size: int = 12_000
    sentinels: int = 32
    # Encoder
    layers: int = 4
    d_model: int = 384
    heads: int = 6
    d_ff: int = 1024
    max_pieces: int = 32
    # Targets
    shard_sentences: int = 16_384
    # Distillation. Warm-up, constant rate, then a linear decay over the last `decay_share` of the visits: a constant
    # rate can be stopped at any time and decayed from there.
    visits: int = 2_000_000
    tokens_per_batch: int = 1_200
    learning_rate: float = 1e-3
    warmup_steps: int = 200
    decay_share: float = 0.3
    noise_share: float = 0.5
    # Of the noisy sentences, those written as by somebody who cannot spell; the others have the slips of a hurried one.
    misspelt_share: float = 0.4
    word_weight: float = 0.5
    sentence_weight: float = 2.0
    relation_weight: float = 1.0
    relation_temperature: float = 0.07
    # Contrastive pairs, beside the distillation loss, from `pairs_from_share` of the visits on.
    pairs_from_share: float = 0.6
    pairs_every: int = 4
    pairs_per_batch: int = 64
    pairs_weight: float = 0.7
    pairs_temperature: float = 0.05
    seed: int = 20_260
    # Sentences: corpus files, the project's own training data, the grammar, and both sides of the paraphrase pairs, so
    # that the contrastive part starts from known ground.
    corpus_mix: dict[str, Source] = field(default_factory=lambda: dict(CORPUS_MIX))
    project_mix: Source = Source(20_000, 40, 4.0)
    grammar_mix: Source = Source(90_000, 24, 2.0)
    sts_mix: Source = Source(11_000, 18, 1.5)
    paraphrase_mix: Source = Source(5_000, 18)

    def typed(self, text: str, chance: random.Random) -> str:
        """The sentence as the student reads it: as it is, or with noise."""
        return with_noise(text, chance, self.misspelt_share) if chance.random() < self.noise_share else text


@dataclass(frozen=True)
class Workspace:
    """Where the run reads and writes; everything but `model` may be deleted afterwards.

    `start` is an exported model to go on from, with its vocabulary and its count of visits, where there is no
    checkpoint; none begins from the teacher's piece vectors.
    """

    work: Path
    corpus: Path
    project_nlu: Path
    model: Path
    start: Path | None = None

    @property
    def sentences(self) -> Path:
        """One `source<TAB>sentence` a line, in training order."""
        return self.work / "sentences.tsv"

    @property
    def vocabulary(self) -> Path:
        return self.work / "spiece.model"

    @property
    def targets(self) -> Path:
        return self.work / "targets"

    @property
    def checkpoint(self) -> Path:
        return self.work / "checkpoint.pt"

    @property
    def history(self) -> Path:
        return self.work / "history.jsonl"
