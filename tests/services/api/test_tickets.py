"""The operation that exchanges an access token for a one-time ticket, over real HTTP."""

from __future__ import annotations

from dataclasses import replace
from http.cookies import SimpleCookie

import pytest

from services.api.operation import Call
from services.api.routes.tickets import operations
from services.auth.sessions import Client
from services.auth.tokens import TICKET_COOKIE, join_ticket, ticket_key, ticket_name
from tests.services.api.conftest import RunningApi


def test_gives_a_ticket_for_the_token_that_asks(api: RunningApi) -> None:
    token = api.token_of(api.hire())
    response = api.call("POST", "/auth/ticket", token)
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    ticket = response.json()["ticket"]
    assert 1 <= response.json()["expires_in"] <= 60
    kept = api.services.redis.getdel(ticket_key(api.services.settings.tenant, ticket_name(ticket)))
    assert kept is not None
    assert join_ticket(ticket, kept.decode()) == token


def test_gives_it_in_a_cookie_that_the_page_cannot_read_and_that_goes_to_the_chat_alone(api: RunningApi) -> None:
    token = api.token_of(api.hire())
    response = api.call("POST", "/auth/ticket/cookie", token)
    assert (response.status_code, response.content) == (204, b"")
    cookie = SimpleCookie(response.headers["set-cookie"])[TICKET_COOKIE]
    assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == ("/socket.io", "Strict", True)
    assert 1 <= int(cookie["max-age"]) <= 60
    kept = api.services.redis.getdel(ticket_key(api.services.settings.tenant, ticket_name(cookie.value)))
    assert kept is not None
    assert join_ticket(cookie.value, kept.decode()) == token


@pytest.mark.parametrize(("environment", "secure"), [("production", True), ("staging", True), ("development", False)])
def test_the_cookie_goes_over_tls_alone_but_on_a_developers_machine(
    api: RunningApi, environment: str, secure: bool
) -> None:
    settings = api.services.settings.copy(update={"environment": environment})
    services = replace(api.services, settings=settings)
    (cookie,) = [each for each in operations(services) if each.operation_id == "connectionTicketCookie"]
    token = api.token_of(api.hire())
    call = Call(Client(), "prueba", token=api.services.auth.authenticate(token), bearer=token)
    header = cookie.handler(call).headers["Set-Cookie"]
    assert ("; Secure" in header) is secure


@pytest.mark.parametrize("path", ["/auth/ticket", "/auth/ticket/cookie"])
def test_gives_none_without_a_valid_token(api: RunningApi, path: str) -> None:
    person = api.hire()
    token = api.token_of(person)
    assert api.call("POST", path).status_code == 401
    assert api.call("POST", path, token[:-4] + "AAAA").status_code == 401
    assert api.call("POST", "/auth/logout", token, json={}).status_code == 204
    assert api.call("POST", path, token).status_code == 401


def test_the_lag_of_the_history_is_among_the_metrics(api: RunningApi) -> None:
    assert "chatnomina_chat_history_lag_events 0.0" in api.call("GET", "/metrics").text
