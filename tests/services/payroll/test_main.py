"""The preview of new legal parameters, as whoever adds a row types it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from services.payroll.__main__ import REFUSED, app
from services.payroll.legal_parameters import COLUMNS, LEGAL_PARAMETERS_FILE

NEXT_YEAR = (
    "smmlv,Salario mínimo mensual,COP,,1900000,,2027-01-01,,vigente,Decreto de prueba,https://example.org,",
    "auxilio_transporte,Auxilio de transporte mensual,COP,,270000,,2027-01-01,,vigente,Decreto de prueba,"
    "https://example.org,",
)


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables are printed whole."""
    monkeypatch.setenv("COLUMNS", "220")


def rows(folder: Path, *lines: str) -> Path:
    path = folder / "filas.csv"
    path.write_text("\n".join((",".join(COLUMNS), *lines, "")), encoding="utf-8")
    return path


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(each) for each in arguments])
    return result.exit_code, result.output


def test_it_shows_what_changes_from_which_day_and_what_it_does_to_a_salary(tmp_path: Path) -> None:
    before = LEGAL_PARAMETERS_FILE.read_bytes()
    status, text = run("preview", rows(tmp_path, *NEXT_YEAR))
    assert status == 0
    assert "1.750.905 COP (transitoria)" in text
    assert "1.900.000 COP (vigente)" in text
    assert "2027-01-01" in text
    # Whoever earned the old minimum wage would contribute on the new one, and receive a larger allowance.
    assert "$ 1.868.905,00" in text
    assert "$ 8.977,40" in text
    # The old four minimum wages would no longer reach the solidarity fund.
    assert "fondo_solidaridad $ 70.036,20" in text
    assert LEGAL_PARAMETERS_FILE.read_bytes() == before


def test_the_example_may_be_of_a_salary_of_ones_own(tmp_path: Path) -> None:
    status, text = run("preview", rows(tmp_path, *NEXT_YEAR), "--salario", 3_000_000)
    assert status == 0
    assert "$ 3.000.000,00" in text
    assert "$ 20.905,00" in text
    assert "$ 7.003.620,00" not in text


def test_a_suspended_row_changes_nothing(tmp_path: Path) -> None:
    status, text = run("preview", rows(tmp_path, NEXT_YEAR[0].replace("vigente", "suspendida")))
    assert (status, "no cambian nada" in text) == (0, True)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (NEXT_YEAR[0].replace("1900000", "mucho"), "línea 2"),
        (NEXT_YEAR[0].replace("vigente", "quizás"), "estado"),
        (NEXT_YEAR[0].replace("2027-01-01", "2026-01-01"), "se cruza"),
    ],
)
def test_rows_that_cannot_be_are_refused_in_words(line: str, problem: str, tmp_path: Path) -> None:
    status, text = run("preview", rows(tmp_path, line))
    assert status == REFUSED
    assert problem in text
