"""A browser's session: the refresh token in a cookie that scripts cannot read and other sites cannot use."""

from __future__ import annotations

from http.cookies import Morsel, SimpleCookie
from typing import Any, ClassVar

import httpx
import pytest

from services.api.session_cookie import SessionCookies
from services.users.directory import NewEmployee
from tests.services.api.conftest import RunningApi
from tests.services.api.test_application import assert_problem
from tests.services.people import PASSWORD

ALLOWED = "https://chat.example"


def browse(
    api: RunningApi,
    path: str,
    body: dict[str, Any],
    *,
    cookie: str | None = None,
    token: str | None = None,
    **headers: str,
) -> httpx.Response:
    """POST as a page of the API's own address does; ``headers`` replace or (empty) remove what it sends."""
    sent = {"X-Session-Transport": "cookie", "Origin": api.url, **{k.replace("_", "-"): v for k, v in headers.items()}}
    if cookie is not None:
        sent["Cookie"] = cookie
    return api.call("POST", path, token, json=body, headers={name: value for name, value in sent.items() if value})


def log_in(api: RunningApi, person: NewEmployee, **headers: str) -> httpx.Response:
    return browse(api, "/auth/login", {"email": person.email, "password": PASSWORD}, **headers)


def cookie_of(response: httpx.Response) -> Morsel[str]:
    (morsel,) = SimpleCookie(response.headers["set-cookie"]).values()
    return morsel


def sent_back(response: httpx.Response) -> str:
    morsel = cookie_of(response)
    return f"{morsel.key}={morsel.value}"


def test_log_in_gives_the_refresh_token_in_a_cookie_and_nowhere_else(api: RunningApi) -> None:
    response = log_in(api, api.hire())
    assert response.status_code == 200
    assert set(response.json()) == {"access_token", "token_type", "expires_in"}
    cookie = cookie_of(response)
    assert cookie.value not in response.text
    assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == ("/auth", "Strict", True)
    assert 0 < int(cookie["max-age"]) <= 7 * 24 * 3600
    assert cookie["domain"] == ""


def test_the_cookie_renews_the_session_and_is_renewed_with_it(api: RunningApi) -> None:
    first = log_in(api, api.hire())
    second = browse(api, "/auth/refresh", {}, cookie=sent_back(first))
    assert second.status_code == 200
    assert "refresh_token" not in second.json()
    assert cookie_of(second).value != cookie_of(first).value
    assert api.call("GET", "/me", second.json()["access_token"]).status_code == 200


def test_a_reused_cookie_ends_the_session_and_is_taken_away(api: RunningApi) -> None:
    first = log_in(api, api.hire())
    second = browse(api, "/auth/refresh", {}, cookie=sent_back(first))
    third = browse(api, "/auth/refresh", {}, cookie=sent_back(second))
    reused = browse(api, "/auth/refresh", {}, cookie=sent_back(first))
    assert_problem(reused, 401, "sesion-terminada")
    assert (cookie_of(reused).value, cookie_of(reused)["max-age"]) == ("", "0")
    assert_problem(browse(api, "/auth/refresh", {}, cookie=sent_back(third)), 401, "sesion-terminada")
    assert_problem(api.call("GET", "/me", third.json()["access_token"]), 401, "no-autenticado")


@pytest.mark.parametrize("everywhere", [False, True])
def test_log_out_takes_the_cookie_away_and_ends_its_session(api: RunningApi, everywhere: bool) -> None:
    session = log_in(api, api.hire())
    token = session.json()["access_token"]
    response = browse(api, "/auth/logout", {"everywhere": everywhere}, cookie=sent_back(session), token=token)
    assert response.status_code == 204
    assert (cookie_of(response).value, cookie_of(response)["max-age"]) == ("", "0")
    assert_problem(browse(api, "/auth/refresh", {}, cookie=sent_back(session)), 401, "sesion-terminada")


def test_a_session_is_ended_by_its_cookie_alone(api: RunningApi) -> None:
    session = log_in(api, api.hire())
    response = browse(api, "/auth/revoke", {}, cookie=sent_back(session))
    assert (response.status_code, cookie_of(response)["max-age"]) == (204, "0")
    assert_problem(api.call("GET", "/me", session.json()["access_token"]), 401, "no-autenticado")
    assert browse(api, "/auth/revoke", {}).status_code == 204


def test_a_changed_password_renews_the_cookie(api: RunningApi) -> None:
    session = log_in(api, api.hire())
    body = {"current_password": PASSWORD, "new_password": "colibri-barro-19-ventana-sol"}
    changed = browse(api, "/auth/password", body, token=session.json()["access_token"])
    assert changed.status_code == 200
    assert "refresh_token" not in changed.json()
    assert browse(api, "/auth/refresh", {}, cookie=sent_back(changed)).status_code == 200


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "null",
        "https://malo.example",
        "http://127.0.0.1:1",
        "https://chat.example.malo.example",
        "http://chat.example",
    ],
)
def test_a_page_of_another_site_cannot_use_the_cookie(api: RunningApi, origin: str) -> None:
    session = log_in(api, api.hire())
    for path in ("/auth/refresh", "/auth/revoke"):
        refused = browse(api, path, {}, cookie=sent_back(session), Origin=origin)
        assert_problem(refused, 403, "sin-permiso")
        assert "set-cookie" not in refused.headers
    assert browse(api, "/auth/refresh", {}, cookie=sent_back(session)).status_code == 200


def test_without_the_header_that_forms_cannot_send_the_cookie_counts_for_nothing(api: RunningApi) -> None:
    session = log_in(api, api.hire())
    refused = browse(api, "/auth/refresh", {}, cookie=sent_back(session), X_Session_Transport="")
    problem = assert_problem(refused, 422, "datos-invalidos")
    assert problem["errors"] == [{"pointer": "/refresh_token", "detail": "Falta este dato."}]
    unknown = browse(api, "/auth/refresh", {}, cookie=sent_back(session), X_Session_Transport="galleta")
    assert_problem(unknown, 422, "datos-invalidos")


def test_a_page_of_an_allowed_origin_may_use_it(api: RunningApi) -> None:
    session = log_in(api, api.hire(), Origin=ALLOWED)
    assert session.status_code == 200
    assert session.headers["access-control-allow-credentials"] == "true"
    asked = {"Origin": ALLOWED, "Access-Control-Request-Method": "POST"}
    preflight = api.call("OPTIONS", "/auth/refresh", headers=asked)
    assert preflight.headers["access-control-allow-credentials"] == "true"
    assert "X-Session-Transport" in preflight.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in api.call("OPTIONS", "/me", headers=asked).headers


def test_the_cookie_opens_nothing_but_a_renewal(api: RunningApi) -> None:
    session = log_in(api, api.hire())
    response = api.call("GET", "/me", headers={"Cookie": sent_back(session), "X-Session-Transport": "cookie"})
    assert_problem(response, 401, "no-autenticado")


def test_clients_that_keep_their_token_get_no_cookie(api: RunningApi) -> None:
    person = api.hire()
    response = api.call("POST", "/auth/login", json={"email": person.email, "password": PASSWORD})
    assert response.json()["refresh_token"]
    assert "set-cookie" not in response.headers


def test_only_a_developers_own_machine_does_without_secure(api: RunningApi) -> None:
    assert not cookie_of(log_in(api, api.hire()))["secure"]
    host = "nomina.example"
    public = log_in(api, api.hire(), Host=host, Origin=f"https://{host}")
    assert cookie_of(public)["secure"]


def test_in_production_the_cookie_is_secure_wherever_it_is_asked_for(api: RunningApi) -> None:
    settings = api.services.settings.copy(update={"environment": "production"})
    cookies = SessionCookies(settings)

    class Request:
        headers: ClassVar[dict[str, str]] = {
            "X-Session-Transport": "cookie",
            "host": "127.0.0.1:8000",
            "origin": "https://127.0.0.1:8000",
        }
        cookies: ClassVar[dict[str, str]] = {}

    session = cookies.read(Request())  # type: ignore[arg-type]
    assert session is not None
    assert session.name.startswith("__Secure-")
    assert "; Secure" in session.clear()["Set-Cookie"]
