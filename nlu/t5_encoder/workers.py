"""Data-parallel workers: each computes the gradients of its own batches, then all take the mean.

On a shared CPU this beats threads inside one process, which wait for one another at every matrix product.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import torch
from torch import distributed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from types import TracebackType

_PATIENCE = timedelta(minutes=20)


class Workers:
    """This process's place among `count` workers, left together at the end; with one nothing is exchanged."""

    def __init__(self, rank: int, count: int, meeting_file: Path) -> None:
        self.rank, self.count = rank, count
        if count > 1:
            distributed.init_process_group(
                "gloo", init_method=f"file://{meeting_file}", rank=rank, world_size=count, timeout=_PATIENCE
            )

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the group: a process that ends with gloo's threads alive may be aborted by them."""
        if self.count == 1:
            return
        if kind is None:
            distributed.barrier()
        distributed.destroy_process_group()

    def average_gradients(self, parameters: Iterable[torch.nn.Parameter]) -> None:
        """Replace every gradient by its mean over the workers."""
        if self.count == 1:
            return
        gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
        flat = torch.cat([gradient.flatten() for gradient in gradients])
        distributed.all_reduce(flat)
        flat /= self.count
        for gradient, mean in zip(gradients, flat.split([gradient.numel() for gradient in gradients]), strict=True):
            gradient.copy_(mean.view_as(gradient))

    def total(self, amount: int) -> int:
        """The sum of each worker's amount."""
        if self.count == 1:
            return amount
        total = torch.tensor(amount)
        distributed.all_reduce(total)
        return int(total)
