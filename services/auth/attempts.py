"""Counting attempts to prove identity: how many, per account and per address, and under which names."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

import structlog
from redis import RedisError

from services.auth.errors import LoginUnavailable
from services.rate_limits import RateLimit

if TYPE_CHECKING:
    from services.auth.sessions import Client
    from services.rate_limits import RateLimiter

log = structlog.get_logger(__name__)


class LoginLimits(NamedTuple):
    """Attempts counted for an account from one address, for an account, and for an address (people share offices)."""

    account_and_address: RateLimit = RateLimit(10, 15 * 60)
    account: RateLimit = RateLimit(50, 60 * 60)
    address: RateLimit = RateLimit(100, 15 * 60)
    reset_account: RateLimit = RateLimit(3, 60 * 60)
    reset_address: RateLimit = RateLimit(20, 60 * 60)


class AttemptCounter:
    """Counts attempts in Redis. When they cannot be counted nobody gets in: guessing must never go unnoticed."""

    def __init__(self, limiter: RateLimiter) -> None:
        self._limiter = limiter

    def count(self, *limits: tuple[str, RateLimit]) -> None:
        """Count one attempt against each key; ``RateLimited`` beyond a limit, ``LoginUnavailable`` without Redis."""
        try:
            self._limiter.take(limits)
        except RedisError as error:
            log.error("auth.attempts_not_counted", error=type(error).__name__)
            raise LoginUnavailable("attempts_not_counted") from None

    def forget(self, key: str) -> None:
        """Start again from none, after a success."""
        try:
            self._limiter.reset(key)
        except RedisError as error:
            log.warning("auth.attempts_not_reset", error=type(error).__name__)


def attempt_keys(purpose: str, email: str, client: Client) -> tuple[str, str, str]:
    """Keys without personal data: account and address together, account, address."""
    account = hashlib.sha256(email.strip().lower().encode()).hexdigest()[:32]
    address = hashlib.sha256((client.address or "unknown").encode()).hexdigest()[:32]
    return f"{purpose}:both:{account}:{address}", f"{purpose}:account:{account}", f"{purpose}:address:{address}"
