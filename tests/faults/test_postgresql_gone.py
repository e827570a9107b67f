"""PostgreSQL stands still for half a minute while people talk with the whole product."""

from __future__ import annotations

import asyncio
import json
import threading
import time
import urllib.request
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psutil

from tests.faults.load import CLIENT_LIMIT_S, MARGIN_S, Load, Sent
from tests.product import RunningProduct
from tests.waiting import wait_until

GONE_S = 30
QUESTIONS = (
    "¿cuál es mi salario?",
    "¿cuánto me pagaron la quincena pasada?",
    "cuántos días de vacaciones tengo",
    "¿cuánto tengo de cesantías?",
)
ROLES = ("employee", "manager", "hr")
CAUGHT_UP_WITHIN_S = 120
RECOVERED_WITHIN_S = 120


@contextmanager
def postgresql_standing_still(product: RunningProduct) -> Iterator[None]:
    """Its processes are there and their connections stand, but nothing is answered: the worst way to be gone."""
    children = psutil.Process(product.process.pid).children(recursive=True)
    servers = [child for child in children if child.name() == "postgres"]
    assert servers
    for server in servers:
        server.suspend()
    try:
        yield
    finally:
        for server in servers:
            if server.is_running():
                server.resume()


def history(product: RunningProduct, token: str) -> list[dict[str, Any]]:
    request = urllib.request.Request(  # noqa: S310 - our own address
        f"{product.services_url}/chat/history?limit=100", headers={"Authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        messages: list[dict[str, Any]] = json.load(answer)["messages"]
    return messages


def question(number: str) -> str:
    """The question of a message's number, which is its conversation's place and its own in it."""
    return QUESTIONS[sum(map(int, number.split("x"))) % len(QUESTIONS)]


def ids(sent: list[Sent]) -> set[str]:
    """The names of all that was answered, as the history has them."""
    return {part["message_id"] for message in sent for part in message.answer or []}


def test_postgresql_gone_for_half_a_minute(stack: RunningProduct) -> None:
    tokens = {uuid.uuid4(): stack.log_in(role) for role in ROLES}
    load = Load([stack.rasa_url], tokens.__getitem__, list(tokens), question, pause_s=2.5)
    failures: list[BaseException] = []

    def talk() -> None:
        try:
            asyncio.run(load.run())
        except BaseException as error:
            failures.append(error)

    def answered() -> int:
        return sum(message.answer is not None for sent in load.sent.values() for message in sent)

    thread = threading.Thread(target=talk)
    thread.start()
    try:
        wait_until(lambda: answered() >= len(tokens) or failures, "everybody is answered at first", RECOVERED_WITHIN_S)
        with postgresql_standing_still(stack):
            time.sleep(GONE_S)
        during = {person: len(sent) for person, sent in load.sent.items()}

        def everybody_is_told_amounts_again() -> bool:
            return bool(failures) or all(
                any("$" in reply for message in load.sent[person][count:] for reply in message.replies)
                for person, count in during.items()
            )

        wait_until(everybody_is_told_amounts_again, "everybody is told amounts again", RECOVERED_WITHIN_S, every_s=0.2)
    finally:
        load.stopping = True
        thread.join(240)
    if failures:
        raise failures[0]
    for person, sent in load.sent.items():
        assert all(message.answer for message in sent)
        for message in sent:
            assert message.longest_s < CLIENT_LIMIT_S + MARGIN_S
            assert all(status in (429, 503) and retry for status, retry in message.refusals)
        token, wanted = tokens[person], {message.id for message in sent}

        def kept(token: str = token, wanted: set[str] = wanted, sent: list[Sent] = sent) -> bool:
            known = history(stack, token)
            names = {message.get("client_message_id") for message in known} | {message["id"] for message in known}
            return wanted | ids(sent) <= names

        wait_until(kept, "the history has what was said", CAUGHT_UP_WITHIN_S, every_s=0.2)
        stored = history(stack, token)
        said = Counter(message.get("client_message_id") for message in stored if message["author"] == "person")
        assert {name: said[name] for name in wanted} == dict.fromkeys(wanted, 1)
        assert len({message["id"] for message in stored}) == len(stored)
