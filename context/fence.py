"""The right to write a conversation, as the running task holds it."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass
class HeldLock:
    """A conversation's lock while the running task holds it.

    `token` fences writes: one that shows another token is refused. `terms` are what the lock's scripts need besides the
    token; `found` is what was read in the same step in which the lock was taken. Whoever lets go of the lock earlier
    than the context that took it says so with `released`.
    """

    token: str
    queue: str
    terms: Sequence[str | int]
    found: list[Any] = field(default_factory=list)
    released: bool = False


held_lock: ContextVar[HeldLock | None] = ContextVar("held_lock", default=None)
"""The conversation lock that the running task holds."""


class LockLost(Exception):
    """The conversation's lock went to another holder before the turn was stored."""
