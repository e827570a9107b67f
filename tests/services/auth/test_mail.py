"""Messages that are delivered after whoever asked for them has been answered."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from services.auth import mail
from services.auth.mail import DeferredSender, Mail
from tests.services.people import PHONE, IdentityWorld

PATIENCE_S = 15


class Postman:
    """Delivers when let, and fails when told to."""

    def __init__(self) -> None:
        self.may_deliver = threading.Event()
        self.fault: Exception | None = None
        self.delivered: list[Mail] = []

    def send(self, mail: Mail) -> None:
        assert self.may_deliver.wait(PATIENCE_S)
        if self.fault is not None:
            raise self.fault
        self.delivered.append(mail)


@pytest.fixture
def postman() -> Iterator[Postman]:
    postman = Postman()
    yield postman
    postman.may_deliver.set()


def message(number: int) -> Mail:
    return Mail(f"persona.{number}@example.com", "Hola", "Cuerpo")


def test_nobody_waits_for_a_delivery_and_none_is_lost(postman: Postman) -> None:
    sender = DeferredSender(postman)
    sent = [message(number) for number in range(20)]
    for each in sent:
        sender.send(each)
    assert postman.delivered == []
    postman.may_deliver.set()
    sender.close()
    assert postman.delivered == sent


@pytest.mark.parametrize("fault", [OSError("persona.1@example.com"), ValueError("persona.1@example.com")])
def test_a_failed_delivery_is_logged_without_the_address_and_the_next_goes_on(
    postman: Postman, fault: Exception
) -> None:
    sender = DeferredSender(postman)
    postman.fault = fault
    postman.may_deliver.set()
    with capture_logs() as logged:
        sender.send(message(1))
        sender.close()
    assert [(line["event"], line["error"]) for line in logged] == [("auth.mail_not_sent", type(fault).__name__)]
    assert "example.com" not in str(logged)


def test_what_waits_is_bounded(postman: Postman, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "MAXIMUM_WAITING", 2)
    sender = DeferredSender(postman)
    with capture_logs() as logged:
        for number in range(3):
            sender.send(message(number))
    postman.may_deliver.set()
    sender.close()
    assert len(postman.delivered) == 2
    assert [line["event"] for line in logged] == ["auth.mail_dropped"]


def test_a_known_address_is_answered_while_its_message_is_still_on_the_way(
    postman: Postman, world: IdentityWorld
) -> None:
    ana = world.hire()
    auth: Any = world.auth
    auth._resets._mail = DeferredSender(postman)
    world.auth.request_password_reset(ana.email, PHONE)
    assert postman.delivered == []
    postman.may_deliver.set()
    auth._resets._mail.close()
    assert [each.recipient for each in postman.delivered] == [ana.email]
