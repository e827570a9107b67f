"""Who may hold the lock of an ablation at once; real processes, as flock knows only open files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from nlu.evaluation.ablation.quiet import Quiet

TRY = """
import fcntl, sys
try:
    fcntl.flock(open(sys.argv[1], "w"), {"working": fcntl.LOCK_SH, "alone": fcntl.LOCK_EX}[sys.argv[2]] | fcntl.LOCK_NB)
except BlockingIOError:
    sys.exit(3)
"""


def lets(path: Path, how: str) -> bool:
    """Whether another process may come in now."""
    ended = subprocess.run([sys.executable, "-c", TRY, str(path), how], check=False, timeout=60)
    assert ended.returncode in {0, 3}
    return ended.returncode == 0


@pytest.mark.parametrize(
    ("held", "other", "let_in"),
    [("working", "working", True), ("working", "alone", False), ("alone", "working", False), ("alone", "alone", False)],
)
def test_many_work_or_one_is_alone(held: str, other: str, let_in: bool, tmp_path: Path) -> None:
    path = tmp_path / "training.lock"
    with getattr(Quiet(path), held)():
        assert lets(path, other) is let_in
    assert lets(path, "alone")
