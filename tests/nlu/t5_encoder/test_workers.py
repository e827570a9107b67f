"""Two processes that share gradients."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.torch


def _one_worker(rank: int, folder: Path) -> None:
    import torch

    from nlu.t5_encoder.workers import Workers

    torch.set_num_threads(1)
    weight = torch.nn.Parameter(torch.zeros(2, 3))
    frozen = torch.nn.Parameter(torch.zeros(1))
    (weight * (rank + 1)).sum().backward()
    with Workers(rank, 2, folder / "meeting") as workers:
        workers.average_gradients([weight, frozen])
        assert weight.grad is not None
        assert weight.grad.eq(1.5).all()
        assert workers.total(10 + rank) == 21
    (folder / f"done{rank}").touch()


def test_workers_take_the_mean_gradient_and_the_sum_of_visits(tmp_path: Path) -> None:
    from torch import multiprocessing

    multiprocessing.spawn(_one_worker, args=(tmp_path,), nprocs=2)
    assert (tmp_path / "done0").exists()
    assert (tmp_path / "done1").exists()


def test_one_worker_exchanges_nothing(tmp_path: Path) -> None:
    import torch

    from nlu.t5_encoder.workers import Workers

    workers = Workers(0, 1, tmp_path / "meeting")
    weight = torch.nn.Parameter(torch.ones(2))
    weight.sum().backward()
    workers.average_gradients([weight])
    assert weight.grad is not None
    assert weight.grad.eq(1.0).all()
    assert workers.total(7) == 7
    assert not (tmp_path / "meeting").exists()
