"""The head of an HTTP/1.1 request as RFC 9112 wants it, looked at before the server goes by what it says.

Sanic reads on by whatever length a request claims: a negative one keeps its event loop busy for ever, and of two that
differ it believes one, where a proxy before it may believe the other. Whatever could be read in two ways is refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sanic import Sanic

_REQUEST_LINE = re.compile(rb"[A-Z]{1,20} [\x21-\x7e]+ HTTP/1\.[01]")
# A token before the colon and no control character after it but the tab; bytes beyond ASCII stay what they are.
_FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\x00-\x08\x0a-\x1f\x7f]*?)[ \t]*")
_LENGTH = re.compile(rb"[0-9]{1,18}")


class MalformedRequest(Exception):
    """The head can be read in more than one way; the message names the part, never its content."""


def refuse_malformed_requests(app: Sanic) -> None:
    """Answer 400 and close the connection when the head of a request is not well formed."""
    app.add_signal(_look_at, "http.lifecycle.read_head")


def require_well_formed(head: bytes) -> None:
    """Raise ``MalformedRequest`` unless one reading of a request's head, without its empty line, is possible."""
    request_line, *lines = head.split(b"\r\n")
    if _REQUEST_LINE.fullmatch(request_line) is None:
        raise MalformedRequest("request line")
    given: dict[bytes, list[bytes]] = {b"host": [], b"content-length": [], b"transfer-encoding": []}
    for line in lines:
        field = _FIELD.fullmatch(line)
        if field is None:
            raise MalformedRequest("field")
        given.get(field[1].lower(), []).append(field[2])
    lengths, encodings = given[b"content-length"], given[b"transfer-encoding"]
    if len(given[b"host"]) > 1:
        raise MalformedRequest("host")
    if len(lengths) > 1 or any(_LENGTH.fullmatch(length) is None for length in lengths):
        raise MalformedRequest("content-length")
    if encodings and (encodings != [b"chunked"] or lengths or request_line.endswith(b"1.0")):
        raise MalformedRequest("transfer-encoding")


async def _look_at(head: bytes) -> None:
    require_well_formed(head)
