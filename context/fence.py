"""The right to write a conversation, as the running task holds it."""

from __future__ import annotations

from contextvars import ContextVar

held_token: ContextVar[str | None] = ContextVar("held_token", default=None)
"""Token of the conversation lock that the running task holds; a write that shows another one is refused."""


class LockLost(Exception):
    """The conversation's lock went to another holder before the turn was stored."""
