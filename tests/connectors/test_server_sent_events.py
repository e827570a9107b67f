"""The REST channel's replies as server-sent events, over real HTTP with a real assistant."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import httpx
import pytest
from rasa.core.channels.channel import UserMessage

from tests.connectors.conftest import Channel

Events = list[tuple[str, dict[str, Any]]]


def ask(channel: Channel, body: Any, token: str | None, query: str = "?stream=true") -> httpx.Response:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    return httpx.post(
        f"{channel.url}/webhooks/rest/webhook{query}", content=json.dumps(body), headers=headers, timeout=20
    )


def events(response: httpx.Response) -> Events:
    """The events of a stream, each a name and one line of JSON."""
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
    found: Events = []
    for block in response.text.removesuffix("\n\n").split("\n\n"):
        name, data = block.split("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def test_streams_the_replies_and_says_when_the_turn_is_stored(channel: Channel) -> None:
    person = uuid4()
    response = ask(channel, {"message": "hola"}, channel.identity.token(person))
    turn_id = response.headers["x-correlation-id"]
    assert events(response) == [
        ("typing", {"active": True}),
        ("message", {"recipient_id": str(person), "text": "¡Hola!", "message_id": f"{turn_id}.1"}),
        ("done", {"correlation_id": turn_id}),
    ]
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-accel-buffering"] == "no"
    assert response.headers["x-content-type-options"] == "nosniff"


def test_a_message_sent_again_streams_the_same_replies(channel: Channel) -> None:
    token = channel.identity.token(uuid4())
    body = {"message": "hola", "client_message_id": "m-1"}
    first, again = (events(ask(channel, body, token)) for _ in range(2))
    assert [name for name, _ in first] == ["typing", "message", "done"]
    assert again[1] == first[1]
    assert [name for name, _ in again] == ["typing", "message", "done"]


def test_what_can_be_refused_before_the_turn_keeps_its_status(channel: Channel) -> None:
    token = channel.identity.token(uuid4())
    assert ask(channel, {"message": "hola"}, None).status_code == 401
    assert ask(channel, {"message": ""}, token).status_code == 422
    assert [ask(channel, {"message": "hola"}, token).status_code for _ in range(6)] == [200] * 5 + [429]


def test_a_failure_after_a_reply_is_told_in_the_stream(channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("context.action_endpoint.PatientActionEndpoint.budget_s", 0.5)
    response = ask(channel, {"message": "salario"}, channel.identity.token(uuid4()))
    names = [name for name, _ in events(response)]
    assert names == ["typing", "message", "problem"]
    problem = events(response)[-1][1]
    assert problem["type"] == "urn:chatnomina:problem:no-disponible"
    assert problem["instance"] == f"urn:uuid:{response.headers['x-correlation-id']}"


def test_a_crash_is_told_without_naming_anything(channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    async def crash(_message: UserMessage) -> None:
        raise RuntimeError("salario 1750905")

    monkeypatch.setattr(channel.app.ctx.agent.processor, "handle_message", crash)
    response = ask(channel, {"message": "hola"}, channel.identity.token(uuid4()))
    assert events(response)[-1][1]["type"] == "urn:chatnomina:problem:error-interno"
    assert "1750905" not in response.text


@pytest.mark.parametrize("query", ["", "?stream=false", "?stream=TRUE", "?stream="])
def test_without_asking_for_a_stream_the_answer_is_a_list(channel: Channel, query: str) -> None:
    response = ask(channel, {"message": "hola"}, channel.identity.token(uuid4()), query)
    assert [reply["text"] for reply in response.json()] == ["¡Hola!"]


def test_a_line_break_in_a_message_stays_inside_its_event(channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    async def generate(*_: object, **__: object) -> dict[str, Any]:
        return {"text": "una\nevent: done\ndata: {}"}

    monkeypatch.setattr(channel.app.ctx.agent.processor.nlg, "generate", generate)
    response = ask(channel, {"message": "hola"}, channel.identity.token(uuid4()))
    assert [name for name, _ in events(response)] == ["typing", "message", "done"]
    assert events(response)[1][1]["text"] == "una\nevent: done\ndata: {}"
