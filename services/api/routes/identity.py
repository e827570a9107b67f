"""Log-in, refresh, log-out, sessions and passwords."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from pydantic import Field

from services.api.operation import OWN_DATA, PUBLIC, Call, Operation, Parameter, Reply, ReplyBody, RequestBody
from services.api.problem import (
    FORBIDDEN,
    INVALID_CREDENTIALS,
    INVALID_FIELDS,
    INVALID_REFRESH,
    INVALID_RESET,
    NOT_FOUND,
    RATE_LIMITED,
    UNAVAILABLE,
    WEAK_PASSWORD,
    WRONG_CURRENT_PASSWORD,
    FieldProblem,
    Problem,
)
from services.auth.errors import InvalidCredentials, InvalidRefreshToken

if TYPE_CHECKING:
    from datetime import timedelta

    from services.auth.sessions import TokenPair
    from services.bootstrap import Services

TAG = "Identidad"
PASSWORD_LIMIT_S = 10.0


class LoginBody(RequestBody):
    """E-mail and password."""

    email: str = Field(min_length=3, max_length=254)
    password: str = Field(min_length=1, max_length=256)


class RefreshBody(RequestBody):
    """The refresh token to spend; a browser that keeps it in a cookie leaves it out."""

    refresh_token: str | None = Field(None, min_length=1, max_length=128)


class LogoutBody(RequestBody):
    """Whether to end every session and not only this one."""

    everywhere: bool = False


class PasswordChangeBody(RequestBody):
    """The present password and the one to come."""

    current_password: str = Field(min_length=1, max_length=256)
    new_password: str = Field(min_length=1, max_length=256)


class ResetRequestBody(RequestBody):
    """The e-mail of the account to recover."""

    email: str = Field(min_length=3, max_length=254)


class ResetBody(RequestBody):
    """The token of the link that was sent, and the new password."""

    token: str = Field(min_length=1, max_length=128)
    new_password: str = Field(min_length=1, max_length=256)


class TokenReply(ReplyBody):
    """An access token with its seconds to live, and the refresh token for the next pair unless a cookie holds it."""

    access_token: str
    refresh_token: str | None
    token_type: str = "Bearer"  # noqa: S105 - RFC 6750's scheme
    expires_in: int


class SessionReply(ReplyBody):
    """An open session."""

    session_id: UUID
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    user_agent: str | None
    address: str | None
    current: bool


class SessionsReply(ReplyBody):
    """The open sessions, the last used first."""

    sessions: list[SessionReply]


SESSION_ID = Parameter("session_id", "path", "Identificador de la sesión.", {"type": "string", "format": "uuid"}, UUID)


def operations(services: Services) -> list[Operation]:
    """The operations of ``/auth``."""
    auth = services.auth

    def login(call: Call) -> Reply:
        body: LoginBody = call.body
        return tokens(call, auth.login(body.email, body.password, call.client), auth.idle_limit)

    def refresh(call: Call) -> Reply:
        try:
            return tokens(call, auth.refresh(_refresh_token(call)), auth.idle_limit)
        except InvalidRefreshToken:
            if call.cookie is None:
                raise
            raise Problem(INVALID_REFRESH, headers={"WWW-Authenticate": "Bearer", **call.cookie.clear()}) from None

    def logout(call: Call) -> Reply:
        if call.body.everywhere:
            auth.logout_everywhere(call.principal.user_id)
        else:
            auth.logout(call.principal.user_id, call.session_id)
        return _forgetting(call)

    def revoke(call: Call) -> Reply:
        if call.cookie is None or call.cookie.token is not None:
            auth.logout_with_refresh_token(_refresh_token(call))
        return _forgetting(call)

    def sessions(call: Call) -> Reply:
        views = auth.sessions(call.principal)
        return Reply(
            SessionsReply(
                sessions=[SessionReply(**vars(view), current=view.session_id == call.session_id) for view in views]
            )
        )

    def end_session(call: Call) -> Reply:
        auth.end_session(call.principal, call.parameters["session_id"])
        return Reply(status=204)

    def change_password(call: Call) -> Reply:
        body: PasswordChangeBody = call.body
        try:
            pair = auth.change_password(call.principal, body.current_password, body.new_password, call.client)
        except InvalidCredentials:
            raise Problem(WRONG_CURRENT_PASSWORD) from None
        return tokens(call, pair, auth.idle_limit)

    def request_reset(call: Call) -> Reply:
        auth.request_password_reset(call.body.email, call.client)
        return Reply(status=202)

    def reset(call: Call) -> Reply:
        auth.reset_password(call.body.token, call.body.new_password)
        return Reply(status=204)

    entry: dict[str, Any] = {"tag": TAG, "policy": PUBLIC, "time_limit_s": PASSWORD_LIMIT_S}
    own: dict[str, Any] = {"tag": TAG, "policy": OWN_DATA}
    return [
        Operation(
            "POST",
            "/auth/login",
            "login",
            summary="Iniciar sesión con correo y contraseña",
            handler=login,
            body=LoginBody,
            reply=TokenReply,
            problems=(INVALID_CREDENTIALS, FORBIDDEN, RATE_LIMITED, UNAVAILABLE),
            session_cookie=True,
            **entry,
        ),
        Operation(
            "POST",
            "/auth/refresh",
            "refresh",
            summary="Cambiar un token de renovación por un nuevo par de tokens",
            handler=refresh,
            body=RefreshBody,
            reply=TokenReply,
            problems=(INVALID_REFRESH, FORBIDDEN),
            session_cookie=True,
            **entry,
        ),
        Operation(
            "POST",
            "/auth/logout",
            "logout",
            summary="Cerrar esta sesión o todas",
            handler=logout,
            body=LogoutBody,
            status=204,
            problems=(FORBIDDEN,),
            session_cookie=True,
            **own,
        ),
        Operation(
            "POST",
            "/auth/revoke",
            "revoke",
            summary="Cerrar la sesión de un token de renovación (RFC 7009)",
            handler=revoke,
            body=RefreshBody,
            status=204,
            problems=(FORBIDDEN,),
            session_cookie=True,
            **entry,
        ),
        Operation(
            "GET",
            "/auth/sessions",
            "sessions",
            summary="Ver mis sesiones",
            handler=sessions,
            reply=SessionsReply,
            **own,
        ),
        Operation(
            "DELETE",
            "/auth/sessions/<session_id:str>",
            "endSession",
            summary="Cerrar una de mis sesiones",
            handler=end_session,
            parameters=(SESSION_ID,),
            status=204,
            problems=(NOT_FOUND,),
            **own,
        ),
        Operation(
            "POST",
            "/auth/password",
            "changePassword",
            summary="Cambiar mi contraseña; cierra las demás sesiones",
            handler=change_password,
            body=PasswordChangeBody,
            reply=TokenReply,
            problems=(WRONG_CURRENT_PASSWORD, WEAK_PASSWORD, RATE_LIMITED),
            time_limit_s=PASSWORD_LIMIT_S,
            session_cookie=True,
            **own,
        ),
        Operation(
            "POST",
            "/auth/password/reset-request",
            "requestPasswordReset",
            summary="Pedir un enlace para restablecer la contraseña",
            handler=request_reset,
            body=ResetRequestBody,
            status=202,
            problems=(RATE_LIMITED, UNAVAILABLE),
            **entry,
        ),
        Operation(
            "POST",
            "/auth/password/reset",
            "resetPassword",
            summary="Restablecer la contraseña con el enlace recibido",
            handler=reset,
            body=ResetBody,
            status=204,
            problems=(INVALID_RESET, WEAK_PASSWORD),
            **entry,
        ),
    ]


def tokens(call: Call, pair: TokenPair, idle_limit: timedelta) -> Reply:
    """A new session's tokens; a browser that keeps its refresh token in a cookie gets it there alone."""
    given = None if call.cookie is not None else pair.refresh_token
    return Reply(
        TokenReply(access_token=pair.access_token, refresh_token=given, expires_in=pair.expires_in),
        headers={} if call.cookie is None else call.cookie.keep(pair.refresh_token, idle_limit),
    )


def _refresh_token(call: Call) -> str:
    body: RefreshBody = call.body
    if call.cookie is not None:
        if call.cookie.token is None:
            raise InvalidRefreshToken("no_cookie")
        return call.cookie.token
    if body.refresh_token is None:
        raise Problem(INVALID_FIELDS, fields=(FieldProblem("/refresh_token", "Falta este dato."),))
    return body.refresh_token


def _forgetting(call: Call) -> Reply:
    return Reply(status=204, headers={} if call.cookie is None else call.cookie.clear())
