"""The built web client, served at the address of the API: the page at ``/``, its files, and the embeddable script."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sanic.response import HTTPResponse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sanic import Sanic
    from sanic.request import Request

PAGE = "index.html"
# Where the page is shown: the reset link of the mails leads to the second, the company's directory back to the third.
# Its own screens are behind `#`.
PAGE_PATHS = ("/", "/restablecer", "/entrar")
_MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".woff2": "font/woff2",
}
_COMPRESSED_ALREADY = frozenset({".png", ".woff2"})
# The names of these hold a hash of their content.
_HASHED_FOLDER = "assets/"
_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_EACH_TIME = "no-cache"


@dataclass(frozen=True)
class _File:
    content: bytes
    compressed: bytes | None
    media_type: str
    etag: str
    headers: dict[str, str]


class WebClient:
    """The files of a build, read once into memory; ``None`` from :meth:`read` when there is no build."""

    def __init__(self, files: dict[str, _File]) -> None:
        self._files = files

    @classmethod
    def read(cls, folder: Path, connects_to: Iterable[str]) -> WebClient | None:
        """The client built in ``folder``, whose page may connect to its own origin and to these."""
        if not (folder / PAGE).is_file():
            return None
        policy = content_security_policy(connects_to)
        files: dict[str, _File] = {}
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and path.suffix in _MEDIA_TYPES:
                files[name] = _file(name, path.suffix, path.read_bytes(), policy)
        return cls(files)

    def attach(self, app: Sanic) -> None:
        """Answer for every file, and for the page where it is shown."""
        for index, path in enumerate(PAGE_PATHS):
            self._route(app, path, self._files[PAGE], f"web_page_{index}")
        # The page under its own name as well: the service worker keeps it by that.
        for index, (name, file) in enumerate(self._files.items()):
            self._route(app, f"/{name}", file, f"web_file_{index}")

    @staticmethod
    def _route(app: Sanic, path: str, file: _File, name: str) -> None:
        async def give(request: Request, **_path_values: Any) -> HTTPResponse:
            request.ctx.route = "web"
            return _response(request, file)

        app.add_route(give, path, methods=["GET", "HEAD"], name=name)


def content_security_policy(connects_to: Iterable[str]) -> str:
    """The policy of the page: its own scripts and styles and nothing inline, and no HTML made out of text."""
    connections = " ".join(["'self'", *sorted(set(connects_to))])
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' blob:",
            "font-src 'self'",
            f"connect-src {connections}",
            "manifest-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types chatnomina",
        ]
    )


def _file(name: str, suffix: str, content: bytes, policy: str) -> _File:
    headers = {
        "Cache-Control": _FOR_EVER if name.startswith(_HASHED_FOLDER) else _ASK_EACH_TIME,
        "Content-Security-Policy": policy,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Vary": "Accept-Encoding, Origin",
    }
    if suffix in {".js", ".woff2"}:
        # Any page may embed the script; what it may then ask for is decided by CORS_ORIGINS, call by call.
        headers |= {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
    return _File(
        content,
        None if suffix in _COMPRESSED_ALREADY else gzip.compress(content, 9, mtime=0),
        _MEDIA_TYPES[suffix],
        f'W/"{hashlib.sha256(content).hexdigest()[:20]}"',
        headers,
    )


def _response(request: Request, file: _File) -> HTTPResponse:
    headers = {**file.headers, "ETag": file.etag}
    if file.etag in request.headers.get("if-none-match", ""):
        return HTTPResponse(b"", 304, headers, None)
    if file.compressed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        return HTTPResponse(file.compressed, 200, {**headers, "Content-Encoding": "gzip"}, file.media_type)
    return HTTPResponse(file.content, 200, headers, file.media_type)
