from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.core.training import interactive
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.nlu.training_data import loading

from deploy.local.configuration import ROOT
from deploy.local.ports import free_port
from tests.product import RunningProduct

QUESTION = "¿Cuánto me pagaron la quincena pasada, señorita Íñiguez? 👍"
PERIOD = "la quincena pasada"


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(str(ROOT / "domain.yml"))


def conversation(question: str) -> list[dict[str, object]]:
    """What a designer's session records: an utterance with its entity, a slot and the action that answered."""
    start = question.index(PERIOD)
    entities = [{"entity": "periodo", "start": start, "end": start + len(PERIOD), "value": PERIOD}]
    intent = {"name": "consultar_consignacion"}
    return [
        event.as_dict()
        for event in (
            ActionExecuted("action_listen"),
            UserUttered(question, intent, entities, {"text": question, "intent": intent, "entities": entities}),
            SlotSet("tema", "año y señal"),
            ActionExecuted("action_consultar_consignacion"),
        )
    ]


def test_examples_are_written_and_read_back_with_their_accents(tmp_path: Path) -> None:
    path = tmp_path / "interactivo.yml"
    interactive._write_nlu_to_file(str(path), conversation(QUESTION))
    interactive._write_nlu_to_file(str(path), conversation(f"Otra vez: {QUESTION}"))
    text = path.read_text(encoding="utf-8")
    annotated = QUESTION.replace(PERIOD, f"[{PERIOD}](periodo)")
    assert f"    - {annotated}\n" in text
    assert f"    - Otra vez: {annotated}\n" in text
    examples = loading.load_data(str(path)).intent_examples
    assert {example.get("text") for example in examples} == {QUESTION, f"Otra vez: {QUESTION}"}
    assert {entity["value"] for example in examples for entity in example.get("entities")} == {PERIOD}


def test_stories_are_written_and_read_back_with_their_accents(tmp_path: Path, domain: Domain) -> None:
    path = tmp_path / "interactivo.yml"
    interactive._write_stories_to_file(str(path), conversation(QUESTION), domain)
    interactive._write_stories_to_file(str(path), conversation(QUESTION), domain)
    assert "año y señal" in path.read_text(encoding="utf-8")
    steps = YAMLStoryReader(domain).read_from_file(path)
    assert len(steps) == 2
    for step in steps:
        entities = [entity for event in step.events if isinstance(event, UserUttered) for entity in event.entities]
        assert [entity["value"] for entity in entities] == [PERIOD]


def test_the_exported_domain_keeps_every_sentence(tmp_path: Path, domain: Domain) -> None:
    path = tmp_path / "domain.yml"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # Rasa's export warns of what it does itself
        interactive._write_domain_to_file(str(path), conversation(QUESTION), domain)
    assert Domain.load(str(path)).responses == domain.responses
    assert "\\u" not in path.read_text(encoding="utf-8")


class Designer:
    """A person at a terminal: reads what is asked and types."""

    def __init__(self, command: list[str], variables: dict[str, str]) -> None:
        terminal, line = pty.openpty()
        fcntl.ioctl(line, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 160, 0, 0))  # rows and columns
        self._terminal = terminal
        self.screen = ""
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "TERM": "xterm", **variables},
            stdin=line,
            stdout=line,
            stderr=line,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(line)

    def read_until(self, pattern: str, timeout_s: float = 300.0) -> str:
        """What the screen shows up to the pattern's end; what follows it is left for the next reading."""
        deadline = time.monotonic() + timeout_s
        while (found := re.search(pattern, self.screen)) is None:
            assert time.monotonic() < deadline, f"{pattern} did not appear in:\n{self.screen}"
            if select.select([self._terminal], [], [], 0.5)[0]:
                shown = os.read(self._terminal, 65_536)
                if b"\x1b[6n" in shown:  # "where is the cursor?"
                    os.write(self._terminal, b"\x1b[1;1R")
                self.screen += re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown.decode(errors="replace"))
        seen, self.screen = self.screen[: found.end()], self.screen[found.end() :]
        return seen

    def type(self, keys: str) -> None:
        """Press keys once the question that was read takes them."""
        time.sleep(1.0)
        os.write(self._terminal, keys.encode())

    def leave(self) -> int:
        """Read until the session has ended; its exit status."""
        try:
            while os.read(self._terminal, 65_536):
                pass
        except OSError:  # EIO: nobody holds the other end any more
            return self.process.wait(60)
        raise AssertionError("the terminal ended without an error")

    def close(self) -> None:
        """Hang up, as somebody does who closes the window."""
        os.close(self._terminal)
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(60)


@pytest.fixture
def designer(stack: RunningProduct) -> Iterator[Designer]:
    command = [sys.executable, "-m", "deploy.local", "interactive"]
    person = Designer(command, {**stack.variables, "INTERACTIVE_PORT": str(free_port()), "LC_ALL": "C"})
    yield person
    person.close()


def test_a_designer_talks_as_an_employee_and_saves_what_was_said(designer: Designer, tmp_path: Path) -> None:
    enter, control_c, up, clear = "\r", "\x03", "\x1b[A", "\x15"
    designer.read_until("Your input ->")
    designer.type(f"¿Cuánto me pagaron la quincena pasada?{enter}")
    designer.read_until("Is the intent")
    designer.type(enter)
    # A question is drawn again while it waits, and once more with its answer: the next one comes after that.
    while "Your input ->" not in designer.read_until(r"The bot wants to run .*correct\?|Your input ->"):
        designer.type(enter)
        designer.read_until(r"correct\?\s+Yes")
    designer.type(control_c)
    designer.read_until("Export & Quit")
    designer.type(f"{up}{enter}")
    for name in ("stories", "NLU data", "domain"):
        designer.read_until(f"Export {name}.* to")
        designer.type(f"{clear}{tmp_path / name.split()[0].lower()}.yml{enter}")
    assert designer.leave() == 0
    assert "¿Cuánto me pagaron" in (tmp_path / "nlu.yml").read_text(encoding="utf-8")
    assert "action: action_" in (tmp_path / "stories.yml").read_text(encoding="utf-8")
    assert Domain.load(str(tmp_path / "domain.yml")).intents
