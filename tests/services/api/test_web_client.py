"""The web client's files at the API's own address."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from sanic import Sanic

from services.api.web_client import WebClient, content_security_policy
from tests.services.api.conftest import RunningApi

PAGE = "<!doctype html><title>ChatNomina</title>"
SCRIPT = "export const answer = 42;\n" * 50


@pytest.fixture
def build(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text(PAGE)
    (tmp_path / "assets" / "app-1a2b.js").write_text(SCRIPT)
    (tmp_path / "chatnomina.js").write_text(SCRIPT)
    (tmp_path / "secret.map").write_text("{}")
    (tmp_path / ".fingerprint").write_text("1")
    return tmp_path


@pytest.fixture
def app(build: Path) -> Sanic:
    client = WebClient.read(build, ["http://127.0.0.1:5005"])
    assert client is not None
    app = Sanic(f"web-client-{id(build)}", configure_logging=False)
    client.attach(app)
    return app


def get(app: Sanic, path: str, **headers: str) -> Any:
    _, response = asyncio.run(_get(app, path, headers))
    return response


async def _get(app: Sanic, path: str, headers: dict[str, str]) -> Any:
    return await app.asgi_client.get(path, headers={"Accept-Encoding": "identity", **headers})


def test_the_page_is_at_the_root_and_where_the_reset_mail_leads() -> None:
    policy = content_security_policy(["http://127.0.0.1:5005"])
    assert "script-src 'self';" in policy
    assert "connect-src 'self' http://127.0.0.1:5005;" in policy
    assert "unsafe" not in policy


def test_without_a_build_there_is_no_client(tmp_path: Path) -> None:
    assert WebClient.read(tmp_path, []) is None


def test_the_api_says_where_the_assistant_is(api: RunningApi) -> None:
    reply = api.call("GET", "/client-configuration")
    assert reply.json() == {"assistant_url": api.services.settings.assistant_address}
