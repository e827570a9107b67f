"""Cross-origin requests from browsers: an exact list of origins, bearer tokens, cookies only below ``/auth``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sanic.response import HTTPResponse

from services.api.session_cookie import COOKIE_PATH, TRANSPORT_HEADER

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sanic.request import Request
    from sanic.response import BaseHTTPResponse

ALLOWED_HEADERS = f"Authorization, Content-Type, Idempotency-Key, {TRANSPORT_HEADER}"
EXPOSED_HEADERS = "Retry-After, WWW-Authenticate, X-Correlation-ID"
PREFLIGHT_SECONDS = "600"


class CrossOriginPolicy:
    """Adds the headers of the Fetch standard for the allowed origins; with none, nothing is allowed."""

    def __init__(self, origins: Sequence[str]) -> None:
        self._origins = frozenset(origins)

    @property
    def enabled(self) -> bool:
        """Whether any origin is allowed."""
        return bool(self._origins)

    def preflight(self, path: str, methods: Sequence[str]) -> Callable[..., Any]:
        """The handler of ``OPTIONS`` for the methods of a path."""

        async def answer(request: Request, **_path_values: str) -> HTTPResponse:
            headers = {"Allow": ", ".join([*methods, "OPTIONS"])}
            if request.headers.get("origin") in self._origins:
                headers |= {
                    "Access-Control-Allow-Methods": ", ".join(methods),
                    "Access-Control-Allow-Headers": ALLOWED_HEADERS,
                    "Access-Control-Max-Age": PREFLIGHT_SECONDS,
                }
                if _takes_cookies(path):
                    headers["Access-Control-Allow-Credentials"] = "true"
            return HTTPResponse(b"", 204, headers, None)

        return answer

    def decorate(self, request: Request, response: BaseHTTPResponse) -> None:
        """Let an allowed origin read the response."""
        if not self.enabled:
            return
        if "Origin" not in response.headers.get("Vary", ""):
            response.headers["Vary"] = "Origin"
        origin = request.headers.get("origin")
        if origin in self._origins:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = EXPOSED_HEADERS
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            if _takes_cookies(request.path):
                response.headers["Access-Control-Allow-Credentials"] = "true"


def _takes_cookies(path: str) -> bool:
    return path.startswith(f"{COOKIE_PATH}/")
