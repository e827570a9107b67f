"""What is wrong with a file, row by row, in words for whoever prepared it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, order=True)
class RowProblem:
    """A reason not to load a file: its line (1 is the heading), the column if it is one cell's, and why, in Spanish."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        where = f"línea {self.line}" + (f", columna «{self.column}»" if self.column else "")
        return f"{where}: {self.reason}"


class ImportRefused(Exception):
    """Nothing was loaded; `problems` are all that were found, in the order of the file."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(sorted(problems))


class BadValue(Exception):
    """A cell cannot be read; `reason` says why, in Spanish."""

    def __init__(self, reason: str) -> None:
        super().__init__("unreadable cell")
        self.reason = reason
