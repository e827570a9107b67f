"""Running a command to its end during the start-up, its output in a log and its progress on the terminal."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from deploy.local.child_process import start_child, stop_child
from deploy.local.configuration import ROOT
from deploy.local.errors import LaunchError

_LINE_END = re.compile(rb"[\r\n]+")  # progress bars rewrite their line after a carriage return


def run_task(
    command: Sequence[str],
    *,
    environment: Mapping[str, str],
    log_path: Path,
    failure: str,
    on_line: Callable[[str], None] = lambda line: None,
) -> None:
    """Run a command of the product from the repository's root and hand each line of its output to `on_line`.

    Raises LaunchError with `failure`, the command's last line and where the log is, when it does not end well.
    """
    log_path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    child = start_child(
        command,
        death_signal=signal.SIGTERM,
        environment=environment,
        output=subprocess.PIPE,
        directory=ROOT,
    )
    last = ""

    def hear(line: bytes) -> None:
        nonlocal last
        if text := line.decode(errors="replace").strip():
            last = text
            on_line(text)

    try:
        with log_path.open("wb") as log:
            rest = b""
            assert child.stdout is not None  # noqa: S101 - asked for above
            while chunk := os.read(child.stdout.fileno(), 65_536):
                log.write(chunk)
                log.flush()
                *lines, rest = _LINE_END.split(rest + chunk)
                for line in lines:
                    hear(line)
            hear(rest)
        status = child.wait()
    finally:
        stop_child(child, ((signal.SIGTERM, 10.0),))
        if child.stdout is not None:
            child.stdout.close()
    if status != 0:
        raise LaunchError(f"{failure} (vea {log_path}): {last[:300]}")
