"""`python -m actions`: the action server as a process."""

from __future__ import annotations

import sys
from pathlib import Path

import structlog

from actions.registry import build_actions, build_conversation
from actions.server import create_app
from actions.wording import Wording
from monitoring.logging import configure_logging
from services.bootstrap import build_services
from services.settings import Settings, SettingsError

DOMAIN = Path("domain.yml")

log = structlog.get_logger(__name__)


def main() -> int:
    """Serve until told to stop; 2 when the environment cannot be used (outside development, without its own secret)."""
    configure_logging("actions")
    try:
        settings = Settings.from_environment()
    except SettingsError as error:
        log.error("actions.refused_to_start", reason=str(error))
        return 2
    wording = Wording.from_domain(DOMAIN)
    services = build_services(settings)
    conversation = build_conversation(services, wording)
    services.normativa.prepare()
    try:
        actions = build_actions(conversation, services, wording)
        app = create_app(actions, settings.action_server_secret.get_secret_value())
        app.run(host=settings.actions_host, port=settings.actions_port, access_log=False, motd=False)
    finally:
        conversation.close()
        services.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
