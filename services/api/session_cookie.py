"""The refresh token in a cookie that no script can read, for clients that live in a browser."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from services.api.problem import FORBIDDEN, INVALID_FIELDS, FieldProblem, Problem

if TYPE_CHECKING:
    from datetime import timedelta

    from sanic.request import Request

    from services.settings import Settings

TRANSPORT_HEADER = "X-Session-Transport"
COOKIE_PATH = "/auth"
_COOKIE = "cookie"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class CookieSession:
    """The session of one browser request: the refresh token that came, and how the next one is given."""

    name: str
    secure: bool
    token: str | None = field(repr=False)

    def keep(self, token: str, lifetime: timedelta) -> dict[str, str]:
        """The header that has the browser keep a token."""
        return {"Set-Cookie": self._cookie(token, int(lifetime.total_seconds()))}

    def clear(self) -> dict[str, str]:
        """The header that has the browser forget it."""
        return {"Set-Cookie": self._cookie("", 0)}

    def _cookie(self, value: str, seconds: int) -> str:
        secure = "; Secure" if self.secure else ""
        return f"{self.name}={value}; Max-Age={seconds}; Path={COOKIE_PATH}; HttpOnly; SameSite=Strict{secure}"


class SessionCookies:
    """Reads the session of a browser that asks for this transport with ``X-Session-Transport: cookie``.

    A form of another site cannot send that header, and a script of one needs a preflight that only the origins of
    ``CORS_ORIGINS`` pass; over that, the ``Origin`` that the browser states must be theirs or the API's own.
    """

    def __init__(self, settings: Settings) -> None:
        self._origins = frozenset(settings.cors_origin_list)
        self._relaxed = settings.relaxed
        # Cookies do not know of ports: two copies on one machine would take each other's away.
        self._name = (
            f"chatnomina_refresh_{settings.services_port}" if settings.relaxed else "__Secure-chatnomina_refresh"
        )

    def read(self, request: Request) -> CookieSession | None:
        """The session, or ``None`` for a client that keeps its refresh token itself.

        ``Problem`` 403 for a page that may not use it, 422 for a transport that there is not.
        """
        transport = request.headers.get(TRANSPORT_HEADER)
        if transport is None:
            return None
        if transport != _COOKIE:
            raise Problem(INVALID_FIELDS, fields=(FieldProblem(TRANSPORT_HEADER, "El valor no es válido."),))
        host = request.headers.get("host", "")
        if not self._may_use(request.headers.get("origin", ""), host):
            raise Problem(FORBIDDEN, "Esta página no puede usar la sesión del navegador.")
        secure = not (self._relaxed and _name_of(f"http://{host}") in _LOOPBACK)
        return CookieSession(self._name, secure, request.cookies.get(self._name))

    def _may_use(self, origin: str, host: str) -> bool:
        if origin in self._origins:
            return True
        own = {f"https://{host}"}
        if self._relaxed:
            own.add(f"http://{host}")
        return origin in own


def _name_of(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
