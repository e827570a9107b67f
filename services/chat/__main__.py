"""``python -m services.chat``: keep the history of conversations."""

from __future__ import annotations

import os
import signal
import socket
import sys

import redis
import structlog

from monitoring.logging import configure_logging
from services.chat.published_events import stream_names
from services.chat.stream_consumer import BLOCK_MS, HistoryConsumer
from services.database import Database
from services.settings import Settings, SettingsError

log = structlog.get_logger(__name__)


def main() -> int:
    """The process' exit status: 2 when the configuration is not usable."""
    configure_logging("chat")
    try:
        settings = Settings.from_environment()
    except SettingsError as error:
        log.error("chat.refused_to_start", reason=str(error))
        return 2
    database = Database(settings.database_url.get_secret_value(), pool_size=1, application_name="chatnomina-chat")
    client = redis.Redis.from_url(
        settings.redis_url.get_secret_value(),
        decode_responses=True,
        socket_connect_timeout=1.0,
        socket_timeout=BLOCK_MS / 1000 + 4.0,
    )
    name = os.environ.get("CHAT_CONSUMER_NAME", socket.gethostname())
    consumer = HistoryConsumer(database, client, stream_names(settings.tenant), name)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: consumer.stop())
    try:
        consumer.run()
    finally:
        client.close()
        database.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main())
