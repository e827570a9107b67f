"""Child processes that never outlive the one that started them."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from deploy.local.unprivileged import ServerAccount

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_LIBC = ctypes.CDLL(None, use_errno=True)


def die_with_parent(death_signal: signal.Signals) -> Callable[[], None]:
    """A `preexec_fn` that has the kernel send `death_signal` to the child when its parent dies, by SIGKILL too.

    The kernel watches the parent's *thread*: start children from a thread that lives as long as they do.
    The setting is lost when the user changes, so it has to be made after that, as `subprocess` does with `preexec_fn`.
    """
    parent = os.getpid()

    def set_death_signal() -> None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
        if os.getppid() != parent:  # the parent died before the setting was made
            os.kill(os.getpid(), signal.SIGKILL)

    return set_death_signal


def start_child(
    command: Sequence[str | os.PathLike[str]],
    *,
    death_signal: signal.Signals,
    environment: Mapping[str, str] | None = None,
    account: ServerAccount | None = None,
    stdin: bytes | None = None,
    output: IO[bytes] | int = subprocess.DEVNULL,
    directory: Path | str | None = None,
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own (Ctrl-C reaches the supervisor alone), tied to the life of this process.

    `stdin` is written whole and closed: a way to hand over secrets that no process list shows.
    """
    child = subprocess.Popen(
        [os.fspath(part) for part in command],
        stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
        stdout=output,
        stderr=subprocess.STDOUT,
        cwd=directory,
        env=None if environment is None else dict(environment),
        start_new_session=True,
        preexec_fn=die_with_parent(death_signal),
        pass_fds=pass_fds,
        user=None if account is None else account.uid,
        group=None if account is None else account.gid,
        extra_groups=None if account is None else [],
        umask=0o077 if account is not None else -1,
    )
    if stdin is not None and child.stdin is not None:
        try:
            child.stdin.write(stdin)
        finally:
            child.stdin.close()
    return child


def stop_child(child: subprocess.Popen[bytes], signals: Sequence[tuple[signal.Signals, float]]) -> None:
    """Stop a child by sending each signal in turn and waiting its seconds, then SIGKILL to its whole session."""
    for number, patience_s in signals:
        if child.poll() is not None:
            break
        child.send_signal(number)
        try:
            child.wait(patience_s)
        except subprocess.TimeoutExpired:
            continue
    with suppress(ProcessLookupError):  # an empty session is as it should be
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
