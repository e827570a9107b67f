"""How stored utterances are put for Socket.IO clients."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.said_messages import event_number, parts_of

BUTTON = {"title": "Sí", "payload": "/afirmar", "extra": 1}
CHOICE = {"content_type": "text", "title": "Sí", "payload": "/afirmar"}


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        ({}, []),
        ({"text": None, "buttons": None, "custom": None}, []),
        ({"text": "Hola"}, [{"text": "Hola"}]),
        ({"text": "¿Seguro?", "buttons": [BUTTON]}, [{"text": "¿Seguro?", "quick_replies": [CHOICE]}]),
        ({"text": "¿Seguro?", "quick_replies": [BUTTON]}, [{"text": "¿Seguro?", "quick_replies": [CHOICE]}]),
        ({"text": "Tabla", "custom": {"type": "table"}}, [{"text": "Tabla"}, {"custom": {"type": "table"}}]),
        ({"image": "a.png"}, [{"attachment": {"type": "image", "payload": {"src": "a.png"}}}]),
        ({"attachment": {"type": "file"}}, [{"attachment": {"type": "file"}}]),
        (
            {"elements": [{"title": "a"}]},
            [
                {
                    "attachment": {
                        "type": "template",
                        "payload": {"template_type": "generic", "elements": [{"title": "a"}]},
                    }
                }
            ],
        ),
    ],
)
def test_an_utterance_is_put_in_parts(content: dict[str, Any], parts: list[dict[str, Any]]) -> None:
    assert parts_of(content) == parts


@pytest.mark.parametrize(("event_id", "number"), [("12", 12), ("12.1", 12), (12, 12), ("0", 0)])
def test_an_id_names_an_event(event_id: object, number: int) -> None:
    assert event_number(event_id) == number


@pytest.mark.parametrize("event_id", [None, "", "x", "-1", -1, True, 1.5, "٣", "9" * 25, [], {"id": "1"}])
def test_what_is_no_id_names_nothing(event_id: object) -> None:
    assert event_number(event_id) is None
