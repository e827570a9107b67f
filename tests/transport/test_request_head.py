"""Which heads of requests can be read in one way only, and what the servers answer to the others."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import pytest

from tests.product import RunningProduct
from transport.request_head import MalformedRequest, require_well_formed

PATIENCE_S = 60
GOOD = b"POST /auth/login?x=%C3%B1 HTTP/1.1\r\nHost: x\r\nContent-Type: application/json"
BAD_FIELDS = {
    "negative": b"Content-Length: -5",
    "signed": b"Content-Length: +5",
    "in-words": b"Content-Length: cinco",
    "empty": b"Content-Length:",
    "list": b"Content-Length: 5, 5",
    "twice": b"Content-Length: 5\r\nContent-Length: 5",
    "two": b"Content-Length: 0\r\nContent-Length: 40",
    "two-cases": b"Content-Length: 0\r\ncontent-length: 40",
    "both": b"Content-Length: 5\r\nTransfer-Encoding: chunked",
    "unknown-coding": b"Transfer-Encoding: xchunked",
    "two-codings": b"Transfer-Encoding: gzip, chunked",
    "coding-twice": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
    "space-before-colon": b"Transfer-Encoding : chunked",
    "folded": b"X: a\r\n Transfer-Encoding: chunked",
    "bare-line-feed": b"X: a\nTransfer-Encoding: chunked",
    "bare-return": b"X: a\rb",
    "nul": b"X: a\x00b",
    "no-colon": b"Content-Length",
    "no-name": b": x",
    "second-host": b"Host: y",
}
BAD_LINES = {
    "no-method": b"/ HTTP/1.1",
    "lower-case": b"get / HTTP/1.1",
    "two-spaces": b"GET  / HTTP/1.1",
    "space-inside": b"GET /a b HTTP/1.1",
    "control": b"GET /\x00 HTTP/1.1",
    "not-ascii": b"GET /\xff HTTP/1.1",
    "other-version": b"GET / HTTP/2.0",
    "words": b"GARBAGE",
    "nothing": b"",
}


@pytest.mark.parametrize(
    "head",
    [
        GOOD,
        GOOD + b"\r\nContent-Length: 17",
        GOOD + b"\r\ncontent-length:17",
        GOOD + b"\r\nTransfer-Encoding: chunked",
        GOOD + b"\r\nUser-Agent: m\xf3vil\tuno\r\nAccept:",
        b"GET / HTTP/1.0",
        b"OPTIONS * HTTP/1.1\r\nHost: x",
    ],
)
def test_what_clients_send_is_let_through(head: bytes) -> None:
    require_well_formed(head)


@pytest.mark.parametrize("field", BAD_FIELDS.values(), ids=BAD_FIELDS)
def test_what_can_be_read_in_two_ways_is_refused(field: bytes) -> None:
    with pytest.raises(MalformedRequest):
        require_well_formed(GOOD + b"\r\n" + field)


@pytest.mark.parametrize("line", BAD_LINES.values(), ids=BAD_LINES)
def test_a_request_line_that_is_none_is_refused(line: bytes) -> None:
    with pytest.raises(MalformedRequest):
        require_well_formed(line + b"\r\nHost: x")


def test_chunks_belong_to_http_1_1() -> None:
    with pytest.raises(MalformedRequest):
        require_well_formed(b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked")


def answers(port: int, request: bytes) -> str:
    """Everything that a server sends back until it closes the connection."""
    received = b""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S) as connection:
        connection.sendall(request)
        try:
            while part := connection.recv(65_536):
                received += part
        except ConnectionResetError:
            pass  # it closed with our bytes still unread
    return received.decode("latin-1")


@pytest.mark.parametrize("server", ["services", "rasa", "actions"])
def test_no_server_reads_on_and_all_go_on_answering(stack: RunningProduct, server: str) -> None:
    port, path, alive, status = {
        "services": (urlsplit(stack.services_url).port, "/auth/login", "/health", 400),
        "rasa": (urlsplit(stack.rasa_url).port, "/webhooks/rest/webhook", "/webhooks/rest/", 400),
        # It tells nobody but Rasa what was wrong.
        "actions": (int(stack.variables["ACTIONS_PORT"]), "/webhook", "/health", 401),
    }[server]
    assert port is not None
    smuggled = f"GET {alive} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    for field in BAD_FIELDS.values():
        request = f"POST {path} HTTP/1.1\r\nHost: x\r\n".encode() + field + b"\r\n\r\n0\r\n\r\n" + smuggled
        told = answers(port, request)
        assert told.startswith(f"HTTP/1.1 {status} "), (field, told[:80])
        assert told.count("HTTP/1.1 ") == 1, field
    well = f"GET {alive} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    assert answers(port, well.encode()).startswith("HTTP/1.1 200 ")
