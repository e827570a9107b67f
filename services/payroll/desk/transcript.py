"""A shared conversation as whoever handles the case reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.payroll.desk.views import TranscriptLine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.chat.service import HistoryMessage

_CHOICES = ("buttons", "quick_replies")


def transcript_lines(said: Iterable[HistoryMessage]) -> tuple[TranscriptLine, ...]:
    """The lines of what was said, in order; a button that the person chose is read by its title, not by its payload."""
    titles: dict[str, str] = {}
    lines: list[TranscriptLine] = []
    for message in said:
        by_person = message.author == "person"
        text = titles.get(message.text or "", message.text) if by_person else message.text
        lines.append(TranscriptLine(message.author, text, message.occurred_at))
        for name in _CHOICES:
            for choice in message.attachments.get(name) or ():
                titles[choice["payload"]] = choice["title"]
    return tuple(lines)
