"""``python -m services.chat``: keep the history of conversations; ``retry-rejected`` takes up what it had put aside."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import structlog
from redis.exceptions import RedisError

from context.redis_clients import ConnectionLimits, RedisClients
from monitoring.logging import configure_logging
from services.chat.published_events import stream_names
from services.chat.rejected_entries import RejectedEntries
from services.chat.stream_consumer import BLOCK_MS, GROUP, HistoryConsumer
from services.database import Database
from services.settings import Settings, SettingsError

if TYPE_CHECKING:
    from redis import Redis

RETRY = "retry-rejected"
# A read waits for events on purpose, so its answer may take that much longer.
LIMITS = ConnectionLimits(answer_s=BLOCK_MS / 1000 + 4.0)

log = structlog.get_logger(__name__)


def main(arguments: list[str] | None = None) -> int:
    """The process' exit status: 2 when the configuration is not usable, 1 when Redis did not answer a command."""
    parser = argparse.ArgumentParser(prog="python -m services.chat", description="Guarda el historial del chat.")
    parser.add_argument(
        "command",
        nargs="?",
        choices=[RETRY],
        help="publica de nuevo lo que el historial apartó, cuando ya se corrigió la causa, y termina",
    )
    command = parser.parse_args(arguments).command
    configure_logging("chat")
    try:
        settings = Settings.from_environment()
    except SettingsError as error:
        log.error("chat.refused_to_start", reason=str(error))
        return 2
    clients = RedisClients(settings.redis_url.get_secret_value(), LIMITS)
    with closing(clients.blocking()) as client:
        if command == RETRY:
            return _retry(client, settings)
        _consume(client, settings, together=not clients.is_cluster)
    return 0


def _retry(client: Redis[str], settings: Settings) -> int:
    try:
        count = RejectedEntries(client, GROUP).take_up(stream_names(settings.tenant))
    except RedisError as error:
        log.error("chat.rejected_not_taken_up", error=type(error).__name__)
        return 1
    log.info("chat.rejected_taken_up", count=count)
    return 0


def _consume(client: Redis[str], settings: Settings, *, together: bool) -> None:
    database = Database(settings.database_url.get_secret_value(), pool_size=1, application_name="chatnomina-chat")
    name = os.environ.get("CHAT_CONSUMER_NAME", socket.gethostname())
    consumer = HistoryConsumer(database, client, stream_names(settings.tenant), name, together=together)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: consumer.stop())
    try:
        consumer.run()
    finally:
        database.dispose()


if __name__ == "__main__":
    sys.exit(main())
