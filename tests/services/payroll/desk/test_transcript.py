"""How a shared conversation reads."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from services.chat.service import HistoryMessage
from services.payroll.desk.transcript import transcript_lines

AT = datetime(2026, 11, 25, 21, 0, tzinfo=timezone.utc)


def message(author: str, text: str | None, **attachments: Any) -> HistoryMessage:
    return HistoryMessage("id", author, text, AT, attachments, None, None, None)


def test_a_chosen_button_is_read_by_the_title_that_it_had_then() -> None:
    lines = transcript_lines(
        [
            message("person", "/negar"),
            message("assistant", "¿La registro?", buttons=[{"title": "Sí", "payload": "/afirmar"}]),
            message("person", "/afirmar"),
            message("assistant", "¿La comparto?", buttons=[{"title": "Sí, compartirla", "payload": "/afirmar"}]),
            message("person", "/afirmar"),
            message("person", None),
            message("assistant", "/afirmar"),
        ]
    )
    assert [line.text for line in lines] == [
        "/negar",
        "¿La registro?",
        "Sí",
        "¿La comparto?",
        "Sí, compartirla",
        None,
        "/afirmar",
    ]


def test_what_could_never_be_chosen_is_left_as_it_was_written() -> None:
    asked = message("assistant", "¿Cuál?", quick_replies=None, buttons=[{"title": "Una", "payload": "/una"}])
    (_, line) = transcript_lines([asked, message("person", "/otra")])
    assert (line.author, line.text, line.occurred_at) == ("person", "/otra", AT)
