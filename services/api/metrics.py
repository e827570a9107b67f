"""Counters and times of the API for Prometheus; labels hold routes and statuses, never anything of a person's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import Counter, Histogram, generate_latest

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class ApiMetrics:
    """The API's own metrics in the registry it is given."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry
        self._requests = Counter(
            "chatnomina_api_requests_total",
            "Requests answered by the services API.",
            ("method", "route", "status"),
            registry=registry,
        )
        self._seconds = Histogram(
            "chatnomina_api_request_seconds",
            "Time to answer a request.",
            ("route",),
            buckets=BUCKETS_S,
            registry=registry,
        )

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answered request."""
        known_method = method if method in {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"} else "other"
        self._requests.labels(known_method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def exposition(self) -> str:
        """The registry in Prometheus' text format."""
        return generate_latest(self._registry).decode()
