"""What the assistant's server shows beside its channels: nothing, in the form in which channels refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import structlog
from sanic.exceptions import NotFound, PayloadTooLarge, SanicException

from connectors.problem import (
    BAD_REQUEST,
    INTERNAL,
    NO_SUCH_METHOD,
    NOT_FOUND,
    TOO_LARGE,
    UNAVAILABLE,
    Problem,
    ProblemKind,
    problem_response,
)
from transport.request_head import refuse_malformed_requests
from transport.security_headers import SECURITY_HEADERS

if TYPE_CHECKING:
    from sanic import Sanic
    from sanic.request import Request
    from sanic.response import BaseHTTPResponse, HTTPResponse

log = structlog.get_logger(__name__)

_BY_STATUS = {405: NO_SUCH_METHOD, 413: TOO_LARGE, 503: UNAVAILABLE}


def guard(app: Sanic) -> None:
    """Refuse malformed requests, put the security headers on every answer, and tell every failure as a problem.

    The Socket.IO handshake, refused origins and addresses that are nobody's included.
    """
    refuse_malformed_requests(app)
    app.register_middleware(_protect, "response")
    app.error_handler.add(SanicException, _refuse)
    app.error_handler.add(Exception, _fail)


async def _protect(_request: Request, response: BaseHTTPResponse) -> None:
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)


async def _refuse(_request: Request, error: SanicException) -> HTTPResponse:
    return problem_response(Problem(_kind_of(error)), str(uuid4()))


async def _fail(_request: Request, error: Exception) -> HTTPResponse:
    correlation_id = str(uuid4())
    log.error("connectors.request_failed", error=type(error).__name__, correlation_id=correlation_id, exc_info=error)
    return problem_response(Problem(INTERNAL), correlation_id)


def _kind_of(error: SanicException) -> ProblemKind:
    if isinstance(error, NotFound):
        return NOT_FOUND
    if isinstance(error, PayloadTooLarge):
        return TOO_LARGE
    known = _BY_STATUS.get(error.status_code)
    if known is not None:
        return known
    return BAD_REQUEST if error.status_code < 500 else INTERNAL
