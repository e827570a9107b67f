"""The REST channel: one authenticated message in, the assistant's replies out, at ``/webhooks/rest/webhook``."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

import structlog
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.response import HTTPResponse, ResponseStream

from connectors.channel_settings import ChannelSettings
from connectors.identified_replies import IdentifiedReplies
from connectors.identity import Authenticator
from connectors.jwks import JwksCache
from connectors.message_body import MAXIMUM_BODY_BYTES, IncomingMessage, read_message, require_json
from connectors.message_limits import MessageRateLimiter
from connectors.origins import is_local_page
from connectors.problem import INTERNAL, METHOD_NOT_ALLOWED, TOO_LARGE, Problem, problem_response
from connectors.server_sent_events import streamed_answer
from connectors.swallowed_failures import hear_swallowed_failures
from connectors.turn_answer import answer
from context.redis_clients import ConnectionLimits, RedisClients
from monitoring.metrics import CONTENT_TYPE as METRICS_CONTENT_TYPE
from monitoring.metrics import assistant_metrics

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from rasa.core.channels.channel import CollectingOutputChannel
    from sanic.request import Request

log = structlog.get_logger(__name__)

AnyResponse = TypeVar("AnyResponse", bound="HTTPResponse | ResponseStream")

WINDOW_S = 60
REDIS_LIMITS = ConnectionLimits(connect_s=0.5, answer_s=0.5)
ALLOWED_HEADERS = "Authorization, Content-Type, Idempotency-Key"
EXPOSED_HEADERS = "Retry-After, WWW-Authenticate, X-Correlation-ID"


class AuthenticatedRestChannel(InputChannel):
    """Rasa's REST contract (``{"message": …}`` in, a list of replies out) with a bearer token on every call.

    The conversation is the token's subject and nothing else. The client's own metadata and input channel are ignored.
    With ``?stream=true`` the replies come as server-sent events, as they are said.
    """

    def __init__(self, settings: ChannelSettings) -> None:
        self._settings = settings
        # Each worker process makes its own connections, the first time a message arrives.
        redis = RedisClients(settings.redis_url, REDIS_LIMITS, text=False).connect()
        self._authenticator = Authenticator(
            JwksCache(settings.jwks_url),
            redis,
            issuer=settings.issuer,
            audience=settings.audience,
            tenant=settings.tenant,
        )
        self._limiter = MessageRateLimiter(
            redis, settings.tenant, maximum=settings.messages_per_minute, window_s=WINDOW_S
        )
        hear_swallowed_failures()

    @classmethod
    def name(cls) -> str:
        """The channel's name, part of its address."""
        return "rest"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> AuthenticatedRestChannel:
        """The channel of a section of credentials.yml."""
        return cls(ChannelSettings.from_credentials(credentials))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's routes. Turns go through ``connectors.turn_answer``, which hides no failure."""
        blueprint = Blueprint("authenticated_rest", url_prefix=None)

        async def health(_request: Request) -> HTTPResponse:
            return self._finish(_request, HTTPResponse('{"status": "ok"}', content_type="application/json"))

        async def metrics(_request: Request) -> HTTPResponse:
            exposition = HTTPResponse(assistant_metrics.exposition(), content_type=METRICS_CONTENT_TYPE)
            return self._finish(_request, exposition)

        async def receive(request: Request) -> HTTPResponse | ResponseStream:
            correlation_id = str(uuid4())
            try:
                response: HTTPResponse | ResponseStream = await self._receive(request, correlation_id)
            except Problem as problem:
                response = problem_response(problem, correlation_id)
            except Exception as error:  # whatever failed, the person gets a code to give to support
                log.exception("connectors.message_failed", error=type(error).__name__, correlation_id=correlation_id)
                response = problem_response(Problem(INTERNAL), correlation_id)
            return self._finish(request, response)

        async def other_method(request: Request) -> HTTPResponse:
            if request.method == "OPTIONS":
                return self._finish(request, self._preflight(request))
            problem = Problem(METHOD_NOT_ALLOWED, {"Allow": "POST, OPTIONS"})
            return self._finish(request, problem_response(problem, str(uuid4())))

        blueprint.add_route(health, "/", methods=["GET"], name="health")
        blueprint.add_route(metrics, "/metrics", methods=["GET"], name="metrics")
        blueprint.add_route(receive, "/webhook", methods=["POST"], name="receive", stream=True)  # type: ignore[arg-type]
        blueprint.add_route(
            other_method, "/webhook", methods=["GET", "PUT", "PATCH", "DELETE", "OPTIONS"], name="other_method"
        )
        return blueprint

    async def _receive(self, request: Request, correlation_id: str) -> HTTPResponse | ResponseStream:
        token = await self._authenticator.authenticate(request.headers.getall("authorization", []))
        subject = str(token.subject)
        require_json(request.headers.get("content-type"))
        message = read_message(await _read_body(request), subject, request.headers.get("idempotency-key"))
        await self._limiter.require_capacity(subject)

        async def turn(output: CollectingOutputChannel) -> list[dict[str, Any]]:
            return await answer(
                getattr(request.app.ctx, "agent", None),
                text=message.text,
                sender_id=subject,
                channel=self.name(),
                metadata=_metadata(message, correlation_id),
                time_limit_s=self._settings.time_limit_s,
                output=output,
            )

        if request.args.get("stream") == "true":
            return streamed_answer(turn, correlation_id)
        replies = await turn(IdentifiedReplies(correlation_id))
        return HTTPResponse(
            json.dumps(replies, ensure_ascii=False),
            headers={"X-Correlation-ID": correlation_id},
            content_type="application/json; charset=utf-8",
        )

    def _preflight(self, request: Request) -> HTTPResponse:
        headers = {"Allow": "POST, OPTIONS"}
        if self._allowed_origin(request) is not None:
            headers |= {
                "Access-Control-Allow-Methods": "POST",
                "Access-Control-Allow-Headers": ALLOWED_HEADERS,
                "Access-Control-Max-Age": "600",
            }
        return HTTPResponse(b"", 204, headers, None)

    def _finish(self, request: Request, response: AnyResponse) -> AnyResponse:
        response.headers["Vary"] = "Origin"
        origin = self._allowed_origin(request)
        if origin is not None:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = EXPOSED_HEADERS
        return response

    def _allowed_origin(self, request: Request) -> str | None:
        """The origin of a page that may read the answer: a listed one, or a local page on a local machine."""
        origin = request.headers.get("origin")
        if origin is None:
            return None
        local = is_local_page(origin, f"http://{request.headers.get('host', '')}")
        return origin if origin in self._settings.origins or local else None


def _metadata(message: IncomingMessage, correlation_id: str) -> dict[str, Any]:
    return {
        "sent_at": datetime.now(timezone.utc).isoformat(),
        "correlation_id": correlation_id,
        "client_message_id": message.client_message_id,
    }


async def _read_body(request: Request) -> bytes:
    """The body, refused as soon as it passes 64 KiB, whatever length was announced."""
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > MAXIMUM_BODY_BYTES:
        raise Problem(TOO_LARGE, {"Connection": "close"})
    body = bytearray()
    stream = request.stream
    if stream is None:
        return bytes(body)
    while True:
        chunk = await stream.read()
        if chunk is None:
            return bytes(body)
        body += chunk
        if len(body) > MAXIMUM_BODY_BYTES:
            raise Problem(TOO_LARGE, {"Connection": "close"})
