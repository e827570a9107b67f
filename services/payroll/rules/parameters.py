"""Legal parameters as dated rows: which value holds on which day, by which norm and in which state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from itertools import pairwise

from services.payroll.rules.steps import Operation, Step

_ONE_DAY = timedelta(days=1)


class ParameterState(str, Enum):
    """Legal state of a row; a suspended row is kept to be told, and never applied."""

    IN_FORCE = "vigente"
    SUSPENDED = "suspendida"
    TRANSITORY = "transitoria"


class InvalidParameters(ValueError):
    """The rows do not form consistent tables; `problems` are Spanish sentences, one a problem."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems))


class ParameterNotFound(LookupError):
    """No row of that parameter applies on that day."""

    def __init__(self, name: str, on: date) -> None:
        self.name = name
        self.on = on
        super().__init__(f"no hay un valor aplicable de «{name}» el {on.isoformat()}")


@dataclass(frozen=True)
class Bracket:
    """A bracket of a progressive table: above `lower` (included or not), `rate` and a fixed addition `plus`."""

    lower: Decimal
    inclusive: bool
    rate: Decimal
    plus: Decimal

    def contains(self, quantity: Decimal) -> bool:
        """Whether the quantity reaches this bracket's lower bound."""
        return quantity >= self.lower if self.inclusive else quantity > self.lower


@dataclass(frozen=True)
class Parameter:
    """One version of a legal parameter: a single `value`, or a table of `brackets` in ascending order.

    `valid_to` is inclusive; None means until further notice.
    """

    name: str
    label: str
    unit: str
    value: Decimal | None
    brackets: tuple[Bracket, ...]
    valid_from: date
    valid_to: date | None
    state: ParameterState
    norm: str
    source: str
    note: str = ""

    def covers(self, on: date) -> bool:
        """Whether the day lies within the row's validity."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def amount(self) -> Decimal:
        """The single value; `ValueError` for a table."""
        if self.value is None:
            raise ValueError(f"«{self.name}» es una tabla por tramos, no un valor")
        return self.value

    def bracket(self, quantity: Decimal) -> Bracket | None:
        """The highest bracket that the quantity reaches, or None below the first."""
        return next((row for row in reversed(self.brackets) if row.contains(quantity)), None)

    def step(self) -> Step:
        """The value as a leaf of a calculation, with its norm, source and state."""
        return self.leaf(self.name, self.label, self.amount(), self.unit)

    def leaf(self, code: str, label: str, amount: Decimal, unit: str) -> Step:
        """A figure taken from this row (a bracket's rate, a bound) as a leaf that carries the row's norm."""
        return Step(
            code,
            label,
            Operation.PARAMETER,
            amount,
            unit,
            norm=self.norm,
            source=self.source,
            state=self.state.value,
            note=self.note,
        )


@dataclass(frozen=True)
class Segment:
    """A run of days, both included, over which one version of a parameter applies."""

    start: date
    end: date
    parameter: Parameter


class LegalParameters:
    """The legal parameters by name and day.

    Built from rows in any order; raises `InvalidParameters` when applicable rows of one parameter overlap or leave a
    gap between them. Rows in state `suspendida` are never applied; `suspended` finds them.
    """

    def __init__(self, rows: Iterable[Parameter]) -> None:
        grouped: dict[str, list[Parameter]] = defaultdict(list)
        for row in rows:
            grouped[row.name].append(row)
        self._versions: Mapping[str, tuple[Parameter, ...]] = {
            name: tuple(sorted(versions, key=lambda row: row.valid_from)) for name, versions in grouped.items()
        }
        self._applicable = {
            name: tuple(row for row in versions if row.state is not ParameterState.SUSPENDED)
            for name, versions in self._versions.items()
        }
        problems = [problem for name, rows in self._applicable.items() for problem in _problems(name, rows)]
        if problems:
            raise InvalidParameters(problems)

    @property
    def names(self) -> tuple[str, ...]:
        """Every parameter's name, sorted."""
        return tuple(sorted(self._versions))

    def versions(self, name: str) -> tuple[Parameter, ...]:
        """All rows of a parameter by start date, suspended ones included; empty when unknown."""
        return self._versions.get(name, ())

    def at(self, name: str, on: date) -> Parameter:
        """The row that applies on the day; raises `ParameterNotFound`."""
        for row in self._applicable.get(name, ()):
            if row.covers(on):
                return row
        raise ParameterNotFound(name, on)

    def value(self, name: str, on: date) -> Decimal:
        """The value that applies on the day; raises `ParameterNotFound`, or `ValueError` for a table."""
        return self.at(name, on).amount()

    def suspended(self, name: str, on: date) -> tuple[Parameter, ...]:
        """Suspended rows whose validity would have covered the day."""
        return tuple(row for row in self.versions(name) if row.state is ParameterState.SUSPENDED and row.covers(on))

    def segments(self, name: str, start: date, end: date) -> tuple[Segment, ...]:
        """The span cut where the applicable row changes, both ends included; raises `ParameterNotFound` on a hole."""
        cut: list[Segment] = []
        day = start
        while day <= end:
            row = self.at(name, day)
            last = end if row.valid_to is None else min(row.valid_to, end)
            cut.append(Segment(day, last, row))
            day = last + _ONE_DAY
        return tuple(cut)


def _problems(name: str, rows: tuple[Parameter, ...]) -> list[str]:
    problems = [
        f"«{name}»: la fila que rige desde {row.valid_from.isoformat()} termina antes de empezar"
        for row in rows
        if row.valid_to is not None and row.valid_to < row.valid_from
    ]
    for earlier, later in pairwise(rows):
        if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
            problems.append(
                f"«{name}»: la fila que rige desde {later.valid_from.isoformat()} se cruza con la que rige desde "
                f"{earlier.valid_from.isoformat()}"
            )
        elif earlier.valid_to + _ONE_DAY != later.valid_from:
            problems.append(
                f"«{name}»: entre {earlier.valid_to.isoformat()} y {later.valid_from.isoformat()} no rige ninguna fila"
            )
    return problems
