"""Reads a CSV or XLSX export into a heading and numbered rows, whatever program wrote it."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.utils.exceptions import InvalidFileException

from services.imports.problems import ImportRefused, RowProblem

if TYPE_CHECKING:
    from pathlib import Path

Cell = str | Decimal | date
DELIMITERS = (";", ",", "\t", "|")
# Excel's own first line, which says how the rest is separated.
_DECLARED_DELIMITER = re.compile(r"sep=([;,\t|])\r?\n", re.IGNORECASE)
LARGEST_FILE = 200 * 1024 * 1024
LARGEST_UNPACKED = 600 * 1024 * 1024
"""What a workbook may unpack to, by its own directory, past which nothing of it is read: five million cells or so."""
MOST_COLUMNS = 1_000
MOST_CELLS = 20_000_000
"""Cells of a sheet, the blank ones that its rows and columns skip included: a few bytes of a workbook span millions."""
UNCALCULATED = "\N{EMPTY SET}"
"""In the place of a formula whose value the file does not keep."""
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_DAMAGED_BOOK = "el archivo no es un libro de Excel (.xlsx) o está dañado."
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_CHUNK, _LONGEST_TAG = 1024 * 1024, 64
# What UTF-8 text looks like when something read it as Latin-1 and wrote it again.
_DOUBLE_ENCODED = re.compile("[ÃÂ][\u0080-\u00bf]|Ã[±¡©­³º‘“‰š]")


@dataclass(frozen=True)
class Table:
    """A file's heading, its columns normalised, and its rows: (line, cells); wholly blank rows are left out."""

    columns: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[int, list[Cell]], ...]


def read_table(path: Path) -> Table:
    """The table of a file by its extension; ImportRefused when it cannot be read at all."""
    if path.stat().st_size > LARGEST_FILE:
        raise _refused(0, "el archivo pasa de 200 MB; divídalo en varios.")
    lines = _xlsx_lines(path) if path.suffix.lower() == ".xlsx" else _csv_lines(path.read_bytes())
    return _table(lines)


def normalised(text: str) -> str:
    """`Número de documento` → `numero_de_documento`: no case, accents nor punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


def _table(lines: Iterator[tuple[int, list[Cell]]]) -> Table:
    heading = next(((line, cells) for line, cells in lines if any(cells)), None)
    if heading is None:
        raise _refused(1, "el archivo está vacío.")
    first_line, cells = heading
    headings = [str(cell).strip() for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    columns = tuple(normalised(text) for text in headings)
    if len(columns) > MOST_COLUMNS:
        raise _refused(first_line, f"el encabezado tiene más de {MOST_COLUMNS} columnas.")
    repeated = {name for name, times in Counter(columns).items() if name and times > 1}
    if repeated:
        raise _refused(first_line, f"hay columnas repetidas: {', '.join(sorted(repeated))}.")
    rows, problems = [], []
    for line, values in lines:
        if not any(value != "" for value in values):
            continue
        extra = [value for value in values[len(columns) :] if value != ""]
        if extra or len(values) < len(columns):
            problems.append(
                RowProblem(line, "", f"tiene {len(values)} celdas y el encabezado tiene {len(columns)} columnas.")
            )
            continue
        rows.append((line, values[: len(columns)]))
    if problems:
        raise ImportRefused(problems)
    if not rows:
        raise _refused(first_line, "el archivo solo tiene el encabezado.")
    return Table(columns, tuple(headings), tuple(rows))


def _csv_lines(content: bytes) -> Iterator[tuple[int, list[Cell]]]:
    text = _decoded(content)
    line = 1
    declared = _DECLARED_DELIMITER.match(text)
    if declared is not None:
        text, line = text[declared.end() :], 2
    heading = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = declared[1] if declared is not None else max(DELIMITERS, key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    skipped = line - 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise _refused(line, "hay comillas sin cerrar o mal puestas.") from None
        yield line, [cell.strip() for cell in cells]
        line = reader.line_num + 1 + skipped


def _decoded(content: bytes) -> str:
    if content.startswith(_UTF16_MARKS) or b"\x00" in content:
        raise _refused(1, "el archivo no es un CSV de texto; guárdelo como «CSV UTF-8».")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        try:
            # Windows' superset of Latin-1: what Excel writes in Colombia.
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            raise _refused(line, "la codificación no es UTF-8 ni Latin-1; guárdelo como «CSV UTF-8».") from None
    damaged = _DOUBLE_ENCODED.search(text) or re.search("\ufffd", text)
    if damaged is not None:
        line = text.count("\n", 0, damaged.start()) + 1
        raise _refused(line, "los acentos están dañados (dos codificaciones mezcladas); exporte el archivo de nuevo.")
    return text


def _xlsx_lines(path: Path) -> Iterator[tuple[int, list[Cell]]]:
    has_formulas = _looked_into(path)
    with closing(_book(path, values=True)) as book:
        if book.epoch == CALENDAR_MAC_1904:
            raise _refused(1, "el libro usa el calendario de 1904; en Excel, desmarque esa opción y guárdelo de nuevo.")
        width = spanned = line = 0
        try:
            with closing(_with_formulas(_rows(book), path) if has_formulas else _rows(book)) as rows:
                for line, values in enumerate(rows, start=1):
                    spanned += max(len(values), 1)
                    if spanned > MOST_CELLS:
                        raise _refused(line, "la hoja abarca demasiadas celdas; borre las filas y columnas vacías.")
                    cells = [_cell(value) for value in values]
                    width = width or len(cells)
                    yield line, cells + [""] * (width - len(cells))
        except (BadZipFile, zlib.error, ParseError, KeyError, ValueError):
            raise _refused(line + 1, _DAMAGED_BOOK) from None


def _looked_into(path: Path) -> bool:
    """Whether some sheet has formulas; ImportRefused for what is no workbook, or unpacks to more than it should."""
    try:
        with ZipFile(path) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise _refused(1, "el libro de Excel se descomprime a un tamaño enorme; divídalo en varios.")
            sheets = [part.filename for part in parts if part.filename.startswith("xl/worksheets/")]
            return any(_has_formulas(archive, sheet) for sheet in sheets)
    except (BadZipFile, NotImplementedError, OSError, RuntimeError, zlib.error):
        raise _refused(1, _DAMAGED_BOOK) from None


def _has_formulas(archive: ZipFile, sheet: str) -> bool:
    tail = b""
    with archive.open(sheet) as content:
        while chunk := content.read(_CHUNK):
            if _FORMULA.search(tail + chunk):
                return True
            tail = chunk[-_LONGEST_TAG:]
    return False


def _book(path: Path, *, values: bool) -> Any:
    try:
        book = load_workbook(path, read_only=True, data_only=values)
    except (BadZipFile, InvalidFileException, KeyError, OSError, ParseError, ValueError, zlib.error):
        raise _refused(1, _DAMAGED_BOOK) from None
    if not book.worksheets:
        raise _refused(1, "el libro de Excel no tiene hojas con celdas.")
    return book


def _rows(book: Any) -> Generator[tuple[Any, ...], None, None]:
    sheet = book.worksheets[0]
    # Some programs write a wrong extent, or none: rows are read as long as they are, then made equally wide.
    sheet.reset_dimensions()
    yield from sheet.iter_rows(values_only=True)


def _with_formulas(rows: Generator[tuple[Any, ...], None, None], path: Path) -> Generator[tuple[Any, ...], None, None]:
    """The rows with a mark where a formula has no value kept: programs other than Excel may not calculate it."""
    with closing(rows), closing(_book(path, values=False)) as book, closing(_rows(book)) as written_rows:
        for values, written in zip(rows, written_rows, strict=True):
            yield tuple(
                UNCALCULATED if value is None and isinstance(content, str) and content.startswith("=") else value
                for value, content in zip(values, written, strict=True)
            )


def _cell(value: Any) -> Cell:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "sí" if value else "no"
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return str(value).strip()


def _refused(line: int, reason: str) -> ImportRefused:
    return ImportRefused([RowProblem(line, "", reason)])
