"""The whole product running on ports of its own, as `make run` runs it, for tests that talk to it over HTTP."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

from deploy.local.child_process import die_with_parent
from deploy.local.ports import free_port

_START_TIMEOUT_S = 1800.0  # a training from nothing included
_STOP_TIMEOUT_S = 90.0
_REQUEST_TIMEOUT_S = 30.0
_PERSONAL = re.compile(r"\$\s?\d{1,3}(?:\.\d{3})+|eyJ[\w-]{10,}\.[\w-]{10,}|@tejidosdelvalle\.example")
_LONGEST_PAUSE_S = 60.0  # the window in which messages are counted


@dataclass
class RunningProduct:
    """A product that `start` started, the variables that set it apart, and what its demo.json says about it."""

    process: subprocess.Popen[bytes]
    home: Path
    output_path: Path
    variables: Mapping[str, str]
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def services_url(self) -> str:
        """Base address of the services API."""
        return str(self.facts["services_url"])

    @property
    def rasa_url(self) -> str:
        """Base address of the assistant's channels."""
        return str(self.facts["rasa_url"])

    @property
    def output(self) -> str:
        """What it has written on its terminal so far."""
        return self.output_path.read_text(encoding="utf-8")

    def log_in(self, role: str = "employee") -> str:
        """An access token of the demo company's person with that role."""
        user = next(user for user in self.facts["users"] if user["role"] == role)
        answer = post(f"{self.services_url}/auth/login", {"email": user["email"], "password": user["password"]})
        return str(answer["access_token"])

    def ask(self, token: str, message: str) -> list[dict[str, Any]]:
        """The assistant's messages in answer to one of a person's; waits as told when it is one too many a minute."""
        url, body = f"{self.rasa_url}/webhooks/rest/webhook", {"message": message}
        try:
            answer = post(url, body, token)
        except urllib.error.HTTPError as refusal:
            with refusal:
                if refusal.code != HTTPStatus.TOO_MANY_REQUESTS:
                    raise
                pause_s = float(refusal.headers["Retry-After"])
            assert pause_s <= _LONGEST_PAUSE_S
            time.sleep(pause_s)
            answer = post(url, body, token)
        assert isinstance(answer, list)
        return answer

    def logs(self) -> list[Path]:
        """What its processes write for people who operate them, the stores among them."""
        names = ("services", "actions", "rasa", "chat")
        stores = [self.home / store / "server.log" for store in ("postgres", "redis")]
        return [*(self.home / "logs" / f"{name}.log" for name in names), *stores]

    def personal_lines(self) -> list[str]:
        """Where its logs hold an amount, a token or a person's address: file and line, never the text."""
        return [
            f"{path.parent.name}/{path.name}:{number}"
            for path in self.logs()
            for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
            if _PERSONAL.search(line)
        ]

    def stop(self) -> int:
        """Press Ctrl-C in its terminal, wait for the end, and return the exit status."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        try:
            return self.process.wait(_STOP_TIMEOUT_S)
        finally:
            if self.process.poll() is None:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()


def start(command: Sequence[str], directory: Path, home: Path, variables: Mapping[str, str]) -> RunningProduct:
    """Start the product in a terminal session of its own and wait until it says that it is ready."""
    output_path = home.with_name(f"{home.name}-terminal.txt")
    ports = {name: str(free_port()) for name in ("SERVICES_PORT", "RASA_PORT", "ACTIONS_PORT")}
    own = {"CHATNOMINA_HOME": str(home), **ports, **variables}
    with output_path.open("wb") as output:
        process = subprocess.Popen(
            list(command),
            cwd=directory,
            env={**os.environ, **own},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_as_in_a_terminal(),
        )
    product = RunningProduct(process, home, output_path, own)
    deadline = time.monotonic() + _START_TIMEOUT_S
    while "ChatNomina está lista." not in product.output:
        if process.poll() is not None or time.monotonic() > deadline:
            product.stop()
            raise AssertionError(f"the product did not start:\n{product.output[-4000:]}")
        time.sleep(0.5)
    product.facts = json.loads((home / "demo.json").read_text(encoding="utf-8"))
    return product


def _as_in_a_terminal() -> Callable[[], None]:
    """Listen to Ctrl-C, which a shell that runs the tests in the background has them ignore, and end with the tests."""
    set_death_signal = die_with_parent(signal.SIGTERM)

    def prepare() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        set_death_signal()

    return prepare


def post(url: str, body: Mapping[str, Any], token: str | None = None) -> Any:
    """POST a JSON document and read the JSON answer; an HTTP error is raised as urllib's HTTPError."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)  # noqa: S310 - our own address
    with urllib.request.urlopen(request, timeout=_REQUEST_TIMEOUT_S) as answer:  # noqa: S310
        return json.load(answer)
