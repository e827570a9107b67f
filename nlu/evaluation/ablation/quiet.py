"""When messages may be timed: while no process of the same ablation trains."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Quiet:
    """A lock on a file that processes share: many may work at once, or one alone."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def working(self) -> Iterator[None]:
        """Beside others that work, once nobody is alone."""
        with self._held(fcntl.LOCK_SH):
            yield

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Once nobody works or is alone any more, and until then nobody else."""
        with self._held(fcntl.LOCK_EX):
            yield

    @contextmanager
    def _held(self, how: int) -> Iterator[None]:
        with self._path.open("w") as file:
            fcntl.flock(file, how)  # closing the file lets go of it, however the process ends
            yield
