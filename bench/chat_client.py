"""Sends messages to a REST channel, the product's or stock Rasa's, and times the answers."""

from __future__ import annotations

import asyncio
import time
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import aiohttp

if TYPE_CHECKING:
    from collections.abc import Callable

LIMIT_S = 300.0


BUSY = 503
RESEND_PAUSE_S = 0.2


@dataclass(frozen=True)
class Answer:
    """One answer: seconds since the message was first sent, whether it held a reply, how often it was sent again."""

    seconds: float
    replied: bool
    resent: int


@dataclass
class ChatClient:
    """A client of one side; `token_of` is `None` for stock Rasa, whose channel asks for no token."""

    session: aiohttp.ClientSession
    token_of: Callable[[uuid.UUID], str] | None
    _tokens: dict[uuid.UUID, str] = field(default_factory=dict)

    async def send(self, url: str, person: uuid.UUID, text: str) -> Answer:
        """Send one message of `person`, again with the same id while the answer is «try again», until answered."""
        body: dict[str, Any] = {"message": text}
        headers = {}
        if self.token_of is None:
            body["sender"] = str(person)
        else:
            if person not in self._tokens:
                self._tokens[person] = self.token_of(person)
            headers = {"Authorization": f"Bearer {self._tokens[person]}", "Idempotency-Key": uuid.uuid4().hex}
        begun, resent = time.perf_counter(), 0
        while True:
            async with self.session.post(f"{url}/webhooks/rest/webhook", json=body, headers=headers) as response:
                replies = await response.json(content_type=None) if response.status == 200 else []
            seconds = time.perf_counter() - begun
            if response.status != BUSY or seconds > LIMIT_S:
                return Answer(seconds, bool(replies), resent)
            resent += 1
            await asyncio.sleep(RESEND_PAUSE_S)


def new_session() -> aiohttp.ClientSession:
    """A session without a limit on connections."""
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(total=LIMIT_S))
