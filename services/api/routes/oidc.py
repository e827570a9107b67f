"""Log-in through the company's own directory (OpenID Connect), where one is configured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field

from services.api.operation import PUBLIC, Call, Operation, Reply, ReplyBody, RequestBody
from services.api.problem import DIRECTORY_REFUSED, FORBIDDEN, INVALID_CREDENTIALS, RATE_LIMITED, UNAVAILABLE
from services.api.routes.identity import TokenReply, tokens

if TYPE_CHECKING:
    from services.bootstrap import Services

TAG = "Identidad"
PROVIDER_LIMIT_S = 15.0


class OidcStartBody(RequestBody):
    """Nothing: the provider and the return address are the company's."""


class OidcFinishBody(RequestBody):
    """What the provider sent the browser back with, and the secret that the browser kept."""

    state: str = Field(min_length=1, max_length=128)
    code: str = Field(min_length=1, max_length=2048)
    login_secret: str = Field(min_length=1, max_length=128)


class OidcStartReply(ReplyBody):
    """Where to send the browser. ``login_secret`` stays in it (session storage) and is never put in an address."""

    authorization_url: str
    state: str
    login_secret: str


def operations(services: Services) -> list[Operation]:
    """The two steps, or nothing when no directory is configured."""
    oidc, idle_limit = services.oidc, services.auth.idle_limit
    if oidc is None:
        return []

    def start(call: Call) -> Reply:
        begun = oidc.start(call.client)
        return Reply(OidcStartReply(**vars(begun)))

    def finish(call: Call) -> Reply:
        body: OidcFinishBody = call.body
        pair = oidc.finish(body.state, body.code, body.login_secret, call.client)
        return tokens(call, pair, idle_limit)

    entry: dict[str, Any] = {"tag": TAG, "policy": PUBLIC, "time_limit_s": PROVIDER_LIMIT_S}
    return [
        Operation(
            "POST",
            "/auth/oidc/start",
            "startOidc",
            summary="Empezar a iniciar sesión con el directorio de la empresa",
            handler=start,
            body=OidcStartBody,
            reply=OidcStartReply,
            problems=(RATE_LIMITED, UNAVAILABLE),
            **entry,
        ),
        Operation(
            "POST",
            "/auth/oidc/finish",
            "finishOidc",
            summary="Terminar el inicio de sesión con lo que respondió el directorio",
            handler=finish,
            body=OidcFinishBody,
            reply=TokenReply,
            problems=(DIRECTORY_REFUSED, INVALID_CREDENTIALS, FORBIDDEN, RATE_LIMITED, UNAVAILABLE),
            session_cookie=True,
            **entry,
        ),
    ]
