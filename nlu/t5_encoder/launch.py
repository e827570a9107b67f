"""Starting the workers of a training run, each in its own process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from nlu.t5_encoder.distillation import Distillation
from nlu.t5_encoder.workers import Workers

if TYPE_CHECKING:
    from pathlib import Path

    from nlu.t5_encoder.recipe import Recipe, Workspace


def train(workspace: Workspace, recipe: Recipe, device: str, count: int) -> None:
    """Train with `count` workers until the recipe's visits are reached; raises when one of them fails."""
    meeting_file = workspace.work / "workers"
    meeting_file.unlink(missing_ok=True)
    arguments = (count, meeting_file, workspace, recipe, device)
    torch.multiprocessing.spawn(run_worker, args=arguments, nprocs=count)


def run_worker(rank: int, count: int, meeting_file: Path, workspace: Workspace, recipe: Recipe, device: str) -> None:
    """One worker's whole run, on one thread."""
    torch.set_num_threads(1)
    with Workers(rank, count, meeting_file) as workers:
        Distillation(workspace, recipe, device, workers).run()
