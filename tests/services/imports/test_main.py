"""The command as whoever loads payroll types it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from services.database import Database
from services.encryption import FieldCipher
from services.imports.__main__ import app
from services.settings import Settings
from tests.services.imports.conftest import EMPLOYEES, PAYSLIP, PAYSLIP_HEADING, Loader

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(import_database: Database, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command against the stores of the tests; its exit status and what it printed."""
    url = import_database.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("REDIS_URL", redis_url)
    monkeypatch.setenv("CHATNOMINA_DATA_DIRECTORY", str(tmp_path / "datos"))
    monkeypatch.setenv("COLUMNS", "200")
    FieldCipher.from_file(Settings.from_environment().encryption_keys_path, create=True)

    def invoke(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, list(arguments))
        return result.exit_code, result.output

    return invoke


def test_a_dry_run_saves_nothing_and_a_load_does(run: Run, loader: Loader) -> None:
    path = str(loader.path(EMPLOYEES))
    status, text = run("import", "empleados", path, "--dry-run")
    assert (status, "Se guardarían 2 registros nuevos" in text) == (0, True)
    status, text = run("import", "empleados", path)
    assert (status, "Se guardaron 2 registros nuevos" in text) == (0, True)
    status, text = run("import", "empleados", path)
    assert (status, "2 ya estaban iguales" in text) == (0, True)


def test_a_refusal_lists_the_rows_and_shows_no_figure(run: Run, loader: Loader) -> None:
    run("import", "empleados", str(loader.path(EMPLOYEES)))
    path = loader.path(PAYSLIP_HEADING + PAYSLIP.replace("1.840.000,00", "1.840.777,00"))
    status, text = run("import", "desprendibles", str(path))
    assert status == 1
    assert "línea 2, columna «neto»: no es la suma de las líneas del desprendible." in text
    assert "No se cargó nada" in text
    assert "840" not in text
    assert loader.worker not in text


def test_without_the_services_keys_nothing_is_loaded(run: Run, loader: Loader) -> None:
    keys = Settings.from_environment().encryption_keys_path
    keys.unlink()
    status, text = run("import", "empleados", str(loader.path(EMPLOYEES)))
    assert status == 2
    assert "Configuración" in text
    assert not keys.exists()


def test_help_and_columns_are_printed(run: Run) -> None:
    assert "--dry-run" in run("import", "--help")[1]
    assert "dias_trabajados" in run("columns", "desprendibles")[1]


def test_an_unknown_kind_and_a_missing_file_are_usage_errors(run: Run, loader: Loader) -> None:
    assert run("import", "nominas", str(loader.path(EMPLOYEES)))[0] == 2
    assert run("import", "empleados", "/no/existe.csv")[0] == 2
