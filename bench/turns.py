"""Whole turns with real questions and custom actions: CPU of Rasa, latency and turns a second."""

from __future__ import annotations

import asyncio
import itertools
import statistics
import time
import uuid
from typing import TYPE_CHECKING

from bench.chat_client import Answer, ChatClient, new_session

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.rasa_servers import RasaServer

QUESTIONS = (
    "¿Cuál es mi salario?",
    "¿cuándo me pagan?",
    "cuántos días de vacaciones tengo",
    "¿cuánto me consignaron la última vez?",
    "en qué cuenta me consignan",
    "quiero ver mi perfil",
    "¿cuánto tengo de cesantías?",
    "gracias",
)
WARM_UP_TURNS = 24


async def turns(
    servers: list[RasaServer],
    token_of: Callable[[uuid.UUID], str] | None,
    people: list[uuid.UUID],
    conversations: int,
    count: int,
) -> dict[str, float]:
    """About `count` turns of `conversations` people who each wait for their answer before they go on."""
    async with new_session() as session:
        client = ChatClient(session, token_of)
        await _write(servers, client, people[:2], WARM_UP_TURNS // 2)
        cpu_s, begun = sum(server.cpu_s() for server in servers), time.perf_counter()
        answers = await _write(servers, client, people[:conversations], max(1, count // conversations))
        seconds = time.perf_counter() - begun
        cpu_s = sum(server.cpu_s() for server in servers) - cpu_s
    times = sorted(answer.seconds for answer in answers)
    return {
        "turns": len(answers),
        "unanswered": sum(not answer.replied for answer in answers),
        "turns_per_s": len(answers) / seconds,
        "cpu_ms": cpu_s * 1000 / len(answers),
        "p50_ms": statistics.median(times) * 1000,
        "p95_ms": times[int(0.95 * (len(times) - 1))] * 1000,
    }


async def _write(servers: list[RasaServer], client: ChatClient, people: list[uuid.UUID], each: int) -> list[Answer]:
    async def converse(place: int, person: uuid.UUID) -> list[Answer]:
        questions = itertools.islice(itertools.cycle(QUESTIONS), place % len(QUESTIONS), None)
        return [await client.send(servers[place % len(servers)].url, person, next(questions)) for _ in range(each)]

    found = await asyncio.gather(*(converse(place, person) for place, person in enumerate(people)))
    return [answer for answers in found for answer in answers]
