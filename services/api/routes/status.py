"""Is it alive, is it ready, how is it doing, and with which keys does it sign."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import structlog
from redis import RedisError
from sqlalchemy.exc import SQLAlchemyError

from services.api.operation import PUBLIC, Call, Operation, Reply, ReplyBody
from services.api.problem import UNAVAILABLE, Problem

if TYPE_CHECKING:
    from services.api.metrics import ApiMetrics
    from services.bootstrap import Services

log = structlog.get_logger(__name__)


class Liveness(ReplyBody):
    """The process answers."""

    status: str


class JwkSet(ReplyBody):
    """Public keys that verify access tokens (RFC 7517)."""

    keys: list[dict[str, str]]


def operations(services: Services, metrics: ApiMetrics) -> list[Operation]:
    """Liveness, readiness, metrics and public keys."""

    def health(_call: Call) -> Reply:
        return Reply(Liveness(status="ok"))

    def ready(_call: Call) -> Reply:
        try:
            services.database.ping()
            services.redis.ping()
        except (SQLAlchemyError, RedisError) as error:
            log.warning("api.not_ready", error=type(error).__name__)
            raise Problem(UNAVAILABLE, headers={"Retry-After": "2"}) from None
        return Reply(Liveness(status="ok"))

    def exposition(_call: Call) -> Reply:
        return Reply(text=metrics.exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")

    def jwks(_call: Call) -> Reply:
        return Reply(
            text=json.dumps(services.signing_keys.jwks()),
            content_type="application/json; charset=utf-8",
            headers={"Cache-Control": "public, max-age=60"},
        )

    return [
        Operation("GET", "/health", "health", "Estado", "El proceso responde", PUBLIC, health, reply=Liveness),
        Operation(
            "GET",
            "/ready",
            "ready",
            "Estado",
            "La base de datos y la memoria responden",
            PUBLIC,
            ready,
            reply=Liveness,
            problems=(UNAVAILABLE,),
            time_limit_s=4.0,
        ),
        Operation(
            "GET",
            "/metrics",
            "metrics",
            "Estado",
            "Métricas para Prometheus, sin datos de personas",
            PUBLIC,
            exposition,
            media_type="text/plain",
        ),
        Operation(
            "GET",
            "/.well-known/jwks.json",
            "jwks",
            "Identidad",
            "Claves públicas que verifican los tokens de acceso",
            PUBLIC,
            jwks,
            reply=JwkSet,
        ),
    ]
