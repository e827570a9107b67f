"""Prometheus metrics of the assistant and of the action server; labels never hold anything of a person's."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
TURN_BUCKETS_S = (0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.5, 5.0, 10.0)
WAIT_BUCKETS_S = (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 2.5, 5.0)
SIZE_BUCKETS = (10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
FALLBACK_INTENT = "nlu_fallback"
OTHER = "other"


class AssistantMetrics:
    """What the assistant's process counts.

    A person can type the name of any intent (``/inventado``): an intent that the domain does not know is ``other``.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry
        self._turns = Counter("chatnomina_turns_total", "Messages answered.", ("intent",), registry=registry)
        self._repeated = Counter(
            "chatnomina_repeated_messages_total", "Messages sent again and answered from memory.", registry=registry
        )
        self._fallbacks = Counter("chatnomina_fallbacks_total", "Messages that were not understood.", registry=registry)
        self._failures = Counter(
            "chatnomina_turn_failures_total", "Messages that could not be answered.", ("reason",), registry=registry
        )
        self._seconds = Histogram(
            "chatnomina_turn_seconds", "Time of a whole turn.", ("intent",), buckets=TURN_BUCKETS_S, registry=registry
        )
        self._lock_wait = Histogram(
            "chatnomina_lock_wait_seconds", "Wait for a conversation.", buckets=WAIT_BUCKETS_S, registry=registry
        )
        self._tracker_events = Histogram(
            "chatnomina_tracker_events",
            "Events of a conversation when stored.",
            buckets=SIZE_BUCKETS,
            registry=registry,
        )

    def answered(self, intent: str | None, known_intents: Collection[str], seconds: float, tracker_events: int) -> None:
        """Count a turn that ended with its events stored."""
        label = intent if intent is not None and intent in known_intents else OTHER
        self._turns.labels(label).inc()
        self._seconds.labels(label).observe(seconds)
        self._tracker_events.observe(tracker_events)
        if intent == FALLBACK_INTENT:
            self._fallbacks.inc()

    def repeated(self) -> None:
        """Count a message that had been answered before."""
        self._repeated.inc()

    def failed(self, error: BaseException) -> None:
        """Count a turn that ended with an exception, by the exception's type."""
        self._failures.labels(type(error.__cause__ or error).__name__).inc()

    def waited_for_lock(self, seconds: float) -> None:
        """Count the wait for a conversation's lock."""
        self._lock_wait.observe(seconds)

    def exposition(self) -> str:
        """The metrics in Prometheus' text format: of this process, or of all that share PROMETHEUS_MULTIPROC_DIR."""
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            return generate_latest(self._registry).decode()
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together).decode()


class ActionMetrics:
    """What the action server counts; ``action`` is the name of a registered action."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry
        self._seconds = Histogram(
            "chatnomina_action_seconds", "Time of an action.", ("action",), buckets=TURN_BUCKETS_S, registry=registry
        )
        self._failures = Counter(
            "chatnomina_action_failures_total", "Actions that failed.", ("action", "error"), registry=registry
        )

    @contextmanager
    def measure(self, action: str) -> Iterator[None]:
        """Time what runs inside, and count the exception it ends with, if any."""
        started = perf_counter()
        try:
            yield
        except Exception as error:
            self._failures.labels(action, type(error).__name__).inc()
            raise
        finally:
            self._seconds.labels(action).observe(perf_counter() - started)

    def exposition(self) -> str:
        """The metrics in Prometheus' text format."""
        return generate_latest(self._registry).decode()


# Rasa builds channels and stores by their names in a file, so what they share in a process cannot be passed to them.
assistant_metrics = AssistantMetrics(CollectorRegistry())
