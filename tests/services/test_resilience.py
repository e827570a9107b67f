"""Deadlines, retries within them, and breakers that open and recover."""

from __future__ import annotations

import pytest

from services.resilience import BreakerState, CircuitBreaker, CircuitOpen, Deadline, DeadlineExceeded, retry


class Clock:
    """Seconds moved by hand; sleeping moves them too."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class Flaky:
    """Fails so many times, then answers."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.calls = 0

    def __call__(self) -> str:
        self.calls += 1
        if self.calls <= self.failures:
            raise ConnectionError
        return "hecho"


def test_a_deadline_runs_out() -> None:
    clock = Clock()
    deadline = Deadline.after(2, clock)
    clock.now += 1.5
    assert deadline.remaining() == 0.5
    deadline.check()
    clock.now += 1
    assert deadline.remaining() == 0
    with pytest.raises(DeadlineExceeded):
        deadline.check()


def test_retries_until_it_works() -> None:
    clock, operation = Clock(), Flaky(2)
    result = retry(operation, deadline=Deadline.after(9, clock), retry_on=ConnectionError, sleep=clock.sleep)
    assert (result, operation.calls) == ("hecho", 3)


def test_gives_the_last_failure_after_the_last_attempt() -> None:
    clock, operation = Clock(), Flaky(9)
    with pytest.raises(ConnectionError):
        retry(operation, deadline=Deadline.after(9, clock), retry_on=ConnectionError, attempts=4, sleep=clock.sleep)
    assert operation.calls == 4


def test_never_waits_beyond_the_deadline() -> None:
    clock, operation = Clock(), Flaky(1000)
    start = clock.now
    with pytest.raises(ConnectionError):
        retry(
            operation,
            deadline=Deadline.after(1, clock),
            retry_on=ConnectionError,
            attempts=1000,
            first_wait_s=0.2,
            sleep=clock.sleep,
        )
    assert clock.now - start <= 1
    assert operation.calls < 1000


def test_other_failures_are_not_retried() -> None:
    operation = Flaky(1)
    with pytest.raises(ConnectionError):
        retry(operation, deadline=Deadline.after(1, Clock()), retry_on=ValueError)
    assert operation.calls == 1


def test_a_breaker_opens_after_failures_and_recovers_after_a_try() -> None:
    clock = Clock()
    breaker = CircuitBreaker("base", ConnectionError, failure_threshold=2, recovery_s=3, clock=clock)
    operation = Flaky(3)
    for _ in range(2):
        with pytest.raises(ConnectionError):
            breaker.call(operation)
    assert breaker.state is BreakerState.OPEN
    with pytest.raises(CircuitOpen):
        breaker.call(operation)
    assert operation.calls == 2
    clock.now += 3
    assert breaker.state is BreakerState.HALF_OPEN
    with pytest.raises(ConnectionError):
        breaker.call(operation)
    assert breaker.state is BreakerState.OPEN
    clock.now += 3
    assert breaker.call(operation) == "hecho"
    assert breaker.state is BreakerState.CLOSED


def test_a_half_open_breaker_lets_one_call_through() -> None:
    clock = Clock()
    breaker = CircuitBreaker("base", ConnectionError, failure_threshold=1, recovery_s=1, clock=clock)
    with pytest.raises(ConnectionError):
        breaker.call(Flaky(1))
    clock.now += 1

    def probe() -> str:
        with pytest.raises(CircuitOpen):
            breaker.call(Flaky(0))
        return "una"

    assert breaker.call(probe) == "una"


def test_failures_of_another_sort_do_not_open_it() -> None:
    breaker = CircuitBreaker("base", ConnectionError, failure_threshold=1)

    def wrong() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        breaker.call(wrong)
    assert breaker.state is BreakerState.CLOSED
