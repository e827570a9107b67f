"""Rasa's interactive learning, but listening on 127.0.0.1 alone and saving where the training data lie."""

from __future__ import annotations

import sys
from functools import wraps
from typing import Any

import sanic
from rasa.__main__ import main as rasa_main
from rasa.core.training import interactive

from deploy.local.interactive import EXAMPLES, STORIES
from deploy.local.ports import LOOPBACK


def listen_on_loopback() -> None:
    """Make every server of this process listen on 127.0.0.1: Rasa opens its unprotected HTTP API on all addresses."""
    run = sanic.Sanic.run

    @wraps(run)
    def run_on_loopback(app: sanic.Sanic, *arguments: Any, **options: Any) -> None:
        run(app, *arguments, **{**options, "host": LOOPBACK})

    sanic.Sanic.run = run_on_loopback  # type: ignore[method-assign, assignment]


def main() -> None:
    """Hand the command line to Rasa."""
    interactive.PATHS.update(stories=str(STORIES), nlu=str(EXAMPLES))
    listen_on_loopback()
    sys.argv[0] = "rasa"
    rasa_main()


if __name__ == "__main__":
    main()
