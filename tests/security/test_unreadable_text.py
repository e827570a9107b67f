"""Text that can be neither stored nor shown, wherever a caller may send it: refused, and never a failure of ours."""

from __future__ import annotations

import base64
import json

import httpx
import pytest
from prometheus_client import CollectorRegistry
from pydantic import ValidationError

from services.api.metrics import ApiMetrics
from services.api.server import declared_operations
from tests.services.api.conftest import RunningApi
from tests.services.people import PASSWORD

UNREADABLE = ["ana\x00@tejidos.example", "ana\ud800@tejidos.example"]
PLACE = base64.urlsafe_b64encode(b"2026-11-25T10:00:00+00:00|\x00").decode()


def post(api: RunningApi, path: str, body: object) -> httpx.Response:
    # The client's own encoder refuses lone surrogates.
    headers = {"Content-Type": "application/json"}
    return httpx.post(api.url + path, content=json.dumps(body).encode(), headers=headers, timeout=20)


@pytest.mark.parametrize("text", UNREADABLE, ids=["nul", "surrogate"])
def test_every_text_of_every_body_is_looked_at(text: str, api: RunningApi) -> None:
    operations = declared_operations(api.services, ApiMetrics(CollectorRegistry()))
    looked_at = set()
    for model in {operation.body for operation in operations if operation.body is not None}:
        for name, field in model.__fields__.items():
            if field.type_ is str or (isinstance(field.type_, type) and issubclass(field.type_, str)):
                with pytest.raises(ValidationError) as refusal:
                    model.parse_obj({name: text})
                # An enumeration refuses it as none of its values.
                assert any(error["loc"] == (name,) for error in refusal.value.errors()), (model, name)
                looked_at.add((model.__name__, name))
    assert {("LoginBody", "email"), ("LoginBody", "password"), ("RefreshBody", "refresh_token")} <= looked_at


@pytest.mark.parametrize("text", UNREADABLE, ids=["nul", "surrogate"])
def test_a_stranger_s_unreadable_text_is_no_failure_of_ours(text: str, api: RunningApi) -> None:
    for path, body in (
        ("/auth/login", {"email": text, "password": "x"}),
        ("/auth/login", {"email": api.hire().email, "password": text}),
        ("/auth/refresh", {"refresh_token": text}),
        ("/auth/password/reset-request", {"email": text}),
        ("/auth/password/reset", {"token": text, "new_password": "x"}),
    ):
        assert post(api, path, body).status_code == 422, (path, body)


def test_a_device_that_calls_itself_something_unreadable_logs_in(api: RunningApi) -> None:
    person = api.hire()
    headers = {"User-Agent": b"Chat m\xf3vil"}
    opened = httpx.post(
        f"{api.url}/auth/login", json={"email": person.email, "password": PASSWORD}, headers=headers, timeout=20
    )
    assert opened.status_code == 200, opened.text
    (session,) = api.call("GET", "/auth/sessions", opened.json()["access_token"]).json()["sessions"]
    assert session["user_agent"].startswith("Chat m")


def test_a_cursor_of_ones_own_making_is_refused(api: RunningApi) -> None:
    assert api.call("GET", f"/chat/history?cursor={PLACE}", api.token_of(api.hire())).status_code == 422
