"""The training loop: distillation, then paraphrase pairs beside it; resumable at any time."""

from __future__ import annotations

import json
import random
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import sentencepiece
import torch
from rich.console import Console
from torch import nn
from transformers import T5EncoderModel

from nlu.t5_encoder.batches import TrainingSentences
from nlu.t5_encoder.evaluation import evaluate_encoder
from nlu.t5_encoder.export import visits_of
from nlu.t5_encoder.losses import TargetSpace, distillation_losses, pair_loss, weighted_sum
from nlu.t5_encoder.pairs import ParaphraseBatches
from nlu.t5_encoder.precision import bfloat16_is_native
from nlu.t5_encoder.schedule import learning_rate_factor
from nlu.t5_encoder.student import PAD_ID, encode, mean_of_pieces, new_student, student_config
from nlu.t5_encoder.targets import target_statistics
from nlu.t5_encoder.teacher import Teacher, batches_by_length, pad_batch

if TYPE_CHECKING:
    from collections.abc import Callable

    from nlu.t5_encoder.batches import Batch
    from nlu.t5_encoder.evaluation import Vectors
    from nlu.t5_encoder.recipe import Recipe, Workspace
    from nlu.t5_encoder.workers import Workers

_SAVE_EVERY_S = 90
_LOG_EVERY_STEPS = 50
_EVALUATE_EVERY_VISITS = 50_000
_EMBEDDING_RATE = 0.5
_EVALUATION_PIECES = 4000


class Distillation:
    """One training run with its state on disk: weights, optimiser, counters."""

    def __init__(self, workspace: Workspace, recipe: Recipe, device: str, workers: Workers) -> None:
        self._workspace, self._recipe, self._device, self._workers = workspace, recipe, device, workers
        torch.manual_seed(recipe.seed)
        self._pieces = sentencepiece.SentencePieceProcessor(model_file=str(workspace.vocabulary))
        self._sentences = TrainingSentences(workspace, recipe, self._pieces)
        self._pairs = ParaphraseBatches(workspace, recipe)
        self._bfloat16 = bfloat16_is_native(device)
        self.step = 0
        self.visits = 0
        self._seconds = 0.0
        state = torch.load(workspace.checkpoint, weights_only=True) if workspace.checkpoint.exists() else None
        if state is not None:
            self.model = T5EncoderModel(student_config(recipe))
            self.model.load_state_dict(state["model"])
        elif workspace.start is not None:
            self.model = T5EncoderModel.from_pretrained(workspace.start, dtype=torch.float32)
            self.visits = visits_of(workspace.start)
        else:
            self.model = new_student(recipe, self._pieces, Teacher())
        self.model.to(device).train()
        self._optimizer = self._new_optimizer()
        if state is not None:
            self._optimizer.load_state_dict(state["optimizer"])
            self.step, self.visits, self._seconds = state["step"], state["visits"], state["seconds"]
        mean, deviation = (torch.from_numpy(values).to(device) for values in target_statistics(workspace))
        self._space = TargetSpace(mean, deviation)

    def _new_optimizer(self) -> torch.optim.Optimizer:
        table = self.model.get_input_embeddings().weight
        matrices = [p for p in self.model.parameters() if p.ndim > 1 and p is not table]
        scales = [p for p in self.model.parameters() if p.ndim == 1]
        rate = self._recipe.learning_rate
        groups = [
            {"params": matrices, "lr": rate, "weight_decay": 0.01},
            {"params": scales, "lr": rate, "weight_decay": 0.0},
            {"params": [table], "lr": rate * _EMBEDDING_RATE, "weight_decay": 0.0},
        ]
        self._base_rates = [rate, rate, rate * _EMBEDDING_RATE]
        optimizer: torch.optim.Optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)
        return optimizer

    def run(self) -> None:
        """Train until the recipe's visits are reached."""
        console = Console()
        began = saved = time.monotonic()
        sums: dict[str, list[float]] = {}
        while self.visits < self._recipe.visits:
            for batch in self._sentences.one_round(self._recipe.seed + self.step, self._workers):
                before = self.visits
                for name, value in self._train_step(batch).items():
                    sums.setdefault(name, []).append(value)
                now = time.monotonic()
                finished = self.visits >= self._recipe.visits
                if (self.step % _LOG_EVERY_STEPS == 0 or finished) and self._is_first:
                    means = {name: round(float(np.mean(values)), 4) for name, values in sums.items()}
                    sums.clear()
                    record = {"step": self.step, "visits": self.visits, "seconds": round(self._seconds + now - began)}
                    self._log({**record, **means})
                    share = 100 * self.visits / self._recipe.visits
                    console.print(f"{share:5.1f} % · {self.visits:,} visitas · {record['seconds']} s · {means}")
                crossed = before // _EVALUATE_EVERY_VISITS < self.visits // _EVALUATE_EVERY_VISITS
                if (crossed or finished) and self._is_first:
                    figures = evaluate_encoder(self.sentence_vectors, self._workspace)
                    self._log({"step": self.step, "visits": self.visits, "evaluation": figures})
                    console.print(f"evaluación: {figures}")
                if now - saved >= _SAVE_EVERY_S and self._is_first:
                    self._save(now - began)
                    saved = now
                if finished:
                    break
        if self._is_first:
            self._save(time.monotonic() - began)

    @property
    def _is_first(self) -> bool:
        return self._workers.rank == 0

    def _train_step(self, batch: Batch) -> dict[str, float]:
        factor = learning_rate_factor(self.step, self.visits, self._recipe)
        for group, rate in zip(self._optimizer.param_groups, self._base_rates, strict=True):
            group["lr"] = rate * factor
        batch = batch.to(self._device)
        states = encode(self.model, batch.ids, bfloat16=self._bfloat16)
        losses = distillation_losses(states, batch, self._space, self._recipe.relation_temperature)
        seen = len(batch.ids)
        if self._pairs_are_due():
            chance = random.Random(self._recipe.seed - self.step * self._workers.count - self._workers.rank)
            pairs = self._pairs.draw(chance, self._sentences.encode)
            ids = pairs.ids.to(self._device)
            vectors = mean_of_pieces(encode(self.model, ids, bfloat16=self._bfloat16), ids)
            negatives = pairs.negatives.to(self._device)
            losses["pairs"] = pair_loss(vectors[0::2], vectors[1::2], negatives, self._recipe.pairs_temperature)
            seen += len(ids)
        self._optimizer.zero_grad(set_to_none=True)
        weighted_sum(losses, self._recipe).backward()
        self._workers.average_gradients(self.model.parameters())
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self._optimizer.step()
        self.step += 1
        self.visits += self._workers.total(seen)
        return {name: float(loss.detach()) for name, loss in losses.items()}

    def _pairs_are_due(self) -> bool:
        started = self.visits >= self._recipe.pairs_from_share * self._recipe.visits
        return started and self.step % self._recipe.pairs_every == 0

    def sentence_vectors(self, texts: list[str]) -> Vectors:
        """Sentence vectors (n, d_model) of the student as it is now."""
        return student_sentence_vectors(self.model, self._sentences.encode, texts, self._device)

    def _log(self, record: dict[str, Any]) -> None:
        with self._workspace.history.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(record) + "\n")

    def _save(self, elapsed: float) -> None:
        temporary = self._workspace.checkpoint.with_suffix(".tmp")
        state = {
            "model": self.model.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "step": self.step,
            "visits": self.visits,
            "seconds": self._seconds + elapsed,
        }
        torch.save(state, temporary)
        temporary.replace(self._workspace.checkpoint)


def student_sentence_vectors(
    model: T5EncoderModel, encode_text: Callable[[str], list[int]], texts: list[str], device: str
) -> Vectors:
    """Sentence vectors (n, d_model) of any student, in the order of the texts."""
    encoded = [encode_text(text) for text in texts]
    vectors = np.zeros((len(texts), model.config.d_model), np.float32)
    bfloat16 = bfloat16_is_native(device)
    with torch.no_grad():
        for rows in batches_by_length([len(ids) for ids in encoded], _EVALUATION_PIECES):
            ids, _ = pad_batch([encoded[row] for row in rows], PAD_ID)
            ids = ids.to(device)
            vectors[rows] = mean_of_pieces(encode(model, ids, bfloat16=bfloat16), ids).cpu().numpy()
    return vectors
