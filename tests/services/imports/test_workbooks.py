"""Workbooks as spreadsheets leave them, well and badly: each bad cell by its line, its column and its reason."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from services.imports import tabular
from services.imports.problems import ImportRefused, RowProblem
from services.imports.service import ImportKind
from services.payroll.repository.accounts import salary_changes
from tests.services.imports.conftest import Loader

HEADING = ["documento", "desde", "salario", "motivo"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "salarios.xlsx"


def save(path: Path, rows: list[list[Any]], change: Callable[[Workbook, Worksheet], None] | None = None) -> Path:
    """A workbook with a heading and rows, changed before it is saved."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in [HEADING, *rows]:
        sheet.append(row)
    if change is not None:
        change(book, sheet)
    book.save(path)
    return path


def refused(loader: Loader, path: Path) -> list[RowProblem]:
    with pytest.raises(ImportRefused) as caught:
        loader.service.load(ImportKind.SALARIES, path)
    return list(caught.value.problems)


def test_a_formula_without_its_value_is_told_from_an_empty_cell(hired: Loader, path: Path) -> None:
    rows = [[hired.worker, "15/03/2020", "=1000000+500000", "ingreso"], [hired.worker, "01/01/2021", None, "aumento"]]
    uncalculated, empty = refused(hired, save(path, rows))
    assert (uncalculated.line, uncalculated.column) == (2, "salario")
    assert "fórmula sin calcular" in uncalculated.reason
    assert (empty.line, empty.column, empty.reason) == (3, "salario", "está vacía.")


def test_a_formula_with_its_value_is_read_as_the_value(hired: Loader, path: Path) -> None:
    save(path, [[hired.worker, "15/03/2020", "=1000000+500000", "ingreso"]])
    _rewrite(path, "xl/worksheets/sheet1.xml", b"</f><v />", b"</f><v>1500000</v>")
    assert hired.service.load(ImportKind.SALARIES, path).added == 1
    assert _salaries(hired) == [(date(2020, 3, 15), Decimal(1_500_000))]


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#¡VALOR!", "#DIV/0!"])
def test_the_error_of_a_spreadsheet_is_no_value(error: str, hired: Loader, path: Path) -> None:
    (problem,) = refused(hired, save(path, [[hired.worker, "15/03/2020", error, "ingreso"]]))
    assert (problem.line, problem.column) == (2, "salario")
    assert "error de Excel" in problem.reason


def test_a_date_left_as_excel_s_number_is_that_day(hired: Loader, path: Path) -> None:
    save(path, [[hired.worker, 43905, 1_500_000, "ingreso"], [hired.worker, "01/01/2026", 1_800_000, "aumento"]])
    hired.service.load(ImportKind.SALARIES, path)
    assert [since for since, _ in _salaries(hired)] == [date(2020, 3, 15), date(2026, 1, 1)]


@pytest.mark.parametrize("number", [12, 4_390_512, 43_905.5])
def test_a_number_that_is_no_day_is_told(number: float, hired: Loader, path: Path) -> None:
    (problem,) = refused(hired, save(path, [[hired.worker, number, 1_500_000, "ingreso"]]))
    assert (problem.line, problem.column) == (2, "desde")
    assert "no es una fecha" in problem.reason


def test_merged_cells_leave_their_other_rows_empty_and_said_so(hired: Loader, path: Path) -> None:
    rows = [[hired.worker, "15/03/2020", 1_500_000, "ingreso"], [None, "01/01/2021", 1_600_000, "aumento"]]
    problems = refused(hired, save(path, rows, lambda _book, sheet: sheet.merge_cells("A2:A3")))
    assert [(problem.line, problem.column, problem.reason) for problem in problems] == [(3, "documento", "está vacía.")]


def test_a_workbook_of_the_1904_calendar_is_refused_whole(hired: Loader, path: Path) -> None:
    def change(book: Workbook, _sheet: Worksheet) -> None:
        book.epoch = CALENDAR_MAC_1904

    (problem,) = refused(hired, save(path, [[hired.worker, date(2020, 3, 15), 1_500_000, "ingreso"]], change))
    assert "calendario de 1904" in problem.reason


def test_a_workbook_that_unpacks_without_end_is_never_unpacked(hired: Loader, path: Path) -> None:
    save(path, [[hired.worker, "15/03/2020", 1_500_000, "ingreso"]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book, book.open("xl/media/bomba.bin", "w") as member:
        for _ in range(tabular.LARGEST_UNPACKED // (1 << 24) + 1):
            member.write(bytes(1 << 24))
    assert path.stat().st_size < tabular.LARGEST_FILE
    (problem,) = refused(hired, path)
    assert "se descomprime a un tamaño enorme" in problem.reason


@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_a_workbook_cut_short_is_refused(kept: float, hired: Loader, path: Path) -> None:
    content = save(path, [[hired.worker, "15/03/2020", 1_500_000, "ingreso"]]).read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    (problem,) = refused(hired, path)
    assert "dañado" in problem.reason


def test_a_sheet_with_broken_markup_is_refused(hired: Loader, path: Path) -> None:
    save(path, [[hired.worker, "15/03/2020", 1_500_000, "ingreso"]])
    _rewrite(path, "xl/worksheets/sheet1.xml", b"</sheetData>", b"</sheet")
    (problem,) = refused(hired, path)
    assert "dañado" in problem.reason


def _rewrite(path: Path, part: str, before: bytes, after: bytes) -> None:
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    assert before in parts[part]
    parts[part] = parts[part].replace(before, after)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)


def _salaries(loader: Loader) -> list[tuple[date, Decimal]]:
    with loader.database.session() as session:
        return [(each.since, each.amount) for each in salary_changes(session, loader.id_of(loader.worker))]


@pytest.mark.parametrize(
    "change",
    [lambda _book, sheet: sheet.cell(1_000_000, 1, "x"), lambda _book, sheet: sheet.cell(2, 16_384, "x")],
    ids=["rows", "columns"],
)
def test_a_sheet_that_spans_millions_of_blank_cells_is_not_read(
    change: Callable[[Workbook, Worksheet], None], hired: Loader, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tabular, "MOST_CELLS", 10_000)
    (problem,) = refused(hired, save(path, [], change))
    assert "demasiadas celdas" in problem.reason
