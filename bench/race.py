"""Several messages of one conversation at once, through two replicas: what is lost, doubled, and how long it takes."""

from __future__ import annotations

import asyncio
import statistics
import uuid
from collections import Counter
from typing import TYPE_CHECKING, Any

from bench.chat_client import Answer, ChatClient, new_session

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.rasa_servers import RasaServer

Events = list[dict[str, Any]]


async def race(
    servers: list[RasaServer],
    token_of: Callable[[uuid.UUID], str] | None,
    events_of: Callable[[str], Events],
    conversations: int,
    messages: int,
) -> dict[str, float]:
    """Send `messages` messages of each of `conversations` people at once and look at what was stored.

    `events_of` reads the stored events of a conversation. Gives counts of messages lost and doubled, of conversations
    started twice, and the median wait in seconds.
    """
    people = [uuid.uuid4() for _ in range(conversations)]
    answers: list[Answer] = []
    async with new_session() as session:
        client = ChatClient(session, token_of)

        async def write(person: uuid.UUID, number: int) -> None:
            url = servers[number % len(servers)].url
            answers.append(await client.send(url, person, f"registra {number}"))

        await asyncio.gather(*(write(person, number) for person in people for number in range(messages)))
    stored = [events_of(str(person)) for person in people]
    counts = [Counter(event["text"] for event in events if event["event"] == "user") for events in stored]
    starts = [sum(event["event"] == "session_started" for event in events) for events in stored]
    expected = [f"registra {number}" for number in range(messages)]
    return {
        "sent": conversations * messages,
        "lost": sum(count[text] == 0 for count in counts for text in expected),
        "double": sum(max(0, count[text] - 1) for count in counts for text in expected),
        "double_starts": sum(number > 1 for number in starts),
        "unanswered": sum(not answer.replied for answer in answers),
        "resent": sum(answer.resent for answer in answers),
        "wait_p50_s": statistics.median(answer.seconds for answer in answers),
    }
