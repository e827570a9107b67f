from __future__ import annotations

import os
import pty
import subprocess
import sys
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from rasa.shared.nlu.training_data import loading

from services.auth.principal import AccessDenied, Principal, Role
from services.chat import repository
from services.chat.feedback import FeedbackService, Rating
from services.chat.published_events import SaidMessage
from services.chat.review import add_example, known_intents, review
from services.chat.unanswered import UnansweredTurn, UnansweredTurns
from services.database import Database
from tests.conftest import ROOT

NOW = datetime.now(timezone.utc)


@pytest.fixture
def own_database(fresh_database_url: str, monkeypatch: pytest.MonkeyPatch) -> Database:
    return Database(fresh_database_url)


@pytest.fixture
def database(own_database: Database) -> Database:
    """A database of its own: the report is about everybody."""
    return own_database


def say(database: Database, person: uuid.UUID, text: str, intent: str, minutes: int = 0, **more: object) -> str:
    turn = str(uuid.uuid4())
    at = NOW - timedelta(hours=1) + timedelta(minutes=minutes)
    question = SaidMessage(uuid.uuid4().hex, person, at, "person", text, intent=intent, correlation_id=turn)
    answer = SaidMessage(f"{turn}.1", person, at + timedelta(seconds=1), "assistant", "respuesta", correlation_id=turn)
    with database.session() as session:
        repository.add_messages(session, [replace(question, **more), answer])
        session.commit()
    return answer.event_id


def test_what_was_not_understood_or_not_liked_is_reported_without_anyones_data(
    database: Database, make_person: Callable[[], uuid.UUID]
) -> None:
    person = make_person()
    span = {"entity": "persona", "value": "Marcela", "start": 3, "end": 10}
    say(database, person, "xqzv", "nlu_fallback", 0)
    say(database, person, "de Marcela, cédula 52987123, $ 4.321.987", "fuera_de_alcance", 1, entities=[span])
    say(database, person, "mi sueldo", "consultar_salario", 2)
    FeedbackService(database).rate(
        Principal(person), say(database, person, "cuánto es", "saludar", 3), Rating.DOWN, "No era eso, 52987123"
    )
    say(database, person, "/restart", "nlu_fallback", 4)
    report = UnansweredTurns(database).report(Principal(uuid.uuid4(), frozenset({Role.HR})))
    turns = report.turns
    assert report.counts == {"not_understood": 1, "out_of_scope": 1, "disliked": 1}
    assert [(turn.text, turn.cause) for turn in turns] == [
        ("cuánto es", "disliked"),
        ("de [oculto], cédula [oculto], [oculto]", "out_of_scope"),
        ("xqzv", "not_understood"),
    ]
    assert turns[0].reason == "No era eso, [oculto]"


@pytest.mark.parametrize("roles", [[], [Role.MANAGER], [Role.ADMIN]])
def test_the_report_is_for_who_handles_cases(database: Database, roles: list[Role]) -> None:
    with pytest.raises(AccessDenied):
        UnansweredTurns(database).report(Principal(uuid.uuid4(), frozenset(roles)))


def test_an_example_is_added_once_with_its_accents_and_the_file_is_training_data(tmp_path: Path) -> None:
    path = tmp_path / "revisadas.yml"
    assert add_example(path, "consultar_salario", "¿cuánto gano, señorita Íñiguez?")
    assert add_example(path, "saludar", "quiubo: ¿todo bien?")
    assert not add_example(path, "saludar", "quiubo:  ¿todo bien?")
    assert "¿cuánto gano, señorita Íñiguez?" in path.read_text(encoding="utf-8")
    found = {(each.get("text"), each.get("intent")) for each in loading.load_data(str(path)).intent_examples}
    assert found == {
        ("¿cuánto gano, señorita Íñiguez?", "consultar_salario"),
        ("quiubo: ¿todo bien?", "saludar"),
    }


class Script:
    """A terminal whose designer types these lines."""

    def __init__(self, *typed: str) -> None:
        self.typed = list(typed)
        self.shown: list[str] = []

    def show(self, line: str) -> None:
        self.shown.append(line)

    def ask(self, question: str) -> str | None:
        return self.typed.pop(0) if self.typed else None


def test_each_turn_is_taught_discarded_skipped_or_left(tmp_path: Path) -> None:
    turns = [UnansweredTurn(str(number), NOW, f"mensaje {number}", None, None, "not_understood") for number in range(6)]
    turns[3] = replace(turns[3], text="la de [oculto]")
    kept: list[tuple[str, str | None]] = []
    terminal = Script("vacac", "solicitar_v", "-", "", "saludar", "la de Ana", "q")
    added = review(
        turns,
        known_intents(ROOT / "domain.yml"),
        lambda turn, intent: kept.append((turn.message_id, intent)),
        tmp_path / "revisadas.yml",
        terminal,
    )
    assert added == 2
    assert kept == [("0", "solicitar_vacaciones"), ("1", None), ("3", "saludar")]


def test_a_designer_at_a_terminal_reviews_once(
    fresh_database_url: str, database: Database, make_person: Callable[[], uuid.UUID], tmp_path: Path
) -> None:
    say(database, make_person(), "¿y mi platica pa cuándo, señora?", "nlu_fallback")
    (tmp_path / "data" / "nlu").mkdir(parents=True)
    (tmp_path / "domain.yml").write_text((ROOT / "domain.yml").read_text(encoding="utf-8"), encoding="utf-8")

    def run(typed: str) -> str:
        terminal, line = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "services.chat.review"],
            cwd=tmp_path,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "DATABASE_URL": fresh_database_url,
                "REDIS_URL": "redis://127.0.0.1:1/0",
                "PYTHONUTF8": "1",
            },
            stdin=line,
            stdout=line,
            stderr=line,
        )
        os.close(line)
        os.write(terminal, typed.encode())
        shown = b""
        try:
            while chunk := os.read(terminal, 65_536):
                shown += chunk
        except OSError:  # EIO: the other end has gone
            pass
        os.close(terminal)
        assert process.wait(60) == 0
        return shown.decode()

    assert "¿y mi platica pa cuándo, señora?" in run("consultar_consignacion\n")
    written = (tmp_path / "data" / "nlu" / "revisadas.yml").read_text(encoding="utf-8")
    assert "    - ¿y mi platica pa cuándo, señora?\n" in written
    assert "No hay mensajes por revisar." in run("")
