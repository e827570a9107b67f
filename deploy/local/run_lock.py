"""One copy of the product for each data folder: a lock that the kernel drops with its holder, however that one ends."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from deploy.local.errors import LaunchError


class RunLock:
    """`home`/run.lock, held while the context lasts. Entering raises LaunchError when another copy holds it."""

    def __init__(self, home: Path) -> None:
        self._path = home / "run.lock"
        self._handle = -1

    def is_held(self) -> bool:
        """Whether a running copy holds the lock at this moment."""
        try:
            with RunLock(self._path.parent):
                return False
        except LaunchError:
            return True

    def __enter__(self) -> RunLock:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self._handle, 32).decode().strip()
            os.close(self._handle)
            raise LaunchError(
                f"Ya hay una copia de ChatNomina corriendo con {self._path.parent} (proceso {holder}): "
                "deténgala o escoja otra carpeta con CHATNOMINA_HOME."
            ) from None
        os.ftruncate(self._handle, 0)
        os.write(self._handle, f"{os.getpid()}\n".encode())
        return self

    def __exit__(self, *exception: object) -> None:
        os.close(self._handle)
