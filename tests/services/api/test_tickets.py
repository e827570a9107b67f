"""The operation that exchanges an access token for a one-time ticket, over real HTTP."""

from __future__ import annotations

from services.auth.tokens import join_ticket, ticket_key, ticket_name
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


def test_gives_none_without_a_valid_token(api: RunningApi) -> None:
    person = api.hire()
    token = api.token_of(person)
    assert api.call("POST", "/auth/ticket").status_code == 401
    assert api.call("POST", "/auth/ticket", token[:-4] + "AAAA").status_code == 401
    assert api.call("POST", "/auth/logout", token, json={}).status_code == 204
    assert api.call("POST", "/auth/ticket", token).status_code == 401


def test_the_lag_of_the_history_is_among_the_metrics(api: RunningApi) -> None:
    assert "chatnomina_chat_history_lag_events 0.0" in api.call("GET", "/metrics").text
