"""People who write one message after another, and send again what was not answered."""

from __future__ import annotations

import asyncio
import itertools
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

CLIENT_LIMIT_S = 10.0
GIVE_UP_S = 60.0
PAUSE_S = 0.2
MARGIN_S = 2.0


@dataclass
class Sent:
    """A message, and what became of it."""

    number: str
    replies: list[str] | None = None
    refusals: list[tuple[int, str | None]] = field(default_factory=list)
    longest_s: float = 0.0


@dataclass
class Load:
    """Several conversations against several replicas until told to stop."""

    urls: list[str]
    token_of: Callable[[uuid.UUID], str]
    conversations: int = 4
    sent: dict[uuid.UUID, list[Sent]] = field(default_factory=dict)
    stopping: bool = False

    async def run(self) -> None:
        """Write until `stopping`; every message is answered in the end or the test fails."""
        people = [uuid.uuid4() for _ in range(self.conversations)]
        async with httpx.AsyncClient(timeout=CLIENT_LIMIT_S + MARGIN_S) as client:
            await asyncio.gather(*(self._write(client, number, person) for number, person in enumerate(people)))

    async def _write(self, client: httpx.AsyncClient, place: int, person: uuid.UUID) -> None:
        for number in itertools.count():
            if self.stopping:
                return
            message = Sent(f"{place}x{number}")
            self.sent.setdefault(person, []).append(message)
            await self._until_answered(client, place, person, message)
            await asyncio.sleep(PAUSE_S)

    async def _until_answered(self, client: httpx.AsyncClient, place: int, person: uuid.UUID, message: Sent) -> None:
        message_id, begun = uuid.uuid4().hex, time.monotonic()
        for attempt in itertools.count(place):
            sent_at = time.monotonic()
            try:
                answer = await client.post(
                    f"{self.urls[attempt % len(self.urls)]}/webhooks/rest/webhook",
                    json={"message": f"registra {message.number}"},
                    headers={"Authorization": f"Bearer {self.token_of(person)}", "Idempotency-Key": message_id},
                )
            except httpx.TimeoutException:
                raise AssertionError("the replica did not answer within its limit") from None
            except httpx.TransportError:
                # The connections of a replica that is killed break.
                answer = None
            message.longest_s = max(message.longest_s, time.monotonic() - sent_at)
            if answer is not None and answer.status_code == 200:
                message.replies = [reply["text"] for reply in answer.json()]
                return
            if answer is not None:
                message.refusals.append((answer.status_code, answer.headers.get("retry-after")))
            assert time.monotonic() - begun < GIVE_UP_S, "a message was never answered"
            await asyncio.sleep(PAUSE_S)
        raise AssertionError("unreachable")
