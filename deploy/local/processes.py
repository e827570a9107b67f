"""The product's own processes: what the Procfile says, each with its log and the address that says it is ready."""

from __future__ import annotations

import signal
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from subprocess import Popen
from typing import Protocol

from deploy.local.child_process import start_child, stop_child
from deploy.local.configuration import ROOT, LocalConfiguration
from deploy.local.errors import LaunchError

_STOP_SIGNALS = ((signal.SIGTERM, 15.0),)
_PROBE_TIMEOUT_S = 2.0
_LOG_LIMIT_BYTES = 20 * 2**20


class Server(Protocol):
    """Anything the supervisor keeps alive; PostgreSQL and Redis are servers as well."""

    @property
    def process(self) -> Popen[bytes] | None:
        """The running process, if it was started."""

    def start(self) -> None:
        """Start it. Raises LaunchError."""

    def stop(self) -> None:
        """Stop it and everything it started."""


class CommandServer:
    """One line of the Procfile."""

    def __init__(self, command: str, environment: Mapping[str, str], log_path: Path, health_url: str | None) -> None:
        self._command = command
        self._environment = environment
        self._health_url = health_url
        self._process: Popen[bytes] | None = None
        self.log_path = log_path

    @property
    def process(self) -> Popen[bytes] | None:
        """The running process, if it was started."""
        return self._process

    def start(self) -> None:
        """Start the command; its output is appended to its log, which is set aside once it has grown large."""
        self.log_path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self.log_path.exists() and self.log_path.stat().st_size > _LOG_LIMIT_BYTES:
            self.log_path.replace(self.log_path.with_suffix(".log.1"))
        with self.log_path.open("ab") as log:
            self._process = start_child(
                ["/bin/sh", "-c", f"exec {self._command}"],
                death_signal=signal.SIGTERM,
                environment=self._environment,
                output=log,
                directory=ROOT,
            )

    def ask_to_stop(self) -> None:
        """Ask the process to end, without waiting for it."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def stop(self) -> None:
        """End the process and its session, by force if it takes too long."""
        if self._process is not None:
            stop_child(self._process, _STOP_SIGNALS)
            self._process = None

    def ready(self) -> bool:
        """Whether its health address answers 200; a process without one is ready while it runs."""
        if self._process is None or self._process.poll() is not None:
            return False
        if self._health_url is None:
            return True
        try:
            # the address is the product's own, http on this machine
            with urllib.request.urlopen(self._health_url, timeout=_PROBE_TIMEOUT_S) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False


def read_procfile(path: Path) -> dict[str, str]:
    """The commands of a Procfile by process name. Raises LaunchError for a line that is none."""
    commands: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        name, separator, command = text.partition(":")
        if not separator or not command.strip():
            raise LaunchError(f"{path.name}: no se entiende la línea «{text}».")
        commands[name.strip()] = command.strip()
    return commands


def product_servers(configuration: LocalConfiguration, environment: Mapping[str, str]) -> dict[str, CommandServer]:
    """Every process of the Procfile, in its order."""
    health_urls = {
        "services": f"{configuration.services_url}/ready",
        "actions": f"http://127.0.0.1:{configuration.actions_port}/health",
        "rasa": f"{configuration.rasa_url}/webhooks/rest/",
    }
    return {
        name: CommandServer(command, environment, configuration.logs / f"{name}.log", health_urls.get(name))
        for name, command in read_procfile(ROOT / "Procfile").items()
    }
