"""Where the local installation lives and which ports it uses: the environment variables of the launcher, read once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.local.errors import LaunchError

ROOT = Path(__file__).resolve().parents[2]

_PORTS = {"SERVICES_PORT": 8000, "RASA_PORT": 5005, "ACTIONS_PORT": 5055, "INTERACTIVE_PORT": 5006}


@dataclass(frozen=True)
class LocalConfiguration:
    """The launcher's settings; a port that is None is the launcher's choice, a URL that is None an embedded store."""

    home: Path
    environment: str
    services_port: int
    rasa_port: int
    actions_port: int
    interactive_port: int
    postgres_port: int | None
    redis_port: int | None
    database_url: str | None
    redis_url: str | None

    @classmethod
    def from_environment(cls, variables: Mapping[str, str] = os.environ) -> LocalConfiguration:
        """Read CHATNOMINA_HOME, CHATNOMINA_ENV, *_PORT, DATABASE_URL and REDIS_URL. Raises LaunchError."""
        ports = {name: _port(variables, name) or default for name, default in _PORTS.items()}
        return cls(
            home=Path(variables.get("CHATNOMINA_HOME") or ROOT / ".chatnomina").absolute(),
            environment=variables.get("CHATNOMINA_ENV") or "development",
            services_port=ports["SERVICES_PORT"],
            rasa_port=ports["RASA_PORT"],
            actions_port=ports["ACTIONS_PORT"],
            interactive_port=ports["INTERACTIVE_PORT"],
            postgres_port=_port(variables, "POSTGRES_PORT"),
            redis_port=_port(variables, "REDIS_PORT"),
            database_url=variables.get("DATABASE_URL") or None,
            redis_url=variables.get("REDIS_URL") or None,
        )

    @property
    def logs(self) -> Path:
        """The folder of the processes' logs."""
        return self.home / "logs"

    @property
    def services_url(self) -> str:
        """The base address of the services API."""
        return f"http://127.0.0.1:{self.services_port}"

    @property
    def rasa_url(self) -> str:
        """The base address of the assistant's channels."""
        return f"http://127.0.0.1:{self.rasa_port}"


def _port(variables: Mapping[str, str], name: str) -> int | None:
    text = variables.get(name)
    if not text:
        return None
    if not text.isdecimal() or not 0 < int(text) < 65_536:
        raise LaunchError(f"{name}={text} no es un puerto: use un número entre 1 y 65535.")
    return int(text)
