"""How far the history is behind the conversation, and what it refused, for Prometheus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client.core import GaugeMetricFamily
from redis.exceptions import RedisError

from services.chat.rejected_entries import rejected_stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from redis import Redis


class StreamLagCollector:
    """Counts, at each scrape, published events without a row: not yet, or put aside; absent while Redis is away."""

    def __init__(self, redis: Redis[bytes], streams: Sequence[str]) -> None:
        self._redis = redis
        self._streams = list(streams)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The metrics ``chatnomina_chat_history_lag_events`` and ``chatnomina_chat_history_rejected_events``."""
        try:
            # Stored entries leave their stream, so what is left is what is missing from the history.
            waiting = sum(self._redis.xlen(stream) for stream in self._streams)
            rejected = sum(self._redis.xlen(rejected_stream(stream)) for stream in self._streams)
        except (RedisError, OSError):
            return
        yield GaugeMetricFamily(
            "chatnomina_chat_history_lag_events",
            "Published conversation events that are not in the history yet.",
            value=waiting,
        )
        yield GaugeMetricFamily(
            "chatnomina_chat_history_rejected_events",
            "Published conversation events that could not be stored and were put aside.",
            value=rejected,
        )
