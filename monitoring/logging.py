"""The one place where logging is set up: JSON lines on standard output, redacted, for every process."""

from __future__ import annotations

import logging
import os
import sys
import threading
from types import TracebackType

import structlog

from monitoring.json_lines import OWN_PACKAGES, JsonLineFormatter

DEFAULT_LEVEL = "INFO"
# Rasa's and its SDK's lines below this level are dumps of trackers and of messages.
TALKATIVE_LIBRARIES = ("rasa", "rasa_sdk")


def configure_logging(process: str) -> None:
    """Send everything that this process logs through one redacting handler; ``process`` names it in every line.

    Covers structlog, the standard library's loggers (also those that do not propagate and have no handler), Python's
    warnings, and exceptions that nobody caught. ``LOG_LEVEL`` sets the level of the product's own lines.
    """
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLineFormatter(process))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    # Whatever Rasa takes off the tree (sanic, socketio, apscheduler) has no handler of its own and ends here.
    logging.lastResort = handler
    level = os.environ.get("LOG_LEVEL", DEFAULT_LEVEL).upper()
    for name in OWN_PACKAGES:
        logging.getLogger(name).setLevel(level)
    for name in TALKATIVE_LIBRARIES:
        logging.getLogger(name).setLevel(logging.INFO)
    logging.captureWarnings(True)
    _log_uncaught_exceptions()
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        context_class=dict,
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _log_uncaught_exceptions() -> None:
    log = logging.getLogger("monitoring.uncaught")

    def in_main(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        log.critical("uncaught exception", exc_info=(kind, error, trace))

    def in_thread(arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None and not isinstance(arguments.exc_value, SystemExit):
            in_main(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    sys.excepthook = in_main
    threading.excepthook = in_thread
