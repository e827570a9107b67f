"""Reads the reviewed file of legal parameters and previews what new rows would change."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, DivisionByZero, InvalidOperation
from functools import lru_cache
from pathlib import Path

from services.payroll.rules.parameters import (
    Bracket,
    InvalidParameters,
    LegalParameters,
    Parameter,
    ParameterState,
)

LEGAL_PARAMETERS_FILE = Path(__file__).with_name("legal_parameters.csv")
COLUMNS = (
    "parametro",
    "nombre",
    "unidad",
    "tramo",
    "valor",
    "suma",
    "vigente_desde",
    "vigente_hasta",
    "estado",
    "norma",
    "fuente",
    "nota",
)
_MANDATORY = ("parametro", "nombre", "unidad", "valor", "vigente_desde", "estado", "norma", "fuente")
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ParameterChange:
    """What applies before and after over a run of days; None = nothing applied, `end` None = until further notice."""

    name: str
    start: date
    end: date | None
    before: Parameter | None
    after: Parameter | None


@dataclass(frozen=True)
class _Row:
    line: int
    parameter: Parameter


def read_parameters(path: Path) -> tuple[Parameter, ...]:
    """The rows of a CSV file (UTF-8, columns `COLUMNS`) as versions, rows of one table joined.

    Raises `InvalidParameters` naming every bad line in Spanish.
    """
    problems: list[str] = []
    rows: list[_Row] = []
    for number, cells in _cells(path):
        try:
            rows.append(_Row(number, _parameter(cells)))
        except ValueError as error:
            problems.append(f"{path.name}, línea {number}: {error}")
    if problems:
        raise InvalidParameters(problems)
    return _join_tables(rows, path.name)


def _cells(path: Path) -> list[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        try:
            missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise InvalidParameters([f"{path.name}: faltan las columnas {', '.join(missing)}"])
            return [(reader.line_num, cells) for cells in reader]
        except UnicodeDecodeError as error:
            raise InvalidParameters([f"{path.name}: el archivo no está en UTF-8"]) from error
        except csv.Error as error:
            raise InvalidParameters([f"{path.name}, línea {reader.line_num}: comillas mal cerradas"]) from error


def load_legal_parameters(path: Path = LEGAL_PARAMETERS_FILE) -> LegalParameters:
    """The checked legal parameters of a file; raises `InvalidParameters` (no gaps, no overlaps, no bad cell)."""
    return LegalParameters(read_parameters(path))


@lru_cache(maxsize=1)
def default_legal_parameters() -> LegalParameters:
    """The legal parameters shipped with the product, read once."""
    return load_legal_parameters()


def merged(current: LegalParameters, additions: Iterable[Parameter]) -> LegalParameters:
    """The parameters with new rows added: an open-ended earlier row ends the day before the new one starts.

    Raises `InvalidParameters` when the result has gaps or overlaps.
    """
    versions = {name: list(current.versions(name)) for name in current.names}
    for addition in additions:
        known = versions.setdefault(addition.name, [])
        if addition.state is not ParameterState.SUSPENDED:
            known[:] = [_closed_before(row, addition) for row in known]
        known.append(addition)
    return LegalParameters(row for rows in versions.values() for row in rows)


def preview(current: LegalParameters, additions: Iterable[Parameter]) -> tuple[ParameterChange, ...]:
    """What the new rows would change, by parameter and run of days; raises `InvalidParameters`, changes nothing."""
    additions = tuple(additions)
    after = merged(current, additions)
    changes: list[ParameterChange] = []
    for name in sorted({row.name for row in additions}):
        limits = sorted(
            {
                limit
                for table in (current, after)
                for row in table.versions(name)
                for limit in (row.valid_from, row.valid_to + _ONE_DAY if row.valid_to else None)
                if limit is not None
            }
        )
        for start, following in zip(limits, [*limits[1:], None], strict=True):
            old, new = _applicable(current, name, start), _applicable(after, name, start)
            if _content(old) != _content(new):
                changes.append(ParameterChange(name, start, following - _ONE_DAY if following else None, old, new))
    return tuple(changes)


def _applicable(table: LegalParameters, name: str, on: date) -> Parameter | None:
    rows = table.versions(name)
    return next((row for row in rows if row.state is not ParameterState.SUSPENDED and row.covers(on)), None)


def _content(row: Parameter | None) -> tuple[object, ...] | None:
    return None if row is None else (row.value, row.brackets, row.state, row.norm)


def _closed_before(row: Parameter, addition: Parameter) -> Parameter:
    if row.state is ParameterState.SUSPENDED or row.valid_to is not None or row.valid_from >= addition.valid_from:
        return row
    return replace(row, valid_to=addition.valid_from - _ONE_DAY)


def _parameter(cells: Mapping[str, str]) -> Parameter:
    if None in cells or any(value is None for value in cells.values()):
        raise ValueError("el número de celdas no coincide con el de columnas")
    text = {name: cells[name].strip() for name in COLUMNS}
    empty = [name for name in _MANDATORY if not text[name]]
    if empty:
        raise ValueError(f"faltan {', '.join(empty)}")
    try:
        state = ParameterState(text["estado"])
    except ValueError as error:
        allowed = ", ".join(member.value for member in ParameterState)
        raise ValueError(f"estado «{text['estado']}» desconocido; use {allowed}") from error
    value = _number("valor", text["valor"])
    brackets: tuple[Bracket, ...] = ()
    if text["tramo"]:
        inclusive = text["tramo"].startswith(">=")
        if not text["tramo"].startswith(">"):
            raise ValueError(f"tramo «{text['tramo']}» no empieza por > o >=")
        lower = _number("tramo", text["tramo"].lstrip(">="))
        brackets = (Bracket(lower, inclusive, value, _number("suma", text["suma"] or "0")),)
    valid_from = _day("vigente_desde", text["vigente_desde"])
    valid_to = _day("vigente_hasta", text["vigente_hasta"]) if text["vigente_hasta"] else None
    if valid_to is not None and valid_to < valid_from:
        raise ValueError("vigente_hasta es anterior a vigente_desde")
    return Parameter(
        name=text["parametro"],
        label=text["nombre"],
        unit=text["unidad"],
        value=None if brackets else value,
        brackets=brackets,
        valid_from=valid_from,
        valid_to=valid_to,
        state=state,
        norm=text["norma"],
        source=text["fuente"],
        note=text["nota"],
    )


def _number(column: str, text: str) -> Decimal:
    try:
        numerator, _, denominator = text.partition("/")
        value = Decimal(numerator) / Decimal(denominator) if denominator else Decimal(numerator)
    except (InvalidOperation, DivisionByZero) as error:
        raise ValueError(f"{column} «{text}» no es un número como 0.04, 1750905 o 2/3") from error
    if not value.is_finite() or value < 0:
        raise ValueError(f"{column} «{text}» debe ser un número finito no negativo")
    return value


def _day(column: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{column} «{text}» no es una fecha aaaa-mm-dd") from error


def _join_tables(rows: Iterable[_Row], file_name: str) -> tuple[Parameter, ...]:
    joined: dict[tuple[str, date, ParameterState, str], list[_Row]] = defaultdict(list)
    for row in rows:
        item = row.parameter
        joined[(item.name, item.valid_from, item.state, item.norm)].append(row)
    problems: list[str] = []
    versions: list[Parameter] = []
    for group in joined.values():
        first = group[0].parameter
        if len(group) > 1:
            tables = all(row.parameter.brackets for row in group)
            lowers = {row.parameter.brackets[0].lower for row in group} if tables else set()
            ends = {row.parameter.valid_to for row in group}
            if len(lowers) != len(group) or len(ends) != 1:
                lines = ", ".join(str(row.line) for row in group)
                problems.append(f"{file_name}, líneas {lines}: «{first.name}» se repite o sus tramos no coinciden")
                continue
        brackets = sorted((b for row in group for b in row.parameter.brackets), key=lambda b: b.lower)
        versions.append(replace(first, brackets=tuple(brackets)))
    if problems:
        raise InvalidParameters(problems)
    return tuple(versions)
