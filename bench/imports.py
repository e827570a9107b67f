"""Loading a company's payroll: a hundred thousand payslip lines through the command that people use."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from deploy.local.stores import Stores
from services.encryption import FieldCipher

PEOPLE, MONTHS, LINES = 400, 25, 10
_TIMEOUT_S = 900
_PEOPLE_HEADING = (
    "tipo_documento;documento;nombres;apellidos;correo;cargo;area;fecha_ingreso;tipo_contrato;periodicidad"
)
_LINES_HEADING = (
    "documento;periodo;concepto;valor;neto;salario_basico;cargo;dias_trabajados;ibc;base;tarifa;cantidad;unidad"
)
_OTHERS = ("comision", "rodamiento", "bonificacion", "retroactivo", "fondo_empleados", "poliza", "embargo")
_DEDUCTIONS = frozenset({"fondo_empleados", "poliza", "embargo"})


def import_cost() -> dict[str, Any]:
    """Seconds of the whole command: checked only, loaded for the first time, and again with nothing to change."""
    with tempfile.TemporaryDirectory(prefix="chatnomina-bench-") as folder:
        home = Path(folder)
        with Stores(home / "stores") as stores:
            environment = os.environ | {
                "CHATNOMINA_ENV": "development",
                "CHATNOMINA_DATA_DIRECTORY": str(home),
                "DATABASE_URL": stores.postgres.url,
                "REDIS_URL": stores.redis.url,
            }
            FieldCipher.from_file(home / "keys" / "encryption.json", create=True)
            _run([sys.executable, "-m", "services.migrations", "upgrade"], environment)
            people, lines = home / "empleados.csv", home / "desprendibles.csv"
            people.write_text(_people(), encoding="utf-8")
            lines.write_text(_lines(), encoding="utf-8")
            command = [str(Path(sys.executable).with_name("chatnomina")), "import"]
            _run([*command, "empleados", str(people)], environment)
            load = [*command, "desprendibles", str(lines)]
            return {
                "lines": PEOPLE * MONTHS * LINES,
                "megabytes": round(lines.stat().st_size / 1e6, 1),
                "dry_run_s": _run([*load, "--dry-run"], environment),
                "first_s": _run(load, environment),
                "again_s": _run(load, environment),
            }


def _run(command: list[str], environment: dict[str, str]) -> float:
    begun = time.monotonic()
    subprocess.run(command, env=environment, check=True, timeout=_TIMEOUT_S, stdout=subprocess.DEVNULL)
    return time.monotonic() - begun


def _people() -> str:
    rows = (
        f"CC;{_document(number)};Persona;Número {number};persona.{number}@empresa.example;Operaria;Planta;"
        "01/02/2020;Indefinido;Quincenal"
        for number in range(PEOPLE)
    )
    return "\n".join([_PEOPLE_HEADING, *rows, ""])


def _lines() -> str:
    rows = [_LINES_HEADING]
    for number in range(PEOPLE):
        salary = 2_000_000 + number * 1_000
        for month in range(MONTHS):
            year, of_year = divmod(month, 12)
            amounts = {"sueldo": salary, "salud": salary // 25, "pension": salary // 25}
            amounts |= dict.fromkeys(_OTHERS[: LINES - len(amounts)], 10000 + month)
            taken = {"salud", "pension", *_DEDUCTIONS}
            net = sum(-amount if concept in taken else amount for concept, amount in amounts.items())
            ends = f"{_amount(net)};{_amount(salary)};Operaria;30;{_amount(salary)};;;;"
            rows += [
                f"{_document(number)};{2023 + year}-{of_year + 1:02d};{concept};{_amount(amount)};{ends}"
                for concept, amount in amounts.items()
            ]
    return "\n".join([*rows, ""])


def _document(number: int) -> str:
    return str(52_000_000 + number)


def _amount(value: int) -> str:
    return f"{value:,}".replace(",", ".") + ",00"
