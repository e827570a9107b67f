"""The Sanic application: runs declared operations with authentication, time limits, problems, headers and metrics."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import structlog
from redis import RedisError
from sanic import Sanic
from sanic.handlers import ErrorHandler
from sanic.response import BaseHTTPResponse, HTTPResponse

from services.api.cross_origin import CrossOriginPolicy
from services.api.failures import as_problem
from services.api.multipart import read_upload
from services.api.operation import AccessPolicy, Call, Operation, Reply
from services.api.problem import ProblemDocument
from services.api.request_reading import bearer_token, client_of, read_body, read_parameters
from services.api.session_cookie import SessionCookies
from services.audit import correlation_id as audited_correlation_id
from services.auth.principal import AccessDenied
from services.auth.tokens import InvalidToken
from services.rate_limits import RateLimit
from transport.request_head import refuse_malformed_requests
from transport.security_headers import SECURITY_HEADERS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sanic.request import Request

    from services.api.metrics import ApiMetrics
    from services.api.web_client import WebClient
    from services.bootstrap import Services

log = structlog.get_logger(__name__)

MAXIMUM_BODY_BYTES = 64 * 1024
WORKER_THREADS = 16
# Beyond the longest time limit of an operation, the loading of a payroll file.
LONGEST_ANSWER_S = 130
REVOCATION_REPAIR_S = 15
CALLS_PER_PERSON = RateLimit(300, 60)
RESPONSE_HEADERS = {**SECURITY_HEADERS, "Cross-Origin-Resource-Policy": "same-origin"}


class UndeclaredPolicy(Exception):
    """An operation does not say who may call it, so the application does not start."""


def create_application(
    services: Services, operations: Sequence[Operation], metrics: ApiMetrics, web_client: WebClient | None = None
) -> Sanic:
    """An application with a name of its own, so that several may live in one process."""
    _require_policies(operations)
    app = Sanic(
        f"chatnomina-services-{uuid4().hex}",
        configure_logging=False,
        env_prefix="CHATNOMINA_API_SERVER_",
        error_handler=_Failures(),
    )
    app.config.REQUEST_MAX_SIZE = MAXIMUM_BODY_BYTES
    app.config.REQUEST_TIMEOUT = 15
    app.config.RESPONSE_TIMEOUT = LONGEST_ANSWER_S
    app.config.KEEP_ALIVE_TIMEOUT = 30
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = 5.0
    app.config.FALLBACK_ERROR_FORMAT = "json"
    refuse_malformed_requests(app)
    app.ctx.operations = {(operation.method, operation.path): operation for operation in operations}
    cross_origin = CrossOriginPolicy(services.settings.cors_origin_list)
    runner = _OperationRunner(services, metrics)
    paths: dict[str, list[str]] = {}
    for operation in operations:
        app.add_route(
            runner.handler_for(operation),
            operation.path,
            methods=[operation.method],
            name=operation.operation_id,
            # The body of an upload is read only once its sender is known.
            stream=operation.upload is not None,
        )
        paths.setdefault(operation.path, []).append(operation.method)
    if cross_origin.enabled:
        for index, (path, methods) in enumerate(paths.items()):
            app.add_route(cross_origin.preflight(path, methods), path, methods=["OPTIONS"], name=f"preflight_{index}")

    async def begin(request: Request) -> None:
        _begin(request)

    async def finish(request: Request, response: BaseHTTPResponse) -> None:
        _begin(request)
        response.headers.setdefault("X-Correlation-ID", request.ctx.correlation_id)
        for name, value in RESPONSE_HEADERS.items():
            response.headers.setdefault(name, value)
        cross_origin.decorate(request, response)
        runner.account_for(request, response)

    app.register_middleware(begin, "request")
    app.register_middleware(finish, "response")
    runner.attach(app)
    if web_client is not None:
        web_client.attach(app)
    return app


class _OperationRunner:
    """Runs operations in worker threads on behalf of an authenticated caller."""

    def __init__(self, services: Services, metrics: ApiMetrics) -> None:
        self._services = services
        self._metrics = metrics
        self._executor: ThreadPoolExecutor | None = None
        self._cookies = SessionCookies(services.settings)

    def attach(self, app: Sanic) -> None:
        """Start and stop what runs beside the requests."""

        async def start(_app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            self._executor = ThreadPoolExecutor(WORKER_THREADS, thread_name_prefix="services-api")
            loop.set_default_executor(self._executor)
            _app.ctx.repair = loop.create_task(self._repair_revocations())

        async def stop(_app: Sanic, _loop: asyncio.AbstractEventLoop) -> None:
            _app.ctx.repair.cancel()
            await asyncio.gather(_app.ctx.repair, return_exceptions=True)
            if self._executor is not None:
                self._executor.shutdown(wait=False, cancel_futures=True)

        app.register_listener(start, "before_server_start")
        app.register_listener(stop, "before_server_stop")

    def handler_for(self, operation: Operation) -> Callable[..., Any]:
        """The coroutine that Sanic calls for a request to the operation."""

        async def handle(request: Request, **path_values: str) -> HTTPResponse:
            _begin(request)
            request.ctx.operation = operation
            client = client_of(request, self._services.settings.trusted_proxies)
            access_token = bearer_token(request) if operation.policy.authenticated else None
            call = await _in_thread(
                lambda: self._authenticated(operation, access_token, client, request), operation.time_limit_s
            )
            cookie = self._cookies.read(request) if operation.session_cookie else None
            parameters = read_parameters(request, operation.parameters, path_values)
            file = None
            if operation.upload is not None:
                file, fields = await read_upload(request, operation.upload)
                parameters |= fields
            call = Call(
                client=client,
                correlation_id=request.ctx.correlation_id,
                body=read_body(request, operation.body) if operation.body is not None else None,
                parameters=parameters,
                file=file,
                token=call.token,
                caller=call.caller,
                bearer=access_token,
                cookie=cookie,
            )
            reply = await _in_thread(lambda: operation.handler(call), operation.time_limit_s)
            return _response(reply)

        return handle

    def account_for(self, request: Request, response: BaseHTTPResponse) -> None:
        """Count the request and leave one line about it, without anything of the person's."""
        operation: Operation | None = getattr(request.ctx, "operation", None)
        route = operation.path if operation is not None else getattr(request.ctx, "route", "unknown")
        seconds = time.monotonic() - request.ctx.started_at
        self._metrics.observe(request.method, route, response.status, seconds)
        log.info(
            "api.request",
            method=request.method,
            route=route,
            status=response.status,
            milliseconds=round(seconds * 1000, 1),
            correlation_id=request.ctx.correlation_id,
        )

    def _authenticated(self, operation: Operation, access_token: str | None, client: Any, request: Request) -> Call:
        correlation_id = request.ctx.correlation_id
        if access_token is None:
            return Call(client=client, correlation_id=correlation_id)
        token = self._services.auth.authenticate(access_token)
        try:
            self._services.limiter.take([(f"api:{token.subject}", CALLS_PER_PERSON)])
        except RedisError as error:
            log.warning("api.calls_not_counted", error=type(error).__name__)
        try:
            caller = self._services.users.principal(token.subject)
        except AccessDenied:
            raise InvalidToken("account_closed") from None
        return Call(client=client, correlation_id=correlation_id, token=token, caller=caller)

    async def _repair_revocations(self) -> None:
        while True:
            try:
                await _in_thread(self._services.auth.republish_revocations, 10)
            except asyncio.CancelledError:
                raise
            except Exception as error:  # the loop outlives any outage of the stores
                log.warning("auth.revocations_not_republished", error=type(error).__name__)
            await asyncio.sleep(REVOCATION_REPAIR_S)


class _Failures(ErrorHandler):
    """Answers every failure with a problem; unforeseen ones are logged with their correlation id."""

    def response(self, request: Request, exception: Exception) -> HTTPResponse:
        """The problem document of a failure."""
        _begin(request)
        problem = as_problem(exception)
        if problem.kind.status >= 500:
            log.error(
                "api.failure",
                problem=problem.kind.slug,
                error=type(exception).__name__,
                correlation_id=request.ctx.correlation_id,
                exc_info=problem.kind.status == 500,
            )
        headers = {**RESPONSE_HEADERS, "X-Correlation-ID": request.ctx.correlation_id}
        return ProblemDocument(problem, request.ctx.correlation_id, headers).response()


async def _in_thread(run: Callable[[], Any], limit_s: float) -> Any:
    try:
        return await asyncio.wait_for(asyncio.to_thread(run), limit_s)
    except asyncio.TimeoutError:
        raise TimeoutError from None


def _begin(request: Request) -> None:
    if not hasattr(request.ctx, "correlation_id"):
        request.ctx.correlation_id = str(uuid4())
        request.ctx.started_at = time.monotonic()
        audited_correlation_id.set(request.ctx.correlation_id)


def _response(reply: Reply) -> HTTPResponse:
    if reply.content is not None:
        return HTTPResponse(reply.content, reply.status, reply.headers, reply.content_type)
    if reply.text is not None:
        return HTTPResponse(reply.text, reply.status, reply.headers, reply.content_type)
    if reply.body is None:
        return HTTPResponse(b"", reply.status, reply.headers, None)
    text = reply.body.json(exclude_none=True, ensure_ascii=False)
    return HTTPResponse(text, reply.status, reply.headers, reply.content_type)


def _require_policies(operations: Sequence[Operation]) -> None:
    for operation in operations:
        if not isinstance(operation.policy, AccessPolicy):
            raise UndeclaredPolicy(f"{operation.method} {operation.path} declares no access policy")
    names = [operation.operation_id for operation in operations]
    if len(set(names)) != len(names):
        raise UndeclaredPolicy("two operations share an operation_id")
