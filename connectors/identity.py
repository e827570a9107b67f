"""Who is calling: the verified, unrevoked subject of the bearer token, decided on every call."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import structlog
from redis.exceptions import RedisError

from connectors.jwks import JwksCache, KeysUnavailable
from connectors.problem import UNAUTHENTICATED, UNAVAILABLE, Problem
from services.auth.tokens import InvalidToken, TokenVerifier, VerifiedToken, key_id_of, revocation_keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redis.asyncio import Redis

log = structlog.get_logger(__name__)

_BEARER = re.compile(r"Bearer ([A-Za-z0-9\-._~+/]+=*)", re.IGNORECASE)
RETRY_SOON_S = "2"


class Authenticator:
    """Verifies bearer access tokens with the published keys and looks each one up in the revocation marks.

    Without Redis a token is taken for what it says until it expires (ten minutes at most).
    """

    def __init__(self, keys: JwksCache, redis_client: Redis[bytes], *, issuer: str, audience: str, tenant: str) -> None:
        self._keys = keys
        self._redis = redis_client
        self._issuer = issuer
        self._audience = audience
        self._tenant = tenant

    async def authenticate(self, authorization: Sequence[str]) -> VerifiedToken:
        """The caller named by the ``Authorization`` header values; ``Problem`` 401 or 503."""
        if not authorization:
            raise Problem(UNAUTHENTICATED, {"WWW-Authenticate": "Bearer"})
        match = _BEARER.fullmatch(authorization[0].strip()) if len(authorization) == 1 else None
        if match is None:
            raise Problem(UNAUTHENTICATED, {"WWW-Authenticate": 'Bearer error="invalid_request"'})
        try:
            return await self.verify(match.group(1))
        except InvalidToken as refusal:
            log.info("connectors.token_refused", reason=refusal.reason_code)
            raise Problem(UNAUTHENTICATED, {"WWW-Authenticate": 'Bearer error="invalid_token"'}) from None
        except KeysUnavailable:
            raise Problem(UNAVAILABLE, {"Retry-After": RETRY_SOON_S}) from None

    async def verify(self, access_token: str) -> VerifiedToken:
        """What a token states; ``InvalidToken`` (also when revoked) or ``KeysUnavailable``."""
        keys = await self._keys.keys_for(key_id_of(access_token))
        token = TokenVerifier(keys, issuer=self._issuer, audience=self._audience).verify(access_token)
        if await self._is_revoked(token):
            raise InvalidToken("revoked")
        return token

    async def _is_revoked(self, token: VerifiedToken) -> bool:
        try:
            return bool(await self._redis.exists(*revocation_keys(self._tenant, token)))
        except RedisError as error:
            log.warning("connectors.revocation_not_checked", error=type(error).__name__)
            return False
