"""What holds for every operation: policies, authentication, problems, headers, limits."""

from __future__ import annotations

import dataclasses
import re
from typing import Any, cast
from uuid import uuid4

import httpx
import pytest
from prometheus_client import CollectorRegistry
from redis.exceptions import ConnectionError as RedisConnectionError

from services.api.application import RESPONSE_HEADERS, UndeclaredPolicy, create_application
from services.api.metrics import ApiMetrics
from services.api.server import declared_operations
from services.auth.principal import Role
from tests.services.api.conftest import RunningApi
from tests.services.people import PASSWORD


def assert_problem(response: httpx.Response, status: int, slug: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json; charset=utf-8"
    problem: dict[str, Any] = response.json()
    assert problem["type"] == f"urn:chatnomina:problem:{slug}"
    assert problem["instance"] == f"urn:uuid:{response.headers['x-correlation-id']}"
    return problem


def operations_of(api: RunningApi) -> list[Any]:
    return declared_operations(api.services, ApiMetrics(CollectorRegistry()))


def concrete(path: str) -> str:
    return (
        path.replace("<user_id:str>", str(uuid4()))
        .replace("<session_id:str>", str(uuid4()))
        .replace("<month:str>", "2026-03")
    )


def test_an_operation_without_a_policy_keeps_the_application_from_starting(api: RunningApi) -> None:
    operation = dataclasses.replace(operations_of(api)[0], policy=cast("Any", None))
    with pytest.raises(UndeclaredPolicy):
        create_application(api.services, [operation], ApiMetrics(CollectorRegistry()))


def test_every_operation_that_is_not_public_asks_for_a_token(api: RunningApi) -> None:
    guarded = [operation for operation in operations_of(api) if operation.policy.authenticated]
    assert len(guarded) >= 10
    for operation in guarded:
        for headers in ({}, {"Authorization": "Bearer a.b.c"}, {"Authorization": "Basic YTpi"}):
            response = api.call(operation.method, concrete(operation.path), headers=headers, content=b"{}")
            assert_problem(response, 401, "no-autenticado")
            assert response.headers["www-authenticate"].startswith("Bearer")


def test_the_public_operations_are_these_and_no_others(api: RunningApi) -> None:
    assert {f"{o.method} {o.path}" for o in operations_of(api) if not o.policy.authenticated} == {
        "GET /health",
        "GET /ready",
        "GET /metrics",
        "GET /.well-known/jwks.json",
        "GET /openapi.json",
        "GET /docs",
        "GET /client-configuration",
        "POST /auth/login",
        "POST /auth/refresh",
        "POST /auth/revoke",
        "POST /auth/password/reset-request",
        "POST /auth/password/reset",
        "GET /verificar/<code:str>",
    }


def test_a_token_in_the_address_is_no_token(api: RunningApi) -> None:
    token = api.token_of(api.hire())
    assert_problem(api.call("GET", f"/me?access_token={token}"), 401, "no-autenticado")


@pytest.mark.parametrize(
    ("content", "headers", "status", "slug"),
    [
        (b"{", {"Content-Type": "application/json"}, 400, "solicitud-invalida"),
        (b"[]", {"Content-Type": "application/json"}, 400, "solicitud-invalida"),
        (b'{"email":"a@b.co","email":"c@d.co"}', {"Content-Type": "application/json"}, 400, "solicitud-invalida"),
        (b'{"email": NaN}', {"Content-Type": "application/json"}, 400, "solicitud-invalida"),
        (b"\xff", {"Content-Type": "application/json"}, 400, "solicitud-invalida"),
        (b"[" * 60_000, {"Content-Type": "application/json"}, 400, "solicitud-invalida"),
        (b"{}", {"Content-Type": "text/plain"}, 415, "tipo-no-admitido"),
        (b"{}", {}, 415, "tipo-no-admitido"),
        (b"{}", {"Content-Type": "application/json"}, 422, "datos-invalidos"),
        (
            b'{"email":"a@b.co","password":"x","rol":"admin"}',
            {"Content-Type": "application/json"},
            422,
            "datos-invalidos",
        ),
        (b"a" * 70_000, {"Content-Type": "application/json"}, 413, "demasiado-grande"),
    ],
)
def test_refuses_a_body_that_is_not_what_was_declared(
    api: RunningApi, content: bytes, headers: dict[str, str], status: int, slug: str
) -> None:
    assert_problem(api.call("POST", "/auth/login", content=content, headers=headers), status, slug)


def test_names_each_wrong_field_in_spanish(api: RunningApi) -> None:
    problem = assert_problem(api.call("POST", "/auth/login", json={"email": "a", "otro": 1}), 422, "datos-invalidos")
    assert {(item["pointer"], item["detail"]) for item in problem["errors"]} == {
        ("/email", "Es demasiado corto."),
        ("/password", "Falta este dato."),
        ("/otro", "Este dato no se admite."),
    }


def test_unknown_addresses_and_methods_are_problems_too(api: RunningApi) -> None:
    assert_problem(api.call("GET", "/nada"), 404, "no-encontrado")
    response = api.call("PUT", "/auth/login")
    assert_problem(response, 405, "metodo-no-permitido")
    assert response.headers["allow"]


def test_unknown_and_repeated_parameters_are_refused(api: RunningApi) -> None:
    token = api.token_of(api.hire())
    for query in ("?desde=2026-01", "?from=2026-01&from=2026-02", "?from=2026-13", "?from=", "?user_id=yo"):
        assert_problem(api.call("GET", "/payslips" + query, token), 422, "datos-invalidos")


def test_every_response_carries_the_security_headers(api: RunningApi) -> None:
    token = api.token_of(api.hire())
    answers = {
        200: api.call("GET", "/health"),
        204: api.call("POST", "/auth/logout", token, json={}),
        400: api.call("POST", "/auth/login", content=b"{", headers={"Content-Type": "application/json"}),
        401: api.call("GET", "/me"),
        404: api.call("GET", "/nada"),
        405: api.call("PUT", "/auth/login"),
        413: api.call("POST", "/auth/login", content=b"a" * 70_000, headers={"Content-Type": "application/json"}),
        422: api.call("POST", "/auth/login", json={}),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        assert {name: answer.headers.get(name) for name in RESPONSE_HEADERS} == RESPONSE_HEADERS, status
        assert answer.headers["x-correlation-id"]
        assert "sanic" not in str(answer.headers).lower()


def test_the_documentation_is_read_without_anything_from_outside(api: RunningApi) -> None:
    page = api.call("GET", "/docs")
    assert {name: page.headers.get(name) for name in RESPONSE_HEADERS if name != "Content-Security-Policy"} == {
        name: value for name, value in RESPONSE_HEADERS.items() if name != "Content-Security-Policy"
    }
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    links = re.findall(r'(?:href|src)="([^"]*)"', page.text)
    anchors = set(re.findall(r' id="([^"]*)"', page.text))
    assert {link for link in links if not link.startswith("#")} == {"/openapi.json"}
    assert {link[1:] for link in links if link.startswith("#")} <= anchors
    assert {operation.operation_id for operation in operations_of(api)} <= anchors
    assert "<script" not in page.text


def test_lets_an_allowed_origin_in_and_no_other(api: RunningApi) -> None:
    asked = {"Access-Control-Request-Method": "POST"}
    allowed = api.call("OPTIONS", "/auth/login", headers={"Origin": "https://chat.example", **asked})
    assert allowed.status_code == 204
    assert allowed.headers["access-control-allow-origin"] == "https://chat.example"
    refused = api.call("OPTIONS", "/auth/login", headers={"Origin": "https://malo.example", **asked})
    assert "access-control-allow-origin" not in refused.headers


def test_an_unforeseen_failure_names_nothing(api: RunningApi, monkeypatch: pytest.MonkeyPatch) -> None:
    token = api.token_of(api.hire())

    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("salario 1750905")

    monkeypatch.setattr(api.services.users, "profile", crash)
    response = api.call("GET", "/me", token)
    assert_problem(response, 500, "error-interno")
    assert "1750905" not in response.text


def test_a_slow_service_is_cut_off(api: RunningApi, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    token = api.token_of(api.hire())
    released = threading.Event()
    monkeypatch.setattr(api.services.users, "profile", lambda *_: released.wait(30))
    response = api.call("GET", "/me", token)
    released.set()
    assert_problem(response, 503, "tiempo-agotado")
    assert response.headers["retry-after"] == "2"


def test_without_redis_nobody_logs_in_and_whoever_has_goes_on(api: RunningApi, monkeypatch: pytest.MonkeyPatch) -> None:
    person = api.hire()
    tokens = api.log_in(person)
    other = api.log_in(person)["access_token"]
    assert api.call("POST", "/auth/logout", other, json={}).status_code == 204

    def unreachable(*_: object, **__: object) -> None:
        raise RedisConnectionError

    monkeypatch.setattr(api.services.limiter, "_take", unreachable)
    monkeypatch.setattr(api.services.auth._revocations, "is_revoked", unreachable)
    for password in (PASSWORD, "otra-clave-cualquiera"):
        refused = api.call("POST", "/auth/login", json={"email": person.email, "password": password})
        assert_problem(refused, 503, "no-disponible")
        assert refused.headers["retry-after"] == "2"
    reset = api.call("POST", "/auth/password/reset-request", json={"email": person.email})
    assert_problem(reset, 503, "no-disponible")
    assert api.call("GET", "/me", tokens["access_token"]).status_code == 200
    assert api.call("GET", "/me", other).status_code == 401
    assert api.call("POST", "/auth/refresh", json={"refresh_token": tokens["refresh_token"]}).status_code == 200


def test_metrics_count_routes_not_addresses(api: RunningApi) -> None:
    person = api.hire(Role.HR)
    api.call("GET", f"/people/{person.user_id}", api.token_of(person))
    text = api.call("GET", "/metrics").text
    assert 'route="/people/<user_id:str>"' in text
    assert str(person.user_id) not in text


def test_liveness_and_readiness(api: RunningApi) -> None:
    assert api.call("GET", "/health").json() == {"status": "ok"}
    assert api.call("GET", "/ready").json() == {"status": "ok"}
