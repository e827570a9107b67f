"""The authenticated REST channel, over real HTTP with a real assistant."""

from __future__ import annotations

import asyncio
import base64
import json
from typing import Any
from uuid import uuid4

import httpx
import jwt
import pytest
import redis
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from rasa.core.channels.channel import UserMessage

from context.keys import Keyspace
from services.auth.tokens import session_revocation_key, user_revocation_key
from tests.connectors.conftest import TENANT, Channel

HELLO = {"message": "hola"}


def assert_problem(response: httpx.Response, status: int, slug: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json; charset=utf-8"
    problem: dict[str, Any] = response.json()
    assert problem["type"] == f"urn:chatnomina:problem:{slug}"
    assert problem["status"] == status
    assert problem["instance"] == f"urn:uuid:{response.headers['x-correlation-id']}"
    assert problem["title"]
    assert problem["detail"]
    return problem


def test_answers_the_subject_of_the_token(channel: Channel) -> None:
    person = uuid4()
    response = channel.send(HELLO, channel.identity.token(person))
    assert response.status_code == 200
    message_id = f"{response.headers['x-correlation-id']}.1"
    assert response.json() == [{"recipient_id": str(person), "text": "¡Hola!", "message_id": message_id}]


def test_the_id_of_a_reply_is_that_of_its_stored_event_and_stays_when_it_is_sent_again(
    channel: Channel, redis_client: redis.Redis
) -> None:
    person = uuid4()
    token = channel.identity.token(person)
    body = {**HELLO, "client_message_id": "m-1"}
    (first,) = channel.send(body, token).json()
    (again,) = channel.send(body, token).json()
    stored = redis_client.lrange(Keyspace(TENANT).conversation(str(person)).events, 0, -1)
    said = [event for event in map(json.loads, stored) if event["event"] == "bot"]
    assert [event["metadata"]["message_id"] for event in said] == [first["message_id"]] == [again["message_id"]]


def test_passes_buttons_and_custom_payloads_through(channel: Channel) -> None:
    person = uuid4()
    options, table = channel.send({"message": "opciones"}, channel.identity.token(person)).json()
    assert [reply.pop("message_id").split(".")[1] for reply in (options, table)] == ["1", "2"]
    assert options == {
        "recipient_id": str(person),
        "text": "¿Qué quieres ver?",
        "buttons": [{"title": "Mi salario", "payload": "/consultar_salario"}],
    }
    assert table == {"recipient_id": str(person), "custom": {"type": "table", "rows": []}}


def test_accepts_ones_own_sender(channel: Channel) -> None:
    person = uuid4()
    response = channel.send({**HELLO, "sender": str(person)}, channel.identity.token(person))
    assert response.status_code == 200


@pytest.mark.parametrize("sender", ["otro", "2f7c1d9e-5b3a-4c8e-9f10-6a7b8c9d0e1f", 7, ["a"], {"id": 1}, ""])
def test_refuses_another_sender(channel: Channel, sender: object) -> None:
    response = channel.send({**HELLO, "sender": sender}, channel.identity.token(uuid4()))
    assert_problem(response, 403, "remitente-ajeno")


def test_asks_for_a_token(channel: Channel) -> None:
    response = channel.send(HELLO)
    assert_problem(response, 401, "no-autenticado")
    assert response.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "header", ["Basic YTpi", "Bearer", "Bearer a b", "Bearer x.y.z", "bearer " + "a" * 5000, "Bearer " + "a" * 5000]
)
def test_refuses_what_is_not_a_token(channel: Channel, header: str) -> None:
    response = channel.send(HELLO, Authorization=header)
    assert_problem(response, 401, "no-autenticado")
    assert response.headers["www-authenticate"].startswith("Bearer error=")


FORGED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "no-signature": ({"alg": "none"}, {}),
    "shared-secret": ({"alg": "HS256"}, {}),
    "other-type": ({"typ": "JWT"}, {}),
    "refresh-type": ({"typ": "rt+jwt"}, {}),
    "unknown-key": ({"kid": "otra"}, {}),
    "critical": ({"crit": ["exp"]}, {}),
    "other-issuer": ({}, {"iss": "otro"}),
    "other-audience": ({}, {"aud": "otra"}),
    "expired": ({}, {"exp": 1}),
    "to-come": ({}, {"nbf": 2**33}),
    "nobody": ({}, {"sub": "default"}),
    "no-session": ({}, {"sid": None}),
    "other-role": ({}, {"roles": ["root"]}),
    "huge": ({}, {"note": "a" * 5_000}),
}


@pytest.mark.parametrize("name", ["genuine", "stranger", *FORGED])
def test_a_token_that_states_anything_else_is_none(channel: Channel, name: str) -> None:
    key_id, key = channel.identity.ring.current()
    genuine = channel.identity.token(uuid4())
    header, claims = FORGED.get(name, ({}, {}))
    stated = {**jwt.decode(genuine, options={"verify_signature": False}), **claims}
    parts = [{"alg": "EdDSA", "typ": "at+jwt", "kid": key_id, **header}, stated]
    signed = ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts)
    signer = Ed25519PrivateKey.generate() if name == "stranger" else key
    token = f"{signed}.{base64.urlsafe_b64encode(signer.sign(signed.encode())).decode().rstrip('=')}"
    # What is left out of each forgery is as it should be, or the refusal would prove nothing.
    assert channel.send(HELLO, token).status_code == (200 if name == "genuine" else 401)


def test_refuses_a_revoked_session_at_once(channel: Channel, redis_client: redis.Redis) -> None:
    session_id = uuid4()
    token = channel.identity.token(uuid4(), session_id)
    assert channel.send(HELLO, token).status_code == 200
    redis_client.set(session_revocation_key(TENANT, session_id), b"1", ex=60)
    assert_problem(channel.send(HELLO, token), 401, "no-autenticado")


def test_refuses_a_person_cut_off(channel: Channel, redis_client: redis.Redis) -> None:
    person = uuid4()
    token = channel.identity.token(person)
    redis_client.set(user_revocation_key(TENANT, person), b"1", ex=60)
    assert_problem(channel.send(HELLO, token), 401, "no-autenticado")


@pytest.mark.parametrize(
    ("body", "status", "slug"),
    [
        ({}, 422, "mensaje-vacio"),
        ({"message": None}, 422, "mensaje-vacio"),
        ({"message": ""}, 422, "mensaje-vacio"),
        ({"message": " \n\t "}, 422, "mensaje-vacio"),
        ({"message": '/session_start{"sender_id": "otro"}'}, 422, "mensaje-vacio"),
        ({"message": 5}, 422, "mensaje-no-es-texto"),
        ({"message": ["hola"]}, 422, "mensaje-no-es-texto"),
        ({"message": {"text": "hola"}}, 422, "mensaje-no-es-texto"),
        ({"message": "hola\x00"}, 422, "mensaje-no-es-texto"),
        ('{"message": "\\ud800"}', 422, "mensaje-no-es-texto"),
        ({"message": "a" * 2001}, 422, "mensaje-muy-largo"),
        ({**HELLO, "client_message_id": "a b"}, 422, "identificador-invalido"),
        ({**HELLO, "client_message_id": "a" * 65}, 422, "identificador-invalido"),
        ({**HELLO, "client_message_id": ["a"]}, 422, "identificador-invalido"),
        ("hola", 400, "solicitud-invalida"),
        ("[1]", 400, "solicitud-invalida"),
        ("null", 400, "solicitud-invalida"),
        ("", 400, "solicitud-invalida"),
        ("[" * 50_000, 400, "solicitud-invalida"),
        (b"\xff\xfe", 400, "solicitud-invalida"),
    ],
)
def test_refuses_a_body_that_is_not_a_message(channel: Channel, body: Any, status: int, slug: str) -> None:
    assert_problem(channel.send(body, channel.identity.token(uuid4())), status, slug)


def test_accepts_two_thousand_characters(channel: Channel) -> None:
    text = "hola " + "ñ" * 1995
    assert channel.send({"message": text}, channel.identity.token(uuid4())).status_code == 200


def test_refuses_another_content_type(channel: Channel) -> None:
    token = channel.identity.token(uuid4())
    response = channel.send("message=hola", token, **{"Content-Type": "application/x-www-form-urlencoded"})
    assert_problem(response, 415, "tipo-no-admitido")


def test_refuses_an_oversized_body(channel: Channel) -> None:
    response = channel.send({"message": "a" * 70_000}, channel.identity.token(uuid4()))
    assert_problem(response, 413, "demasiado-grande")


def test_refuses_other_methods(channel: Channel) -> None:
    response = httpx.get(f"{channel.url}/webhooks/rest/webhook")
    assert_problem(response, 405, "metodo-no-permitido")
    assert response.headers["allow"] == "POST, OPTIONS"


def test_refuses_two_identifiers_that_differ(channel: Channel) -> None:
    token = channel.identity.token(uuid4())
    response = channel.send({**HELLO, "client_message_id": "uno"}, token, **{"Idempotency-Key": "dos"})
    assert_problem(response, 422, "identificador-invalido")


def test_limits_the_messages_of_a_person_and_of_nobody_else(channel: Channel) -> None:
    token = channel.identity.token(uuid4())
    assert [channel.send(HELLO, token).status_code for _ in range(5)] == [200] * 5
    response = channel.send(HELLO, token)
    assert_problem(response, 429, "demasiados-mensajes")
    assert 1 <= int(response.headers["retry-after"]) <= 60
    assert channel.send(HELLO, channel.identity.token(uuid4())).status_code == 200


def test_the_server_alone_writes_the_metadata(channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[UserMessage] = []
    processor = channel.app.ctx.agent.processor
    answer = processor.handle_message

    async def listen(message: UserMessage) -> Any:
        heard.append(message)
        return await answer(message)

    monkeypatch.setattr(processor, "handle_message", listen)
    person = uuid4()
    body = {**HELLO, "metadata": {"sender": "otro", "sent_at": "1999"}, "input_channel": "cmdline", "session_id": "x"}
    response = channel.send(body, channel.identity.token(person), **{"Idempotency-Key": "m-1"})
    assert response.status_code == 200
    (message,) = heard
    assert message.sender_id == str(person)
    assert message.input_channel == "rest"
    assert set(message.metadata) == {"sent_at", "correlation_id", "client_message_id"}
    assert message.metadata["client_message_id"] == "m-1"
    assert message.metadata["correlation_id"] == response.headers["x-correlation-id"]
    assert message.metadata["sent_at"].endswith("+00:00")
    assert message.metadata["sent_at"] > "2026"


def test_an_action_server_that_does_not_answer_is_a_failure_not_half_an_answer(
    channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("context.action_endpoint.PatientActionEndpoint.budget_s", 0.5)
    response = channel.send({"message": "salario"}, channel.identity.token(uuid4()))
    problem = assert_problem(response, 503, "no-disponible")
    assert response.headers["retry-after"] == "2"
    assert "9" not in problem["detail"]


def test_a_fault_that_rasa_swallows_is_a_failure(channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise KeyError("utter_saludo")

    monkeypatch.setattr(channel.app.ctx.agent.nlg, "generate", broken)
    monkeypatch.setattr(channel.app.ctx.agent.processor.nlg, "generate", broken)
    assert_problem(channel.send(HELLO, channel.identity.token(uuid4())), 503, "no-disponible")


def test_a_turn_without_reply_is_a_failure(channel: Channel) -> None:
    assert_problem(channel.send({"message": "silencio"}, channel.identity.token(uuid4())), 500, "error-interno")


def test_without_a_trained_assistant_says_so(channel: Channel) -> None:
    channel.app.ctx.agent = None
    response = channel.send(HELLO, channel.identity.token(uuid4()))
    assert_problem(response, 503, "no-disponible")


def test_a_crash_is_a_failure_that_names_nothing(channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    async def crash(_message: UserMessage) -> None:
        raise RuntimeError("salario 1750905")

    monkeypatch.setattr(channel.app.ctx.agent.processor, "handle_message", crash)
    response = channel.send(HELLO, channel.identity.token(uuid4()))
    assert_problem(response, 500, "error-interno")
    assert "1750905" not in response.text


def test_a_turn_beyond_its_time_is_a_failure(channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    async def sleep(_message: UserMessage) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr(channel.app.ctx.agent.processor, "handle_message", sleep)
    response = channel.send(HELLO, channel.identity.token(uuid4()))
    assert_problem(response, 503, "tiempo-agotado")


def test_a_busy_conversation_is_a_failure(channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    from rasa.core.lock_store import LockError

    def busy(*_: object) -> None:
        raise LockError("busy")

    monkeypatch.setattr(type(channel.app.ctx.agent.lock_store), "hold", busy)
    assert_problem(channel.send(HELLO, channel.identity.token(uuid4())), 503, "no-disponible")


def test_lets_an_allowed_origin_in_and_no_other(channel: Channel) -> None:
    url = f"{channel.url}/webhooks/rest/webhook"
    asked = {"Access-Control-Request-Method": "POST"}
    allowed = httpx.options(url, headers={"Origin": "https://chat.example", **asked})
    assert allowed.status_code == 204
    assert allowed.headers["access-control-allow-origin"] == "https://chat.example"
    assert "Authorization" in allowed.headers["access-control-allow-headers"]
    refused = httpx.options(url, headers={"Origin": "https://malo.example", **asked})
    assert "access-control-allow-origin" not in refused.headers
    answered = channel.send(HELLO, channel.identity.token(uuid4()), Origin="https://chat.example")
    assert answered.headers["access-control-allow-origin"] == "https://chat.example"
    assert answered.headers["vary"] == "Origin"
    assert "access-control-allow-credentials" not in answered.headers


def test_replies_are_json_text_never_markup(channel: Channel) -> None:
    response = channel.send(HELLO, channel.identity.token(uuid4()))
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["cache-control"] == "no-store"
    assert json.loads(response.text)
