"""The passwords and keys of one local installation: made once, kept in `secrets.json` with mode 600."""

from __future__ import annotations

import json
import os
import secrets
import tempfile
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from deploy.local.errors import LaunchError


@dataclass(frozen=True)
class LocalSecrets:
    """One random value for each door; no two installations share any."""

    postgres_administrator: str
    postgres: str
    redis: str
    action_server: str
    demo_password: str


def load_or_create_secrets(home: Path) -> LocalSecrets:
    """The secrets kept in `home`/secrets.json; those that are missing are made and saved. Raises LaunchError."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = home / "secrets.json"
    try:
        kept = json.loads(path.read_text())
    except FileNotFoundError:
        kept = {}
    except (OSError, ValueError):
        raise LaunchError(f"No se puede leer {path}: repárelo o bórrelo junto con los datos de {home}.") from None
    names = [field.name for field in fields(LocalSecrets)]
    result = LocalSecrets(**{name: str(kept.get(name) or secrets.token_urlsafe(24)) for name in names})
    if asdict(result) != kept:
        write_private(path, json.dumps(asdict(result), indent=2) + "\n")
    return result


def write_private(path: Path, text: str) -> None:
    """Write a file that its owner alone can read (mode 600), whole or not at all."""
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)  # mkstemp gives mode 600
    try:
        with os.fdopen(handle, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
