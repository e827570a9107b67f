"""What the running task knows of the turn it is in."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


class TurnFailed(Exception):
    """The turn could not be completed; nothing of it was stored, and sending the message again is safe."""


@dataclass
class Turn:
    """A message being answered.

    `replies` returns what has been answered so far, as the channel will send it; it is stored under
    `client_message_id` together with the turn's events. `intent` and `stored_events` (of the whole conversation) are
    known once the turn is stored. `turn_id` names the turn for good; `stored_utterances` counts those already saved.
    `opened` is what the tracker store's `opening` found when the conversation's lock was taken.
    """

    client_message_id: str | None
    replies: Callable[[], list[dict[str, Any]]]
    turn_id: str | None = None
    stored_utterances: int = 0
    failure: Exception | None = field(default=None)
    intent: str | None = None
    stored_events: int = 0
    opened: list[Any] | None = field(default=None, repr=False)

    def take_opened(self) -> list[Any] | None:
        """What was found at the opening, once: later reads go to the store."""
        opened, self.opened = self.opened, None
        return opened

    def fail(self, error: Exception) -> None:
        """Note that a part of the turn failed; the first failure stays."""
        self.failure = self.failure or error

    def raise_failure(self) -> None:
        """Raise `TurnFailed` when a part of the turn failed."""
        if self.failure is not None:
            raise TurnFailed("a part of the turn failed") from self.failure


def utterance_id(turn_id: str, number: int) -> str:
    """The lasting name of the `number`-th utterance (from 1 on) of a turn, as clients and the history know it."""
    return f"{turn_id}.{number}"


current_turn: ContextVar[Turn | None] = ContextVar("current_turn", default=None)
