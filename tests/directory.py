"""A company's directory on this machine: a real OpenID Connect provider, node-oidc-provider, to log in with."""

from __future__ import annotations

import json
import select
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SOURCE = Path(__file__).parent / "services" / "auth" / "oidc_provider"
CLIENT_ID, CLIENT_SECRET = "chatnomina", "secreto-de-la-empresa-72"
START_TIMEOUT_S = 60
INSTALL_TIMEOUT_S = 180


def install(folder: Path) -> Path:
    """Put the provider, with its packages as its lock names them, in a folder that is not there yet."""
    shutil.copytree(SOURCE, folder, ignore=shutil.ignore_patterns("node_modules"))
    subprocess.run(
        ["/usr/bin/env", "npm", "ci", "--no-audit", "--no-fund"],
        cwd=folder,
        check=True,
        capture_output=True,
        timeout=INSTALL_TIMEOUT_S,
    )
    return folder


@contextmanager
def running(folder: Path, redirect_uri: str, port: int = 0) -> Iterator[str]:
    """The provider's issuer while it runs; it sends browsers back to `redirect_uri`. Port 0 is any that is free."""
    process = subprocess.Popen(
        ["/usr/bin/env", "node", "provider.mjs", CLIENT_ID, CLIENT_SECRET, redirect_uri, str(port)],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert process.stdout is not None
        readable, _, _ = select.select([process.stdout], [], [], START_TIMEOUT_S)
        assert readable, "the directory did not start in time"
        yield str(json.loads(process.stdout.readline())["issuer"])
    finally:
        process.kill()
        process.communicate()
