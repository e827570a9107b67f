"""How a service behaves when what it depends on is slow or gone: deadlines, retries and circuit breakers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    stop_any,
    wait_random_exponential,
)
from tenacity.stop import stop_base

T = TypeVar("T")
Clock = Callable[[], float]


class DeadlineExceeded(Exception):
    """The time given to an operation ran out."""


class CircuitOpen(Exception):
    """The dependency failed repeatedly a moment ago and is not being asked again yet."""


@dataclass(frozen=True)
class Deadline:
    """A moment of the monotonic clock (seconds) after which an answer is of no use any more."""

    expires_at: float
    clock: Clock = time.monotonic

    @classmethod
    def after(cls, seconds: float, clock: Clock = time.monotonic) -> Deadline:
        """The deadline ``seconds`` from now."""
        return cls(clock() + seconds, clock)

    def remaining(self) -> float:
        """Seconds left, never negative."""
        return max(0.0, self.expires_at - self.clock())

    def check(self) -> None:
        """Raise ``DeadlineExceeded`` when no time is left."""
        if self.remaining() <= 0:
            raise DeadlineExceeded("deadline exceeded")


class _NoTimeLeft(stop_base):
    """Stop when the wait before the next attempt would outlast the deadline."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline

    def __call__(self, retry_state: RetryCallState) -> bool:
        return self._deadline.remaining() <= retry_state.upcoming_sleep


def retry(
    operation: Callable[[], T],
    *,
    deadline: Deadline,
    retry_on: type[BaseException] | tuple[type[BaseException], ...],
    attempts: int = 3,
    first_wait_s: float = 0.05,
    sleep: Callable[[float], None] = time.sleep,
) -> T:
    """Run an idempotent operation up to ``attempts`` times with full jitter, never waiting past the deadline.

    The last failure is raised as it is.
    """

    deadline.check()
    retrying = Retrying(
        retry=retry_if_exception_type(retry_on),
        stop=stop_any(stop_after_attempt(attempts), _NoTimeLeft(deadline)),
        wait=wait_random_exponential(multiplier=first_wait_s, max=1.0),
        sleep=sleep,
        reraise=True,
    )
    return retrying(operation)


class BreakerState(str, Enum):
    """The three states of a circuit breaker."""

    CLOSED = "closed"
    HALF_OPEN = "half_open"
    OPEN = "open"


class CircuitBreaker:
    """Stops calling a dependency after ``failure_threshold`` consecutive failures; tries one call after ``recovery_s``.

    Only exceptions of ``failure_types`` count. Thread-safe: in the half-open state one caller goes through and the
    others get ``CircuitOpen`` until it has answered.
    """

    def __init__(
        self,
        name: str,
        failure_types: type[BaseException] | tuple[type[BaseException], ...],
        *,
        failure_threshold: int = 3,
        recovery_s: float = 2.0,
        clock: Clock = time.monotonic,
    ) -> None:
        self.name = name
        self._failure_types = failure_types
        self._failure_threshold = failure_threshold
        self._recovery_s = recovery_s
        self._clock = clock
        self._guard = threading.Lock()
        self._failures = 0
        self._opened_at: float | None = None
        self._probing = False

    @property
    def state(self) -> BreakerState:
        """The state a caller would meet now."""
        with self._guard:
            if self._opened_at is None:
                return BreakerState.CLOSED
            if self._clock() - self._opened_at >= self._recovery_s:
                return BreakerState.HALF_OPEN
            return BreakerState.OPEN

    def call(self, operation: Callable[[], T]) -> T:
        """Run the operation, or raise ``CircuitOpen`` without running it."""
        self._enter()
        try:
            result = operation()
        except BaseException as error:
            if isinstance(error, self._failure_types):
                self._record_failure()
            else:
                self._record_success()
            raise
        self._record_success()
        return result

    def _enter(self) -> None:
        with self._guard:
            if self._opened_at is None:
                return
            if self._probing or self._clock() - self._opened_at < self._recovery_s:
                raise CircuitOpen(f"{self.name} is not being called: it failed a moment ago")
            self._probing = True

    def _record_failure(self) -> None:
        with self._guard:
            self._failures += 1
            self._probing = False
            if self._opened_at is not None or self._failures >= self._failure_threshold:
                self._opened_at = self._clock()

    def _record_success(self) -> None:
        with self._guard:
            self._failures = 0
            self._probing = False
            self._opened_at = None
