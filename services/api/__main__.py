"""``python -m services.api``: run the services' HTTP API."""

from __future__ import annotations

import sys

import structlog

from monitoring.logging import configure_logging
from services.api.server import serve
from services.bootstrap import build_services
from services.encryption import EncryptionError
from services.private_files import PrivateFileError
from services.settings import Settings, SettingsError

log = structlog.get_logger(__name__)


def main() -> int:
    """The process' exit status: 2 when the configuration is not usable, 1 when the address is taken."""
    configure_logging("services")
    try:
        services = build_services(Settings.from_environment())
    except (SettingsError, PrivateFileError, EncryptionError) as error:
        log.error("api.refused_to_start", reason=str(error))
        return 2
    try:
        serve(services)
    except OSError as error:
        log.error("api.address_not_available", reason=error.strerror)
        return 1
    finally:
        services.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
