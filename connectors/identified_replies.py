"""Collects the replies of a turn, each with the id under which the history keeps it."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel

from context.turn_state import utterance_id


class IdentifiedReplies(CollectingOutputChannel):
    """Rasa's collector of replies, with ``message_id`` on each part.

    An utterance may leave in several parts (paragraphs, a structured equivalent): they share one ``message_id``, the
    ``id`` of the one message that ``GET /chat/history`` shows, and what ``POST /chat/feedback`` rates.
    """

    def __init__(self, turn_id: str) -> None:
        super().__init__()
        self._turn_id = turn_id
        self._utterances = 0

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Collect one utterance, the next of its turn."""
        self._utterances += 1
        await super().send_response(recipient_id, message)

    async def _persist_message(self, message: dict[str, Any]) -> None:
        await super()._persist_message({**message, "message_id": utterance_id(self._turn_id, self._utterances)})
