"""Assembles the API of a process and runs it until told to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from prometheus_client import CollectorRegistry
from sanic.server.socket import bind_socket

from services.api.application import create_application
from services.api.metrics import ApiMetrics
from services.api.routes import (
    audit,
    client_configuration,
    conversation,
    desk,
    desk_queue,
    documentation,
    documents,
    identity,
    imports,
    notifications,
    oidc,
    payslips,
    people,
    privacy,
    requests,
    status,
    team,
    tickets,
    unanswered,
)
from services.api.web_client import WebClient
from services.chat.published_events import stream_names
from services.chat.stream_lag import StreamLagCollector

if TYPE_CHECKING:
    from sanic import Sanic

    from services.api.operation import Operation
    from services.bootstrap import Services


log = structlog.get_logger(__name__)


def declared_operations(services: Services, metrics: ApiMetrics) -> list[Operation]:
    """Every operation of the API."""
    operations = [
        *status.operations(services, metrics),
        *client_configuration.operations(services),
        *identity.operations(services),
        *oidc.operations(services),
        *people.operations(services),
        *payslips.operations(services),
        *documents.operations(services),
        *tickets.operations(services),
        *conversation.operations(services),
        *privacy.operations(services),
        *requests.operations(services),
        *notifications.operations(services),
        *team.operations(services),
        *desk_queue.operations(services),
        *desk.operations(services),
        *unanswered.operations(services),
        *imports.operations(services),
        *audit.operations(services),
    ]
    return [*operations, *documentation.operations(operations)]


def build_application(services: Services, registry: CollectorRegistry | None = None) -> Sanic:
    """The application with every operation; ``registry`` receives its metrics."""
    registry = registry or CollectorRegistry()
    registry.register(StreamLagCollector(services.redis, stream_names(services.settings.tenant)))
    metrics = ApiMetrics(registry)
    settings = services.settings
    web_client = WebClient.read(settings.web_client_directory, filter(None, [settings.assistant_address]))
    if web_client is None:
        log.warning("api.without_web_client", reason="the build is not there")
    return create_application(services, declared_operations(services, metrics), metrics, web_client)


def serve(services: Services) -> None:
    """Answer on the configured address until SIGTERM or SIGINT, finishing the requests under way.

    ``OSError`` when the address is taken.
    """
    listening = bind_socket(services.settings.services_host, services.settings.services_port)
    app = build_application(services)
    app.run(sock=listening, access_log=False, motd=False, debug=False)
