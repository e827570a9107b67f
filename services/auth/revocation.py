"""Revocation that acts at once: marks in Redis for as long as an access token may live."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.auth.tokens import (
    ACCESS_TOKEN_LIFETIME_S,
    CLOCK_LEEWAY_S,
    VerifiedToken,
    revocation_keys,
    session_revocation_key,
    user_revocation_key,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from redis import Redis

# A minute beyond the last moment at which a verifier could still accept the token.
MARK_LIFETIME_S = ACCESS_TOKEN_LIFETIME_S + CLOCK_LEEWAY_S + 60


class RevocationList:
    """Marks sessions and people as revoked and answers whether a token is; Redis' own errors pass through."""

    def __init__(self, redis_client: Redis[bytes], tenant: str) -> None:
        self._redis = redis_client
        self._tenant = tenant

    def revoke_sessions(self, session_ids: Iterable[UUID]) -> None:
        """Refuse every access token of these sessions from now on."""
        for session_id in session_ids:
            self._redis.set(session_revocation_key(self._tenant, session_id), b"1", ex=MARK_LIFETIME_S)

    def revoke_user(self, user_id: UUID) -> None:
        """Refuse every access token of a person from now on."""
        self._redis.set(user_revocation_key(self._tenant, user_id), b"1", ex=MARK_LIFETIME_S)

    def restore_user(self, user_id: UUID) -> None:
        """Accept a person's new tokens again."""
        self._redis.delete(user_revocation_key(self._tenant, user_id))

    def is_revoked(self, token: VerifiedToken) -> bool:
        """Whether the token's session has ended or its person was cut off."""
        return bool(self._redis.exists(*revocation_keys(self._tenant, token)))
