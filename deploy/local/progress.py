"""What whoever starts the product sees while it starts: one line for each step, with its seconds."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


class Progress:
    """Steps written to a terminal (one line, refreshed in place) or to a file (a line now and then)."""

    def __init__(self, stream: TextIO = sys.stdout, quiet_s: float = 15.0) -> None:
        self._stream = stream
        self._live = stream.isatty()
        self._quiet_s = quiet_s
        self._title = ""
        self._started = 0.0
        self._last_line = 0.0

    @contextmanager
    def step(self, title: str) -> Iterator[Progress]:
        """Announce a step and, when it ends without an exception, how long it took."""
        self._title, self._started = title, time.monotonic()
        self._last_line = self._started
        self._write(f"· {title} …", keep=not self._live)
        try:
            yield self
        except BaseException:
            self._write(f"✗ {title}", keep=True)
            raise
        self._write(f"✓ {title} ({time.monotonic() - self._started:.1f} s)", keep=True)

    def note(self, detail: str) -> None:
        """Say how far the present step has come."""
        now = time.monotonic()
        if self._live:
            self._write(f"· {self._title} … {detail} ({now - self._started:.0f} s)", keep=False)
        elif now - self._last_line >= self._quiet_s:
            self._last_line = now
            self._write(f"  {self._title}: {detail} ({now - self._started:.0f} s)", keep=True)

    def line(self, text: str) -> None:
        """Write a line of its own."""
        self._write(text, keep=True)

    def _write(self, text: str, *, keep: bool) -> None:
        start = "\r\x1b[2K" if self._live else ""
        self._stream.write(f"{start}{text}" + ("\n" if keep else ""))
        self._stream.flush()
