"""TCP ports of this machine: which are free, and who holds one that is not."""

from __future__ import annotations

import socket

import psutil

from deploy.local.errors import LaunchError

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """A TCP port that nobody listens on at this moment, chosen by the kernel."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
    return port


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Whether a server could listen on the port now; a port in TIME_WAIT counts as free, as it does for the servers."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def require_free(port: int, host: str, owner: str, variable: str) -> None:
    """Raise LaunchError when something already listens on the port.

    `owner` is the part of the product that wants it; `variable` the environment variable that moves it elsewhere.
    """
    if not is_free(port, host):
        raise LaunchError(
            f"El puerto {port}, que necesita {owner}, está ocupado{_holder(port)}. "
            f"Libérelo o escoja otro con {variable}=<puerto>."
        )


def preferred_or_free(preferred: int) -> int:
    """The preferred port when it is free, else any other free one."""
    return preferred if is_free(preferred) else free_port()


def _holder(port: int) -> str:
    try:
        connections = psutil.net_connections(kind="tcp")
    except psutil.AccessDenied:
        return ""
    for connection in connections:
        if connection.status == psutil.CONN_LISTEN and connection.pid and tuple(connection.laddr)[1:] == (port,):
            try:
                return f" por «{psutil.Process(connection.pid).name()}» (proceso {connection.pid})"
            except psutil.NoSuchProcess:
                return ""
    return ""
