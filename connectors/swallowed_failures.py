"""Makes audible the failures that Rasa's processor only logs, so that a broken turn never looks like an answer."""

from __future__ import annotations

import logging

from context.turn_state import current_turn

PROCESSOR_LOGGER = "rasa.core.processor"


class SwallowedFailureHandler(logging.Handler):
    """Fails the turn of the running task when the processor logs an exception that it is about to forget.

    The processor catches whatever an action raises, logs it and goes on without the action's answer. The log call runs
    in the turn's own task, so the turn it belongs to is known exactly.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """Note the logged exception as the turn's failure."""
        turn = current_turn.get()
        error = record.exc_info[1] if record.exc_info else None
        if turn is not None and isinstance(error, Exception):
            turn.fail(error)


def hear_swallowed_failures() -> None:
    """Attach the handler once to the processor's logger."""
    logger = logging.getLogger(PROCESSOR_LOGGER)
    if not any(isinstance(handler, SwallowedFailureHandler) for handler in logger.handlers):
        logger.addHandler(SwallowedFailureHandler(level=logging.ERROR))
