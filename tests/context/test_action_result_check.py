from __future__ import annotations

from collections.abc import Iterator

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction

from context.action_result_check import check_action_schema_once

GOOD = [
    {},
    {"events": [], "responses": []},
    {
        "events": [{"event": "slot", "timestamp": None, "name": "tema", "value": "salario"}],
        "responses": [{"text": "x"}],
    },
]
BAD = [
    [],
    {"responses": ["texto"]},
    {"responses": {"text": "x"}},
    {"events": {"event": "slot"}},
    {"events": [{"event": "slot", "timestamp": "ayer", "name": 5}]},
]


@pytest.fixture(params=["stock", "ours"])
def action(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[RemoteAction]:
    """Rasa's action with its own check, and with ours."""
    stock = RemoteAction._validate_action_result
    if request.param == "ours":
        check_action_schema_once()
    yield RemoteAction("action_x", None)
    RemoteAction._validate_action_result = stock


@pytest.mark.parametrize("result", GOOD)
def test_a_proper_answer_passes(action: RemoteAction, result: dict[str, object]) -> None:
    assert action._validate_action_result(result)


@pytest.mark.parametrize("result", BAD)
def test_an_improper_answer_is_refused(action: RemoteAction, result: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        action._validate_action_result(result)
