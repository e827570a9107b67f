"""Who opens a socket: an access token in its payload or header, or a one-time ticket in its address or a cookie."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import structlog
from redis.exceptions import RedisError

from connectors.jwks import KeysUnavailable
from connectors.problem import UNAUTHENTICATED, UNAVAILABLE, Problem
from services.auth.tokens import TICKET_COOKIE, InvalidToken, VerifiedToken, join_ticket, ticket_key, ticket_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from redis.asyncio import Redis

    from connectors.identity import Authenticator

log = structlog.get_logger(__name__)

_BEARER = re.compile(r"Bearer ([A-Za-z0-9\-._~+/]+=*)", re.IGNORECASE)


class ConnectionIdentity:
    """Finds and verifies the credential of a connection.

    An address ends up in logs and histories, and a cookie goes along with what other pages ask for, so a token in
    either is refused: only a ticket opens there, and only once.
    """

    def __init__(self, authenticator: Authenticator, redis_client: Redis[bytes], tenant: str) -> None:
        self._authenticator = authenticator
        self._redis = redis_client
        self._tenant = tenant

    async def identify(self, environ: Mapping[str, Any], payload: object) -> tuple[str, VerifiedToken]:
        """The access token and what it states; ``Problem`` 401 or 503."""
        try:
            access_token = await self._access_token(environ, payload)
            return access_token, await self._authenticator.verify(access_token)
        except InvalidToken as refusal:
            log.info("connectors.connection_refused", reason=refusal.reason_code)
            raise Problem(UNAUTHENTICATED) from None
        except (KeysUnavailable, RedisError) as error:
            log.warning("connectors.connection_not_verified", error=type(error).__name__)
            raise Problem(UNAVAILABLE) from None

    async def verify(self, access_token: object) -> VerifiedToken:
        """What a token that is presented anew states; ``InvalidToken`` or ``Problem`` 503."""
        if not isinstance(access_token, str):
            raise InvalidToken("malformed")
        try:
            return await self._authenticator.verify(access_token)
        except KeysUnavailable:
            raise Problem(UNAVAILABLE) from None

    async def _access_token(self, environ: Mapping[str, Any], payload: object) -> str:
        presented = payload.get("token") if isinstance(payload, dict) else None
        if presented is not None:
            if not isinstance(presented, str):
                raise InvalidToken("malformed")
            return presented
        header = environ.get("HTTP_AUTHORIZATION")
        if header is not None:
            match = _BEARER.fullmatch(str(header).strip())
            if match is None:
                raise InvalidToken("malformed")
            return match.group(1)
        tickets = parse_qs(str(environ.get("QUERY_STRING", ""))).get("token", []) or _ticket_cookies(environ)
        if len(tickets) != 1:
            raise InvalidToken("missing")
        return await self._redeem(tickets[0])

    async def _redeem(self, ticket: str) -> str:
        statement = await self._redis.getdel(ticket_key(self._tenant, ticket_name(ticket)))
        if statement is None:
            raise InvalidToken("ticket_used")
        return join_ticket(ticket, bytes(statement).decode())


def _ticket_cookies(environ: Mapping[str, Any]) -> list[str]:
    """The tickets among a request's cookies: another page of the site could add a second one, which then opens none."""
    pairs = (part.strip().partition("=") for part in str(environ.get("HTTP_COOKIE", "")).split(";"))
    return [value for name, _, value in pairs if name == TICKET_COOKIE]
