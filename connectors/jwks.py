"""The public keys that verify access tokens, fetched from the services' JWKS address and kept in memory."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING

import aiohttp
import structlog

from services.auth.tokens import parse_jwks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

log = structlog.get_logger(__name__)

FETCH_TIMEOUT_S = 2.0
REFRESH_S = 600.0
RETRY_S = 5.0
FIRST_RETRY_S = 0.5
MAXIMUM_BYTES = 256 * 1024


class KeysUnavailable(Exception):
    """No key has been obtained yet, so nothing can be verified."""


class JwksCache:
    """Keys by ``kid``. An unknown one makes a new fetch, at most every five seconds; a failed fetch keeps the old keys.

    Nothing is fetched until the first token arrives, so the services may start later than this process.
    """

    def __init__(self, url: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._url = url
        self._clock = clock
        self._keys: dict[str, Ed25519PublicKey] = {}
        self._fetched_at: float | None = None
        self._attempted_at: float | None = None
        self._fetching: asyncio.Lock | None = None

    async def keys_for(self, key_id: str) -> Mapping[str, Ed25519PublicKey]:
        """The known keys, refreshed when ``key_id`` is not among them or they are ten minutes old."""
        if self._must_fetch(key_id):
            if self._fetching is None:
                self._fetching = asyncio.Lock()
            async with self._fetching:
                if self._must_fetch(key_id):
                    await self._fetch()
        if not self._keys:
            raise KeysUnavailable
        return self._keys

    def _must_fetch(self, key_id: str) -> bool:
        now = self._clock()
        # Before the first success a short pause is enough: the services may be about to answer.
        pause = RETRY_S if self._keys else FIRST_RETRY_S
        if self._attempted_at is not None and now - self._attempted_at < pause:
            return False
        return key_id not in self._keys or self._fetched_at is None or now - self._fetched_at >= REFRESH_S

    async def _fetch(self) -> None:
        try:
            timeout = aiohttp.ClientTimeout(total=FETCH_TIMEOUT_S)
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.get(self._url, allow_redirects=False) as response,
            ):
                if response.status != 200:
                    raise ValueError("unexpected status")
                keys = parse_jwks(json.loads(await response.content.read(MAXIMUM_BYTES)))
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError) as error:
            log.warning("connectors.keys_not_fetched", error=type(error).__name__)
            keys = {}
        # Only now: whoever asks while a fetch is under way waits for it instead of giving up.
        self._attempted_at = self._clock()
        if keys:
            self._keys = keys
            self._fetched_at = self._clock()
