"""Waiting for what another process or thread brings about, with a limit that names what was awaited."""

from __future__ import annotations

import time
from collections.abc import Callable

LIMIT_S = 60.0


def wait_until(
    condition: Callable[[], object],
    what: str,
    limit_s: float = LIMIT_S,
    *,
    every_s: float = 0.05,
    tolerating: tuple[type[Exception], ...] = (),
) -> None:
    """Return once the condition holds; AssertionError when it does not within the limit.

    `tolerating`: what the condition may raise as long as it does not hold.
    """
    deadline = time.monotonic() + limit_s
    while True:
        try:
            if condition():
                return
        except tolerating:
            pass
        if time.monotonic() >= deadline:
            raise AssertionError(f"not within {limit_s:.0f} s: {what}")
        time.sleep(every_s)
