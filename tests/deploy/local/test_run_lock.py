from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.errors import LaunchError
from deploy.local.run_lock import RunLock
from tests.conftest import ROOT

HOLDER = """
import sys, time
from pathlib import Path
from deploy.local.run_lock import RunLock
with RunLock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def test_a_second_copy_is_told_who_runs_and_what_to_do(tmp_path: Path) -> None:
    with RunLock(tmp_path), pytest.raises(LaunchError) as refusal, RunLock(tmp_path):
        pytest.fail("the lock was given twice")
    assert str(refusal.value) == (
        f"Ya hay una copia de ChatNomina corriendo con {tmp_path} (proceso {os.getpid()}): "
        "deténgala o escoja otra carpeta con CHATNOMINA_HOME."
    )


def test_the_lock_is_free_once_its_holder_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(LaunchError, match=f"proceso {holder.pid}"), RunLock(tmp_path):
            pytest.fail("the lock was given twice")
        holder.kill()
        holder.wait(timeout=30)
    with RunLock(tmp_path):
        assert (tmp_path / "run.lock").read_text() == f"{os.getpid()}\n"
