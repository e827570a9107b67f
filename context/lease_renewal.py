"""Keeps the leases of held locks alive from a thread that a busy event loop cannot hold up."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from context.redis_clients import UNREACHABLE, ConnectionLimits, RedisClients
from context.scripts import script

if TYPE_CHECKING:
    from context.redis_clients import BlockingClient

logger = structlog.get_logger(__name__)

RENEWALS_PER_LEASE = 4


@dataclass(frozen=True)
class _Lease:
    key: str
    ends_at: float


class LeaseRenewal:
    """Prolongs the lease of every lock added, until it is discarded or its longest time is over.

    The thread starts with the first lock of a process and ends when none has been held for a while; each process has
    its own, also after a fork.
    """

    def __init__(self, url: str, lease_ms: int, forget_s: int) -> None:
        self._url = url
        self._lease_ms = lease_ms
        self._forget_s = forget_s
        self._pause_s = lease_ms / 1000 / RENEWALS_PER_LEASE
        self._leases: dict[str, _Lease] = {}
        self._guard = threading.Lock()
        self._wanted = threading.Event()
        self._thread: threading.Thread | None = None
        self._closed = False

    def add(self, key: str, token: str, ends_at: float) -> None:
        """Prolong the lease on the lock `key` for `token` until `ends_at` (monotonic seconds) at the latest."""
        with self._guard:
            self._leases[token] = _Lease(key, ends_at)
            if self._thread is None or not self._thread.is_alive():
                self._closed = False
                self._thread = threading.Thread(target=self._run, name="lock-lease-renewal", daemon=True)
                self._thread.start()
        self._wanted.set()

    def discard(self, token: str) -> None:
        """Stop prolonging the lease of `token`."""
        with self._guard:
            self._leases.pop(token, None)

    def close(self) -> None:
        """End the thread."""
        self._closed = True
        self._wanted.set()

    def _run(self) -> None:
        client = RedisClients(self._url, ConnectionLimits(answer_s=self._pause_s)).blocking()
        try:
            while not self._closed:
                self._wanted.wait()
                time.sleep(self._pause_s)
                try:
                    self._renew_all(client)
                except UNREACHABLE as error:
                    logger.warning("lock.renewal_failed", error=type(error).__name__)
        finally:
            client.close()

    def _renew_all(self, client: BlockingClient) -> None:
        with self._guard:
            now = time.monotonic()
            leases = {token: lease for token, lease in self._leases.items() if lease.ends_at > now}
            self._leases = dict(leases)
            if not leases:
                self._wanted.clear()
        source = script("renew").source
        for token, lease in leases.items():
            client.execute_command("EVAL", source, 1, lease.key, token, self._lease_ms, self._forget_s)
