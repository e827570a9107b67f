"""One-time tickets: what they are made of, and the operation that gives them."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import closing

import pytest
from redis import Redis

from services.auth.tickets import TICKET_LIFETIME_S, TicketOffice
from services.auth.tokens import InvalidToken, join_ticket, ticket_key, ticket_name

TOKEN = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0." + "c2lnbmF0dXJh" * 7  # the form of a token is all that matters here


@pytest.fixture
def client(redis_url: str) -> Iterator[Redis]:
    with closing(Redis.from_url(redis_url)) as redis_client:
        yield redis_client


def test_a_ticket_and_what_is_kept_make_the_token_again(client: Redis) -> None:
    tenant = f"t{secrets.token_hex(4)}"
    ticket = TicketOffice(client, tenant).issue(TOKEN)
    key = ticket_key(tenant, ticket_name(ticket.value))
    assert 0 < client.ttl(key) <= TICKET_LIFETIME_S == ticket.expires_in
    kept = client.getdel(key)
    assert kept is not None
    assert join_ticket(ticket.value, kept.decode()) == TOKEN


def test_neither_half_is_the_token(client: Redis) -> None:
    tenant = f"t{secrets.token_hex(4)}"
    ticket = TicketOffice(client, tenant).issue(TOKEN)
    header, statement, signature = TOKEN.split(".")
    assert header not in ticket.value
    assert statement not in ticket.value
    kept = client.get(ticket_key(tenant, ticket_name(ticket.value)))
    assert kept is not None
    assert signature.encode() not in kept
    assert ticket.value not in repr(ticket)


def test_two_tickets_of_a_token_differ(client: Redis) -> None:
    office = TicketOffice(client, f"t{secrets.token_hex(4)}")
    assert len({office.issue(TOKEN).value for _ in range(20)}) == 20


@pytest.mark.parametrize("text", ["", "x", TOKEN, "a" * 24, "a" * 24 + ".", "*" * 24 + "." + "b" * 86, "ñ" * 24 + ".x"])
def test_what_is_no_ticket_has_no_name(text: str) -> None:
    with pytest.raises(InvalidToken):
        ticket_name(text)
