"""The action server: Rasa SDK's endpoint over our own actions, answering only whoever knows the shared secret."""

from __future__ import annotations

import hmac
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

import structlog
from prometheus_client import CollectorRegistry
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException
from sanic import Sanic, response
from sanic.exceptions import SanicException

from monitoring.metrics import CONTENT_TYPE, ActionMetrics
from monitoring.redaction import confidential
from transport.request_head import refuse_malformed_requests

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rasa_sdk import Action
    from sanic.request import Request
    from sanic.response import HTTPResponse

_SCHEME = "Bearer "
_MAX_BODY_BYTES = 8 * 1024 * 1024
"""A tracker of the current session with everything that Rasa posts stays far below this."""

_GRACEFUL_SHUTDOWN_S = 10.0
_OPEN_PATHS = frozenset({"/health", "/metrics"})

log = structlog.get_logger(__name__)


def create_app(actions: Iterable[Action], secret: str, name: str = "chatnomina_actions") -> Sanic:
    """The HTTP application: POST /webhook runs an action, GET /actions lists them; GET /health and /metrics are open.

    Errors carry codes, never the content of a request. ValueError for an empty secret.
    """
    if not secret:
        raise ValueError("the action server needs a secret")
    executor = ActionExecutor()
    for action in actions:
        executor.register_action(action)
    metrics = ActionMetrics(CollectorRegistry())

    def measured(action: str) -> AbstractContextManager[None]:
        return metrics.measure(action) if action in executor.actions else nullcontext()

    app = Sanic(name, configure_logging=False)
    app.config.REQUEST_MAX_SIZE = _MAX_BODY_BYTES
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = _GRACEFUL_SHUTDOWN_S
    app.config.ACCESS_LOG = False
    refuse_malformed_requests(app)
    expected = f"{_SCHEME}{secret}".encode()

    async def authenticate(request: Request) -> HTTPResponse | None:
        if request.path in _OPEN_PATHS:
            return None
        given = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
        if hmac.compare_digest(given, expected):
            return None
        log.warning("action_server.unauthorized", path=request.path)
        return response.json({"error": "unauthorized"}, status=401, headers={"WWW-Authenticate": "Bearer"})

    async def health(_: Request) -> HTTPResponse:
        return response.json({"status": "ok"})

    async def exposition(_: Request) -> HTTPResponse:
        return response.text(metrics.exposition(), content_type=CONTENT_TYPE)

    async def list_actions(_: Request) -> HTTPResponse:
        return response.json([{"name": action} for action in executor.actions])

    async def webhook(request: Request) -> HTTPResponse:
        call = request.json
        if not _is_action_call(call):
            return response.json({"error": "invalid_action_call"}, status=400)
        try:
            with confidential(_said(call)), measured(call["next_action"]):
                result: Any = await executor.run(call)
        except ActionExecutionRejection as rejection:
            return response.json({"error": rejection.message, "action_name": rejection.action_name}, status=400)
        except ActionNotFoundException as missing:
            log.error("action_server.unknown_action", action=missing.action_name)
            return response.json({"error": "unknown_action", "action_name": missing.action_name}, status=404)
        return response.json(result)

    async def refused(_: Request, error: SanicException) -> HTTPResponse:
        return response.json({"error": type(error).__name__}, status=error.status_code)

    async def failed(_: Request, error: Exception) -> HTTPResponse:
        log.error("action_server.failed", error=type(error).__name__, exc_info=error)
        return response.json({"error": "internal"}, status=500)

    app.register_middleware(authenticate, "request")
    app.add_route(health, "/health")
    app.add_route(exposition, "/metrics")
    app.add_route(list_actions, "/actions")
    app.add_route(webhook, "/webhook", methods=["POST"])
    app.error_handler.add(SanicException, refused)
    app.error_handler.add(Exception, failed)
    return app


def _is_action_call(call: Any) -> bool:
    return (
        isinstance(call, dict)
        and isinstance(call.get("next_action"), str)
        and isinstance(call.get("tracker"), dict)
        and isinstance(call["tracker"].get("sender_id"), str)
    )


def _said(call: dict[str, Any]) -> str | None:
    message = call["tracker"].get("latest_message")
    text = message.get("text") if isinstance(message, dict) else None
    return text if isinstance(text, str) else None
