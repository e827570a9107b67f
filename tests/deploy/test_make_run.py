"""The README's first command, in a clean clone of what is committed, as somebody does who has just arrived."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.conftest import ROOT
from tests.product import RunningProduct, start


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of HEAD with nothing in it that git does not keep."""
    target = tmp_path_factory.mktemp("clone") / "chatnomina"
    subprocess.run(["/usr/bin/env", "git", "clone", "--quiet", str(ROOT), str(target)], check=True, timeout=120)
    return target


@pytest.fixture(scope="module")
def variables() -> dict[str, str]:
    """A newcomer's environment; only what Rasa has already trained from equal sources is taken from its cache."""
    return {
        "CHATNOMINA_ENV": "development",
        "RASA_CACHE_DIRECTORY": str(ROOT / ".rasa" / "cache"),
        "PATH": os.pathsep.join(
            folder for folder in os.environ["PATH"].split(os.pathsep) if not folder.startswith(str(ROOT))
        ),
    }


@pytest.fixture(scope="module")
def running(clone: Path, variables: dict[str, str], stack: RunningProduct) -> Iterator[RunningProduct]:
    """The product as `make run` starts it, beside another copy of it."""
    del stack  # it runs already: two copies share a machine, and a training
    product = start(["make", "run"], clone, clone / ".chatnomina", variables)
    yield product
    product.stop()


def test_the_printed_line_answers_a_question_about_the_last_fortnight(running: RunningProduct) -> None:
    line = next(line.strip() for line in running.output.splitlines() if line.strip().startswith("TOKEN=$(curl"))
    shell = subprocess.run(["/bin/sh", "-c", line], check=True, capture_output=True, text=True, timeout=60)
    assert re.search(r"\$ ?\d{1,3}(\.\d{3})+", shell.stdout), shell.stdout


def test_four_people_of_the_demo_company_can_log_in(running: RunningProduct) -> None:
    assert [user["role"] for user in running.facts["users"]] == ["employee", "manager", "hr", "auditor"]
    for user in running.facts["users"]:
        assert len(user["password"]) >= 12
        assert user["email"] in running.output
        assert running.log_in(user["role"])


def test_the_facts_and_the_secrets_are_for_their_owner_alone(running: RunningProduct) -> None:
    for name in ("demo.json", "secrets.json"):
        assert stat.S_IMODE((running.home / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(running.home.stat().st_mode) & 0o077 == 0


def test_a_second_copy_in_the_same_folder_says_so_in_one_line(
    running: RunningProduct, clone: Path, variables: dict[str, str]
) -> None:
    second = run_launcher(clone, variables, running.home)
    assert second.returncode != 0
    assert second.stderr.strip().startswith("Ya hay una copia de ChatNomina corriendo con ")
    assert len(second.stderr.strip().splitlines()) == 1


def test_a_busy_port_is_told_in_one_line_with_the_variable_that_moves_it(
    running: RunningProduct, clone: Path, variables: dict[str, str], tmp_path: Path
) -> None:
    port = running.services_url.rpartition(":")[2]
    second = run_launcher(clone, variables | {"SERVICES_PORT": port}, tmp_path / "home")
    assert second.returncode != 0
    assert second.stderr.strip().startswith(f"El puerto {port}, que necesita la API de servicios, está ocupado")
    assert "SERVICES_PORT=" in second.stderr
    assert len(second.stderr.strip().splitlines()) == 1


def test_all_processes_together_stay_within_three_gibibytes(running: RunningProduct) -> None:
    running.ask(running.log_in(), "¿Cuántos días de vacaciones tengo?")
    resident = {process.name(): 0 for process in family(running)}
    for process in family(running):
        resident[process.name()] += process.memory_info().rss
    assert sum(resident.values()) < 3 * 2**30, resident


def test_a_process_that_dies_comes_back(running: RunningProduct) -> None:
    actions = next(process for process in family(running) if process.cmdline()[-2:] == ["-m", "actions"])
    actions.kill()
    deadline = time.monotonic() + 60
    while "✓ actions se reinició" not in running.output:
        assert time.monotonic() < deadline, running.output
        time.sleep(0.2)
    assert "! actions se detuvo (código -9)" in running.output
    assert "$" in running.ask(running.log_in(), "¿Cuánto me pagaron la quincena pasada?")[0]["text"]


def test_ctrl_c_stops_everything_and_leaves_nothing_running(running: RunningProduct) -> None:
    everyone = family(running)
    assert {"postgres", "valkey-server"} <= {process.name() for process in everyone}
    assert running.stop() in {0, 2, 130, -2}  # make tells of the interruption in its own way
    _, alive = psutil.wait_procs(everyone, timeout=10)
    assert alive == []
    assert "ChatNomina se detuvo; los datos quedan guardados." in running.output
    assert not (running.home / "postgres" / "data" / "postmaster.pid").exists()


def run_launcher(clone: Path, variables: dict[str, str], home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [clone / ".venv" / "bin" / "python", "-m", "deploy.local", "run"],
        cwd=clone,
        env={**os.environ, **variables, "CHATNOMINA_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def family(product: RunningProduct) -> list[psutil.Process]:
    return psutil.Process(product.process.pid).children(recursive=True)
