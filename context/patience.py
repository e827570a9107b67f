"""Commands to Redis that are tried again while it is away."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog
from redis.exceptions import AuthenticationError, DataError, NoPermissionError

from context.redis_clients import UNREACHABLE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

logger = structlog.get_logger(__name__)

FIRST_RETRY_PAUSE_S = 0.05
LONGEST_RETRY_PAUSE_S = 0.5
PERMANENT_ERRORS = (AuthenticationError, DataError, NoPermissionError)


@dataclass(frozen=True)
class Patience:
    """Tries a repeatable command for `budget_s` seconds; raises what the last attempt raised."""

    budget_s: float

    async def run(self, command: Callable[[], Awaitable[Any]]) -> Any:
        """The command's answer, once Redis gives one."""
        deadline = time.monotonic() + self.budget_s
        pause_s = FIRST_RETRY_PAUSE_S
        while True:
            try:
                return await command()
            except UNREACHABLE as error:
                if isinstance(error, PERMANENT_ERRORS) or time.monotonic() + pause_s > deadline:
                    raise
                logger.warning("tracker_store.redis_unavailable", error=type(error).__name__)
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, LONGEST_RETRY_PAUSE_S)
