"""``python -m connectors``: the assistant's process: Rasa's server behind the authenticated channels, and nothing else.

It takes what ``rasa run`` takes from the environment and from the three configuration files, leaves Rasa's own HTTP
API off, and logs through ``monitoring.logging`` instead of Rasa's console output. With ``SANIC_WORKERS`` above 1, that
many worker processes share the port: each is a replica of its own, they count together, and sockets are WebSockets
only, since the requests of a long-polling client would reach now one worker, now another.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import ExitStack

import structlog

from monitoring.logging import configure_logging

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
    # credentials.yml names them, and Rasa takes a variable that is not there for a mistake.
    os.environ.setdefault("CORS_ORIGINS", "")
    workers = os.environ.setdefault("SANIC_WORKERS", "1")
    with ExitStack() as running:
        if workers != "1":
            # Read when the metrics are made: each worker writes its counts there, and whichever is scraped adds them.
            counts = running.enter_context(tempfile.TemporaryDirectory(prefix="chatnomina-metrics-"))
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = counts
        _serve(model)
    return 0


def _serve(model: str) -> None:
    # Imported here: these take seconds, and what they log while they are loaded is ours already.
    import rasa.api
    import rasa.server
    import rasa.utils.tensorflow.environment as tf_env
    from rasa.utils.common import configure_library_logging

    from connectors.server_surface import guard

    configure_library_logging()
    tf_env.setup_tf_environment()
    # Rasa would answer every preflight itself, and let nobody in: each channel knows which origins may speak with it.
    rasa.server.configure_cors = lambda app, _origins=None: guard(app)
    # Its front page tells everybody which version of Rasa this is.
    rasa.server.add_root_route = lambda _app: None
    rasa.api.run(
        model=model,
        endpoints=ENDPOINTS,
        credentials=CREDENTIALS,
        interface=os.environ.get("RASA_HOST", "127.0.0.1"),
        port=int(os.environ.get("RASA_PORT", "5005")),
        enable_api=False,
    )


if __name__ == "__main__":
    sys.exit(main())
