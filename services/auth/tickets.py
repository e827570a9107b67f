"""One-time tickets: what a browser widget puts into a URL in place of an access token, which must not be there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.auth.tokens import cut_ticket, ticket_key

if TYPE_CHECKING:
    from redis import Redis

TICKET_LIFETIME_S = 30


@dataclass(frozen=True)
class ConnectionTicket:
    """A ticket to open one connection with, and the seconds within which to do it."""

    value: str
    expires_in: int

    def __repr__(self) -> str:
        return f"ConnectionTicket(expires_in={self.expires_in})"


class TicketOffice:
    """Issues tickets; the channel that receives one takes it out of Redis in the same step that reads it."""

    def __init__(self, redis_client: Redis[bytes], tenant: str) -> None:
        self._redis = redis_client
        self._tenant = tenant

    def issue(self, access_token: str) -> ConnectionTicket:
        """A ticket for a verified access token; it lives no longer than the token. Redis' own errors pass through."""
        ticket, name, statement = cut_ticket(access_token)
        self._redis.set(ticket_key(self._tenant, name), statement.encode(), ex=TICKET_LIFETIME_S)
        return ConnectionTicket(ticket, TICKET_LIFETIME_S)
