"""The web client's files at the API's own address."""

from __future__ import annotations

import gzip
import secrets
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from services.api.web_client import WebClient, content_security_policy
from services.bootstrap import build_services
from services.settings import Settings
from tests.services.api.conftest import RunningApi, running_api
from tests.services.api.test_application import assert_problem

PAGE = "<!doctype html><title>ChatNomina</title>" + "<!-- página -->" * 40
SCRIPT = "export const chat = 1;\n" * 80
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(200)


@pytest.fixture(scope="module")
def site(module_database_url: str, redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApi]:
    """The API with a built client: a page, the script that others embed, an asset and a picture; and what is none."""
    folder = tmp_path_factory.mktemp("web")
    build = folder / "dist"
    (build / "assets").mkdir(parents=True)
    (build / "icons").mkdir()
    (build / "index.html").write_text(PAGE, encoding="utf-8")
    (build / "chatnomina.js").write_text(SCRIPT, encoding="utf-8")
    (build / "assets" / "app-0123abcd.js").write_text(SCRIPT, encoding="utf-8")
    (build / "icons" / "icon-192.png").write_bytes(PICTURE)
    (build / ".fingerprint").write_text("0123", encoding="utf-8")
    (folder / "secrets.json").write_text("{}", encoding="utf-8")
    services = build_services(
        Settings(
            environment="test",
            tenant=f"t{secrets.token_hex(6)}",
            data_directory=tmp_path_factory.mktemp("datos"),
            database_url=module_database_url,
            redis_url=redis_url,
            cors_origins="https://chat.example",
            web_client_directory=build,
        )
    )
    with running_api(services) as running:
        yield running


def as_sent(site: RunningApi, path: str, **headers: str) -> tuple[httpx.Response, bytes]:
    """An answer, and its body as it travelled."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    with httpx.stream("GET", site.url + path, headers=sent, timeout=20) as answer:
        return answer, b"".join(answer.iter_raw())


@pytest.mark.parametrize("path", ["/", "/index.html", "/restablecer", "/entrar"])
def test_the_page_is_shown_with_its_policy_and_asked_for_each_time(site: RunningApi, path: str) -> None:
    answer = site.call("GET", path)
    assert (answer.status_code, answer.text) == (200, PAGE)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    policy = answer.headers["content-security-policy"]
    assert policy == content_security_policy([site.services.settings.assistant_address or ""])
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert site.call("HEAD", path).status_code == 200


def test_files_named_by_their_content_are_kept_for_ever_and_the_others_are_asked_for(site: RunningApi) -> None:
    asset, script = site.call("GET", "/assets/app-0123abcd.js"), site.call("GET", "/chatnomina.js")
    assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert script.headers["cache-control"] == "no-cache"
    assert asset.headers["content-type"] == "text/javascript; charset=utf-8"


def test_what_is_there_already_is_not_sent_again(site: RunningApi) -> None:
    etag = site.call("GET", "/chatnomina.js").headers["etag"]
    answer, body = as_sent(site, "/chatnomina.js", If_None_Match=f'W/"x", {etag}')
    assert (answer.status_code, body) == (304, b"")
    assert answer.headers["etag"] == etag
    assert as_sent(site, "/chatnomina.js", If_None_Match='W/"x"')[0].status_code == 200


def test_text_travels_compressed_to_those_who_take_it_and_pictures_as_they_are(site: RunningApi) -> None:
    answer, body = as_sent(site, "/chatnomina.js", Accept_Encoding="gzip")
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(body).decode() == SCRIPT
    assert "Accept-Encoding" in answer.headers["vary"]
    plain, body = as_sent(site, "/chatnomina.js", Accept_Encoding="identity")
    assert "content-encoding" not in plain.headers
    assert body.decode() == SCRIPT
    picture, body = as_sent(site, "/icons/icon-192.png", Accept_Encoding="gzip")
    assert ("content-encoding" in picture.headers, body) == (False, PICTURE)


def test_any_page_may_embed_the_script_and_none_may_frame_the_page(site: RunningApi) -> None:
    script = site.call("GET", "/chatnomina.js")
    assert script.headers["access-control-allow-origin"] == "*"
    assert script.headers["cross-origin-resource-policy"] == "cross-origin"
    page = site.call("GET", "/", headers={"Origin": "https://otro.example"})
    assert "access-control-allow-origin" not in page.headers
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/../secrets.json",
        "/assets/../../secrets.json",
        "/%2e%2e/secrets.json",
        "/assets/..%2f..%2fsecrets.json",
        "/assets/%2e%2e%5c%2e%2e%5csecrets.json",
        "//secrets.json",
        "/.fingerprint",
        "/assets/",
        "/no-hay.js",
    ],
)
def test_only_the_files_of_the_build_are_there(site: RunningApi, path: str) -> None:
    address = urlsplit(site.url)
    with socket.create_connection((address.hostname, address.port), timeout=20) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {address.netloc}\r\nConnection: close\r\n\r\n".encode())
        answer = b""
        while piece := connection.recv(65_536):
            answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.split()[1] in {b"400", b"404"}
    assert b"application/problem+json" in head
    assert PAGE.encode() not in body


def test_an_unknown_path_of_the_api_is_a_problem_and_not_the_page(site: RunningApi) -> None:
    assert_problem(site.call("GET", "/conversacion/1"), 404, "no-encontrado")


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
