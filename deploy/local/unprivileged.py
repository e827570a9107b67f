"""Running a server that refuses to be root, without adding a user or opening anybody's folders.

PostgreSQL will not run as root. As root it is started under the machine's `nobody`, which in general can walk neither
to the data (a clone under /root, mode 700) nor to the binaries. The data stay where they are: the child inherits an
open descriptor of their folder and reaches it as /proc/self/fd/N, which needs no permission on the folders above. The
binaries, which look for their libraries by their own path, are copied once to a root-owned folder under /var/tmp.
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from deploy.local.errors import LaunchError


@dataclass(frozen=True)
class ServerAccount:
    """The user and group ids under which a server is started in root's stead."""

    uid: int
    gid: int


def server_account(data: Path) -> ServerAccount | None:
    """The account to run a server under: None (this very user) unless we are root.

    As root it is the owner of data that already exist, so that data made by a user stay theirs, else `nobody`.
    """
    if os.geteuid() != 0:
        return None
    if data.exists():
        owner = data.stat()
        if owner.st_uid != 0:
            return ServerAccount(owner.st_uid, owner.st_gid)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise LaunchError(
            "PostgreSQL no corre como root y esta máquina no tiene el usuario «nobody»: "
            "use un usuario normal o indique DATABASE_URL."
        ) from None
    return ServerAccount(nobody.pw_uid, nobody.pw_gid)


def private_directory(path: Path, account: ServerAccount | None) -> None:
    """Make sure that a folder exists, belongs to the account (or to us) and is closed to everybody else (mode 700)."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        if account is not None:
            os.chown(path, account.uid, account.gid)
        path.chmod(0o700)
    except PermissionError:
        raise LaunchError(
            f"La carpeta {path} es de otro usuario: ejecute con ese usuario o escoja otra con CHATNOMINA_HOME."
        ) from None


def runnable_copy(installation: Path, libraries: Path, probe: str, name: str, account: ServerAccount | None) -> Path:
    """An installation whose programs the account can run: the given one, else a root-owned copy of it.

    `probe` is a program of the installation that answers `--version`; `libraries` the folder of shared libraries that
    its programs find by relative path. Raises LaunchError when nowhere on this machine will do.
    """
    if account is None or _runs(installation / probe, account):
        return installation
    for parent in (Path("/var/tmp"), Path(tempfile.gettempdir())):  # noqa: S108 - ownership is checked below
        copy = parent / f"chatnomina-{name}"
        relative = installation.relative_to(libraries.parent)
        if copy.is_dir() and _only_ours(copy) and not _same_files(installation, copy / relative):
            shutil.rmtree(copy, ignore_errors=True)  # a cleaner of /var/tmp has been at it
        if not copy.exists():
            _copy_atomically(installation, libraries, copy)
        if _only_ours(copy) and _runs(copy / relative / probe, account):
            return copy / relative
    raise LaunchError(
        "PostgreSQL no corre como root y no hay dónde dejar una copia suya que otro usuario pueda ejecutar: "
        "use un usuario normal o indique DATABASE_URL."
    )


def _runs(program: Path, account: ServerAccount) -> bool:
    try:
        answer = subprocess.run(
            [program, "--version"],
            user=account.uid,
            group=account.gid,
            extra_groups=[],
            cwd="/",
            capture_output=True,
            timeout=30,
            check=False,
        )
    except (PermissionError, FileNotFoundError):
        return False
    return answer.returncode == 0


def _only_ours(path: Path) -> bool:
    """Whether a folder is a real one, owned by us and writable by nobody else: what keeps a shared /var/tmp safe."""
    facts = path.lstat()
    return stat.S_ISDIR(facts.st_mode) and facts.st_uid == os.geteuid() and not facts.st_mode & 0o022


def _same_files(original: Path, copy: Path) -> bool:
    def sizes(root: Path) -> dict[Path, int]:
        return {file.relative_to(root): file.stat().st_size for file in root.rglob("*") if file.is_file()}

    return sizes(original) == sizes(copy)


def _copy_atomically(installation: Path, libraries: Path, target: Path) -> None:
    draft = Path(tempfile.mkdtemp(prefix=f"{target.name}-", dir=target.parent))
    try:
        relative = installation.relative_to(libraries.parent)
        shutil.copytree(installation, draft / relative, symlinks=True)
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        for folder, _, files in os.walk(draft):
            Path(folder).chmod(0o755)
            for file in files:
                path = Path(folder, file)
                if not path.is_symlink():
                    path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
        draft.rename(target)
    except FileExistsError:
        pass  # another copy of the product was quicker
    except OSError as failure:
        if not target.exists():
            raise LaunchError(f"No se pudo copiar PostgreSQL a {target}: {failure.strerror}.") from failure
    finally:
        shutil.rmtree(draft, ignore_errors=True)
