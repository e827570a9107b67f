"""What the student is asked for: the teacher's sentence vectors, word vectors and in-batch similarities."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch.nn import functional

from nlu.t5_encoder.student import mean_of_pieces, sentence_similarities

if TYPE_CHECKING:
    from torch import Tensor

    from nlu.t5_encoder.batches import Batch
    from nlu.t5_encoder.recipe import Recipe

_MASKED = -1e4
_SQUARE_SHARE = 0.1


class TargetSpace:
    """The teacher's space, each dimension standardised."""

    def __init__(self, mean: Tensor, deviation: Tensor) -> None:
        self._mean, self._deviation = mean, deviation

    def __call__(self, vectors: Tensor) -> Tensor:
        return (vectors - self._mean) / self._deviation


def _distance(student: Tensor, teacher: Tensor) -> Tensor:
    cosine = 1 - functional.cosine_similarity(student, teacher, dim=-1).mean()
    return cosine + _SQUARE_SHARE * functional.mse_loss(student, teacher)


def distillation_losses(states: Tensor, batch: Batch, space: TargetSpace, temperature: float) -> dict[str, Tensor]:
    """The three parts, unweighted: `sentence` and `word` (1 − cosine + 0.1 squared error) and `relation` (KL divergence
    between teacher's and student's softmax over the other sentences of the batch)."""
    student = mean_of_pieces(states, batch.ids)
    teacher = space(batch.sentences)
    losses = {"sentence": _distance(student, teacher)}
    itself = torch.eye(len(student), dtype=torch.bool, device=student.device)
    losses["relation"] = functional.kl_div(
        (sentence_similarities(student) / temperature).masked_fill(itself, _MASKED).log_softmax(-1),
        (sentence_similarities(teacher) / temperature).masked_fill(itself, _MASKED).log_softmax(-1),
        reduction="batchmean",
        log_target=True,
    )
    if len(batch.words):
        pieces = states.flatten(0, 1)[batch.piece_positions]
        sums = torch.zeros_like(batch.words).index_add(0, batch.piece_words, pieces)
        counts = torch.bincount(batch.piece_words, minlength=len(batch.words))[:, None]
        losses["word"] = _distance(sums / counts, space(batch.words))
    return losses


def weighted_sum(losses: dict[str, Tensor], recipe: Recipe) -> Tensor:
    """The objective of one step."""
    weights = {
        "sentence": recipe.sentence_weight,
        "relation": recipe.relation_weight,
        "word": recipe.word_weight,
        "pairs": recipe.pairs_weight,
    }
    return torch.stack([weights[name] * loss for name, loss in losses.items()]).sum()


def pair_loss(first: Tensor, second: Tensor, negatives: Tensor, temperature: float) -> Tensor:
    """Symmetric in-batch contrastive loss (InfoNCE) of paraphrases.

    Rows of `first` and `second` (n, d) correspond; `negatives` (n, n) is True where two rows surely differ in meaning.
    """
    scores = functional.normalize(first, dim=-1) @ functional.normalize(second, dim=-1).T / temperature
    itself = torch.eye(len(scores), dtype=torch.bool, device=scores.device)
    scores = scores.masked_fill(~(negatives | itself), _MASKED)
    labels = torch.arange(len(scores), device=scores.device)
    return (functional.cross_entropy(scores, labels) + functional.cross_entropy(scores.T, labels)) / 2
