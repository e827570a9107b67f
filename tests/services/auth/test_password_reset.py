"""Reset links: good once, for half an hour, and silent about who has an account."""

from __future__ import annotations

from uuid import uuid4

import pytest

from services.auth.errors import InvalidResetToken
from services.auth.mail import Mail
from services.auth.passwords import WeakPassword
from services.auth.tokens import InvalidToken
from services.rate_limits import RateLimited
from tests.services.people import PASSWORD, PHONE, IdentityWorld

NEW_PASSWORD = "colibri-barro-19-ventana-sol"


def token_of(mail: Mail) -> str:
    return mail.body.split("#token=")[1].split()[0]


def test_a_reset_link_sets_a_new_password_once(world: IdentityWorld) -> None:
    ana = world.hire()
    pair = world.auth.login(ana.email, PASSWORD, PHONE)
    world.auth.request_password_reset(ana.email, PHONE)
    (mail,) = world.mailbox.received
    assert mail.recipient == ana.email
    token = token_of(mail)
    world.auth.reset_password(token, NEW_PASSWORD)
    with pytest.raises(InvalidToken, match="revoked"):
        world.auth.authenticate(pair.access_token)
    world.auth.login(ana.email, NEW_PASSWORD, PHONE)
    with pytest.raises(InvalidResetToken):
        world.auth.reset_password(token, PASSWORD)


def test_a_reset_link_expires_in_half_an_hour(world: IdentityWorld) -> None:
    ana = world.hire()
    world.auth.request_password_reset(ana.email, PHONE)
    token = token_of(world.mailbox.received[0])
    world.clock.advance(minutes=30)
    with pytest.raises(InvalidResetToken):
        world.auth.reset_password(token, NEW_PASSWORD)


def test_a_weak_password_does_not_spend_the_link(world: IdentityWorld) -> None:
    ana = world.hire()
    world.auth.request_password_reset(ana.email, PHONE)
    token = token_of(world.mailbox.received[0])
    with pytest.raises(WeakPassword):
        world.auth.reset_password(token, "corta")
    world.auth.reset_password(token, NEW_PASSWORD)
    world.auth.login(ana.email, NEW_PASSWORD, PHONE)


def test_a_used_reset_voids_the_other_links(world: IdentityWorld) -> None:
    ana = world.hire()
    for _ in range(2):
        world.auth.request_password_reset(ana.email, PHONE)
    first, second = (token_of(mail) for mail in world.mailbox.received)
    world.auth.reset_password(second, NEW_PASSWORD)
    with pytest.raises(InvalidResetToken):
        world.auth.reset_password(first, PASSWORD)


def test_an_unknown_address_leaves_the_same_trace_without_naming_anybody(world: IdentityWorld) -> None:
    ana = world.hire()
    for email in (ana.email, f"{uuid4().hex}@tejidosdelvalle.example"):
        world.auth.request_password_reset(email, PHONE)
    newest, before = world.audit.entries(action="password.reset_requested", limit=2)
    assert (before.subject_id, before.outcome) == (ana.user_id, "allowed")
    assert (newest.subject_id, newest.outcome) == (None, "denied")


def test_nobody_learns_whether_an_address_is_known(world: IdentityWorld) -> None:
    assert world.auth.request_password_reset("nadie@tejidosdelvalle.example", PHONE) is None
    assert world.mailbox.received == []


def test_reset_requests_are_limited(world: IdentityWorld) -> None:
    email = f"{uuid4().hex}@tejidosdelvalle.example"
    for _ in range(3):
        world.auth.request_password_reset(email, PHONE)
    with pytest.raises(RateLimited):
        world.auth.request_password_reset(email, PHONE)
