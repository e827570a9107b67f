"""``python -m connectors``: the assistant's process: Rasa's server behind the authenticated channels, and nothing else.

It takes what ``rasa run`` takes from the environment and from the three configuration files, leaves Rasa's own HTTP
API off, and logs through ``monitoring.logging`` instead of Rasa's console output.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import structlog

from monitoring.logging import configure_logging

if TYPE_CHECKING:
    from sanic import Sanic

ENDPOINTS = "endpoints.yml"
CREDENTIALS = "credentials.yml"

log = structlog.get_logger(__name__)


def main() -> int:
    """Serve until told to stop; the exit status is 2 when no trained assistant is named."""
    configure_logging("rasa")
    model = os.environ.get("RASA_MODEL")
    if not model:
        log.error("assistant.refused_to_start", reason="RASA_MODEL is not set")
        return 2
    # credentials.yml names it, and Rasa takes a variable that is not there for a mistake.
    os.environ.setdefault("CORS_ORIGINS", "")
    # Imported here: these take seconds, and what they log while they are loaded is ours already.
    import rasa.api
    import rasa.server
    import rasa.utils.tensorflow.environment as tf_env
    from rasa.utils.common import configure_library_logging

    configure_library_logging()
    tf_env.setup_tf_environment()
    # Rasa would answer every preflight itself, and let nobody in: each channel knows which origins may speak with it.
    rasa.server.configure_cors = _leave_to_channels
    rasa.api.run(
        model=model,
        endpoints=ENDPOINTS,
        credentials=CREDENTIALS,
        interface=os.environ.get("RASA_HOST", "127.0.0.1"),
        port=int(os.environ.get("RASA_PORT", "5005")),
        enable_api=False,
    )
    return 0


def _leave_to_channels(_app: Sanic, _origins: object = None) -> None:
    """Take the place of ``rasa.server.configure_cors``."""


if __name__ == "__main__":
    sys.exit(main())
