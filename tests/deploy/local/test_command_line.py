"""The installed command: found after the environment script, pointed at the product that runs here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.local.run_lock import RunLock
from deploy.local.secrets_file import load_or_create_secrets
from services.encryption import FieldCipher
from services.settings import Settings

_PEOPLE = (
    "tipo_documento;documento;nombres;apellidos;correo;cargo;area;fecha_ingreso;tipo_contrato;periodicidad\n"
    "CC;70123456;Íngrid;Muñoz;ingrid.munoz@empresa.example;Operaria;Producción;01/02/2021;Indefinido;Mensual\n"
)


def chatnomina(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a terminal without any of the product's variables would."""
    ours = ("DATABASE_URL", "REDIS_URL", "CHATNOMINA_DATA_DIRECTORY")
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    return subprocess.run(
        [Path(sys.executable).with_name("chatnomina"), *arguments],
        cwd=home,
        env=environment | {"CHATNOMINA_HOME": str(home), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """An export with one person."""
    path = tmp_path / "personas.csv"
    path.write_text(_PEOPLE, encoding="utf-8")
    return path


def test_a_load_reaches_the_product_that_is_running(
    create_database: Callable[..., str], redis_url: str, people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = people.parent
    facts = {"services_url": "", "rasa_url": "", "users": []}
    (home / "demo.json").write_text(json.dumps({**facts, "database_url": create_database(), "redis_url": redis_url}))
    load_or_create_secrets(home)
    monkeypatch.setenv("CHATNOMINA_DATA_DIRECTORY", str(home))
    monkeypatch.setenv("DATABASE_URL", "postgresql://unused")
    monkeypatch.setenv("REDIS_URL", redis_url)
    FieldCipher.from_file(Settings.from_environment().encryption_keys_path, create=True)
    with RunLock(home):
        loaded = chatnomina(home, "import", "empleados", str(people))
    assert (loaded.returncode, loaded.stderr) == (0, "")
    assert "Se guardaron 1 registros nuevos" in loaded.stdout


def test_without_a_running_product_nor_addresses_it_says_what_is_missing(people: Path) -> None:
    refused = chatnomina(people.parent, "import", "empleados", str(people))
    assert refused.returncode == 2
    assert "arránquela con «make run», o defina DATABASE_URL" in refused.stderr


def test_what_needs_no_store_runs_without_one(tmp_path: Path) -> None:
    shown = chatnomina(tmp_path, "columns", "empleados")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "fecha_fin_contrato" in shown.stdout
