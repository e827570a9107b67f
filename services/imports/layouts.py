"""What columns a kind of file has and how its rows are read, collecting every problem instead of stopping at one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from services.imports.problems import BadValue, ImportRefused, RowProblem
from services.imports.tabular import UNCALCULATED, Cell, Table
from services.imports.values import FigureReader

if TYPE_CHECKING:
    from collections.abc import Sequence

ROWS_BETWEEN_REPORTS = 2_000
_SPREADSHEET_ERRORS = frozenset(
    {"#N/A", "#N/D", "#REF!", "#¡REF!", "#VALUE!", "#¡VALOR!", "#DIV/0!", "#¡DIV/0!", "#NAME?", "#¿NOMBRE?", "#NULL!"}
    | {"#¡NULO!", "#NUM!", "#¡NUM!", "#####"}
)

Progress = Callable[[int, int, str], None]
"""Hears (done, total, what is being done)."""


@dataclass(frozen=True)
class Column:
    """A column by its normalised name and other names that exports give it.

    `read` takes the cell, or names a `FigureReader` method. A cell of an optional column may be empty (None).
    """

    name: str
    read: Callable[[Cell], Any] | str
    aliases: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True)
class Record:
    """A row that could be read: its line and its values by column name (None: empty or absent)."""

    line: int
    values: dict[str, Any] = field(repr=False)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


class ProblemList:
    """Collects problems; `raise_any` refuses the file when there are some.

    `rows_left_out`: some row could not be read, so what depends on all of them (a total) cannot be judged.
    """

    def __init__(self) -> None:
        self.found: list[RowProblem] = []
        self.rows_left_out = False

    def add(self, line: int, column: str, reason: str) -> None:
        """Note one."""
        self.found.append(RowProblem(line, column, reason))

    def raise_any(self) -> None:
        """ImportRefused with every problem noted, if any."""
        if self.found:
            raise ImportRefused(self.found)


def read_records(table: Table, columns: Sequence[Column], problems: ProblemList, progress: Progress) -> list[Record]:
    """The rows as records; what cannot be read goes to `problems`. ImportRefused when required columns are missing."""
    readers = _readers(table, columns)
    records = []
    for done, (line, cells) in enumerate(table.rows):
        values: dict[str, Any] = dict.fromkeys((column.name for column in columns), None)
        sound = True
        for column, index, read in readers:
            cell = cells[index]
            if cell == "":
                if column.required:
                    problems.add(line, column.name, "está vacía.")
                    sound = False
                continue
            try:
                _refuse_errors(cell)
                values[column.name] = read(cell, line)
            except BadValue as bad:
                problems.add(line, column.name, bad.reason)
                sound = False
        if sound:
            records.append(Record(line, values))
        else:
            problems.rows_left_out = True
        if done % ROWS_BETWEEN_REPORTS == 0:
            progress(done, len(table.rows), "Leyendo filas")
    progress(len(table.rows), len(table.rows), "Leyendo filas")
    return records


def _refuse_errors(cell: Cell) -> None:
    """BadValue for a formula without its value and for what a spreadsheet writes when one fails."""
    if cell == UNCALCULATED:
        raise BadValue("es una fórmula sin calcular; abra el archivo en Excel y guárdelo, o pegue los valores.")
    if cell in _SPREADSHEET_ERRORS:
        raise BadValue("tiene un error de Excel en vez de un valor.")


def unknown_headings(table: Table, columns: Sequence[Column]) -> tuple[str, ...]:
    """The headings that no column answers to, which are not read."""
    known = {name for column in columns for name in (column.name, *column.aliases)}
    return tuple(
        heading for name, heading in zip(table.columns, table.headings, strict=True) if name and name not in known
    )


def _readers(table: Table, columns: Sequence[Column]) -> list[tuple[Column, int, Callable[[Cell, int], Any]]]:
    figures = FigureReader()
    found, missing = [], []
    for column in columns:
        name = next((each for each in (column.name, *column.aliases) if each in table.columns), None)
        if name is not None:
            found.append((column, table.columns.index(name), _reader(column, figures)))
        elif column.required:
            missing.append(column.name)
    if missing:
        raise ImportRefused([RowProblem(1, name, "falta esta columna.") for name in missing])
    return found


def _reader(column: Column, figures: FigureReader) -> Callable[[Cell, int], Any]:
    read = column.read
    if isinstance(read, str):
        method: Callable[[Cell, int], Any] = getattr(figures, read)
        return method
    plain = read
    return lambda cell, _line: plain(cell)
