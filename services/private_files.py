"""Files that hold keys: readable by their owner only, made once even when several processes start together."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class PrivateFileError(Exception):
    """A key file is missing or open to others; the message names the path, never the content."""


def read_private_file(path: Path, create: Callable[[], str] | None = None) -> str:
    """The text of ``path``; when it does not exist and ``create`` is given, what ``create`` returns, stored first.

    A file that its group or others may read is refused.
    """
    if not path.exists():
        if create is None:
            raise PrivateFileError(f"{path} does not exist")
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _publish(path, create(), replace=False)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise PrivateFileError(f"{path} is open to other users: its mode must be 600")
    return path.read_text(encoding="utf-8")


def replace_private_file(path: Path, text: str) -> None:
    """Put ``text`` in ``path`` at once (mode 600): a reader sees the old file or the new one, never a part."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _publish(path, text, replace=True)


def _publish(path: Path, text: str, *, replace: bool) -> None:
    # mkstemp makes the file with mode 600; link() then fails if another process was first, and its file stands.
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        if replace:
            Path(name).replace(path)
        else:
            with suppress(FileExistsError):
                path.hardlink_to(name)
    finally:
        Path(name).unlink(missing_ok=True)
