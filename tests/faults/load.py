"""People who write one message after another, and send again what was not answered."""

from __future__ import annotations

import asyncio
import itertools
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

CLIENT_LIMIT_S = 10.0
GIVE_UP_S = 180.0
PAUSE_S = 0.2
MARGIN_S = 10.0


@dataclass
class Sent:
    """A message, and what became of it."""

    number: str
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    answer: list[dict[str, Any]] | None = None
    refusals: list[tuple[int, str | None]] = field(default_factory=list)
    longest_s: float = 0.0

    @property
    def replies(self) -> list[str]:
        """The texts of its answer."""
        return [] if self.answer is None else [part["text"] for part in self.answer if "text" in part]


@dataclass
class Load:
    """Several conversations against several replicas until told to stop."""

    urls: list[str]
    token_of: Callable[[uuid.UUID], str]
    people: list[uuid.UUID] = field(default_factory=lambda: [uuid.uuid4() for _ in range(4)])
    text_of: Callable[[str], str] = "registra {}".format
    pause_s: float = PAUSE_S
    sent: dict[uuid.UUID, list[Sent]] = field(default_factory=dict)
    stopping: bool = False

    async def run(self) -> None:
        """Write until `stopping`; every message is answered in the end or the test fails."""
        async with httpx.AsyncClient(timeout=CLIENT_LIMIT_S + MARGIN_S) as client:
            await asyncio.gather(*(self._write(client, number, person) for number, person in enumerate(self.people)))

    async def _write(self, client: httpx.AsyncClient, place: int, person: uuid.UUID) -> None:
        for number in itertools.count():
            if self.stopping:
                return
            message = Sent(f"{place}x{number}")
            self.sent.setdefault(person, []).append(message)
            await self._until_answered(client, place, person, message)
            await asyncio.sleep(self.pause_s)

    async def _until_answered(self, client: httpx.AsyncClient, place: int, person: uuid.UUID, message: Sent) -> None:
        begun = time.monotonic()
        for attempt in itertools.count(place):
            sent_at = time.monotonic()
            try:
                answer = await client.post(
                    f"{self.urls[attempt % len(self.urls)]}/webhooks/rest/webhook",
                    json={"message": self.text_of(message.number)},
                    headers={"Authorization": f"Bearer {self.token_of(person)}", "Idempotency-Key": message.id},
                )
            except httpx.TimeoutException:
                raise AssertionError("the replica did not answer within its limit") from None
            except httpx.TransportError:
                # The connections of a replica that is killed break.
                answer = None
            message.longest_s = max(message.longest_s, time.monotonic() - sent_at)
            if answer is not None and answer.status_code == 200:
                message.answer = answer.json()
                return
            if answer is not None:
                message.refusals.append((answer.status_code, answer.headers.get("retry-after")))
            assert time.monotonic() - begun < GIVE_UP_S, "a message was never answered"
            await asyncio.sleep(self.pause_s)
        raise AssertionError("unreachable")
