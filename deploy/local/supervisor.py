"""Keeps the product's servers alive: starts them, waits until they answer, restarts those that die, stops them all."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

from deploy.local.errors import LaunchError
from deploy.local.processes import CommandServer, Server
from deploy.local.secrets_file import write_private

_POLL_S = 0.3
_FIRST_RESTART_S = 1.0
_LONGEST_RESTART_S = 30.0
_STABLE_S = 60.0
_LEFTOVER_PATIENCE_S = 20.0


@dataclass
class _Watch:
    """How one server has been doing."""

    started: float
    delay_s: float = _FIRST_RESTART_S
    restart_at: float | None = None
    restarting: bool = False


class Supervisor:
    """Servers by name, in starting order; they are stopped in the opposite order, the product's own before the stores.

    All servers are started from the thread that runs the supervisor: their lives are tied to that thread's.
    """

    def __init__(self, home: Path, announce: Callable[[str], None]) -> None:
        self._record = home / "processes.json"
        self._announce = announce
        self._servers: dict[str, Server] = {}
        self._watches: dict[str, _Watch] = {}

    def start(self, name: str, server: Server) -> None:
        """Start a server and keep it from now on."""
        self._servers[name] = server
        server.start()
        self._watches[name] = _Watch(started=time.monotonic())
        self._write_record()

    def wait_ready(self, servers: Mapping[str, CommandServer], timeout_s: float, note: Callable[[str], None]) -> None:
        """Wait until every one answers. Raises LaunchError as soon as one ends, or when time is up."""
        deadline = time.monotonic() + timeout_s
        waiting = dict(servers)
        while waiting:
            for name, server in list(waiting.items()):
                process = server.process
                if process is None or process.poll() is not None:
                    raise LaunchError(f"El proceso «{name}» se detuvo al arrancar: vea {server.log_path}.")
                if server.ready():
                    del waiting[name]
            if waiting:
                note(f"falta {', '.join(waiting)}")
                if time.monotonic() > deadline:
                    name, server = next(iter(waiting.items()))
                    raise LaunchError(f"El proceso «{name}» no respondió en {timeout_s:.0f} s: vea {server.log_path}.")
                time.sleep(_POLL_S)

    def watch(self) -> None:
        """Restart whatever dies, sooner at first and ever later while it keeps dying. Returns only by an exception."""
        while True:
            for name in self._servers:
                self._look_after(name)
            time.sleep(_POLL_S)

    def stop(self) -> None:
        """Stop every server: the product's own together, then the stores in the opposite order of their start."""
        for server in self._servers.values():
            if isinstance(server, CommandServer):
                server.ask_to_stop()
        for server in reversed(list(self._servers.values())):
            server.stop()
        self._servers.clear()
        self._record.unlink(missing_ok=True)

    def clear_leftovers(self) -> None:
        """See to it that nothing of a run whose supervisor was killed is still there."""
        try:
            recorded = json.loads(self._record.read_text())
        except (FileNotFoundError, ValueError):
            return
        leftovers = [process for entry in recorded if (process := _same_process(entry["pid"], entry["created"]))]
        _, alive = psutil.wait_procs(leftovers, timeout=_LEFTOVER_PATIENCE_S)
        for process in alive:
            os.killpg(process.pid, signal.SIGKILL)
        self._record.unlink(missing_ok=True)

    def _look_after(self, name: str) -> None:
        server, watch, now = self._servers[name], self._watches[name], time.monotonic()
        process = server.process
        if watch.restart_at is None:
            if process is not None and process.poll() is None:
                if watch.restarting and (not isinstance(server, CommandServer) or server.ready()):
                    watch.restarting = False
                    self._announce(f"✓ {name} se reinició")
                return
            if now - watch.started > _STABLE_S:
                watch.delay_s = _FIRST_RESTART_S
            watch.restart_at = now + watch.delay_s
            code = "" if process is None else f" (código {process.returncode})"
            self._announce(f"! {name} se detuvo{code}; se reinicia en {watch.delay_s:.0f} s")
            watch.delay_s = min(2 * watch.delay_s, _LONGEST_RESTART_S)
        elif now >= watch.restart_at:
            watch.restart_at = None
            watch.started = now
            server.stop()  # whatever is left of its session
            try:
                server.start()
            except LaunchError as failure:
                self._announce(f"! {failure}")
            else:
                watch.restarting = True
            self._write_record()

    def _write_record(self) -> None:
        running = [server.process.pid for server in self._servers.values() if server.process is not None]
        entries = [
            {"pid": pid, "created": psutil.Process(pid).create_time()} for pid in running if psutil.pid_exists(pid)
        ]
        write_private(self._record, json.dumps(entries) + "\n")


def _same_process(pid: int, created: float) -> psutil.Process | None:
    """The process of that id when it is the recorded one and not a later one with the same number."""
    try:
        process = psutil.Process(pid)
        return process if process.create_time() == created else None
    except psutil.Error:
        return None
