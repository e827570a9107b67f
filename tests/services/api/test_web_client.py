"""The web client's files at the API's own address."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.api.web_client import WebClient, content_security_policy
from tests.services.api.conftest import RunningApi


def test_the_policy_of_the_page_admits_its_own_scripts_and_nothing_inline() -> None:
    policy = content_security_policy(["http://127.0.0.1:5005"])
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "connect-src 'self' http://127.0.0.1:5005;" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("present", [False, True])
def test_there_is_a_client_only_when_it_was_built(tmp_path: Path, present: bool) -> None:
    if present:
        (tmp_path / "index.html").write_text("<!doctype html><title>ChatNomina</title>")
    assert (WebClient.read(tmp_path, []) is not None) is present


def test_the_api_says_where_the_assistant_is_and_how_one_can_log_in(api: RunningApi) -> None:
    reply = api.call("GET", "/client-configuration")
    assert reply.json() == {
        "assistant_url": api.services.settings.assistant_address,
        "directory_login": False,
    }
