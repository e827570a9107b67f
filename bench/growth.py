"""What a turn costs as its conversation grows: CPU of Rasa and bytes between Rasa and Redis."""

from __future__ import annotations

import statistics
import uuid
from typing import TYPE_CHECKING

from bench.chat_client import ChatClient, new_session

if TYPE_CHECKING:
    from collections.abc import Callable

    import redis

    from bench.rasa_servers import RasaServer

WINDOW = 4


async def growth(
    server: RasaServer,
    token_of: Callable[[uuid.UUID], str] | None,
    client: redis.Redis[str],
    points: list[int],
    repeat: int,
) -> dict[str, list[dict[str, float]]]:
    """Median over `repeat` conversations of CPU milliseconds and Redis kilobytes a turn, around each of `points`.

    The figures of a point are those of the `WINDOW` turns that end with it.
    """
    runs = [await _one_conversation(server, token_of, client, points) for _ in range(repeat)]
    merged = [
        {name: statistics.median(run[place][name] for run in runs) for name in runs[0][place]}
        for place in range(len(points))
    ]
    return {"points": merged}


async def _one_conversation(
    server: RasaServer, token_of: Callable[[uuid.UUID], str] | None, client: redis.Redis[str], points: list[int]
) -> list[dict[str, float]]:
    person, found = uuid.uuid4(), []
    async with new_session() as session:
        chat = ChatClient(session, token_of)
        cpu_s, moved = 0.0, 0
        for turn in range(1, max(points) + 1):
            if turn + WINDOW - 1 in points:
                cpu_s, moved = server.cpu_s(), _bytes_moved(client)
            await chat.send(server.url, person, f"registra {turn}")
            if turn in points:
                found.append(
                    {
                        "turn": turn,
                        "cpu_ms": (server.cpu_s() - cpu_s) * 1000 / WINDOW,
                        "redis_kb": (_bytes_moved(client) - moved) / 1000 / WINDOW,
                    }
                )
    return found


def _bytes_moved(client: redis.Redis[str]) -> int:
    stats = client.info("stats")
    return int(stats["total_net_input_bytes"]) + int(stats["total_net_output_bytes"])
