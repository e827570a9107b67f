"""`python -m services.chat.review`: a designer turns what was not understood into training examples."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from monitoring.redaction import HIDDEN
from services.chat.unanswered import UnansweredTurns
from services.database import Database
from services.settings import Settings, SettingsError

if TYPE_CHECKING:
    from services.chat.unanswered import UnansweredTurn

EXAMPLES = Path("data/nlu/revisadas.yml")
DOMAIN = Path("domain.yml")
HEADING = (
    'version: "3.1"\n\n'
    "# Mensajes reales que no se entendieron, revisados uno a uno con «make review».\n"
    "# Márqueles las entidades que tengan y corra «make validate».\n"
)
_CAUSES = {
    "not_understood": "no se entendió",
    "out_of_scope": "se tomó por otro tema",
    "disliked": "la respuesta no gustó",
}


class Terminal:
    """Where the designer reads and writes."""

    def show(self, line: str) -> None:
        """Write a line."""
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    def ask(self, question: str) -> str | None:
        """What is typed in answer, or None when the input ends."""
        sys.stdout.write(question)
        sys.stdout.flush()
        line = sys.stdin.readline()
        return line.strip() if line else None


def known_intents(domain: Path) -> list[str]:
    """The intents of a domain file, in order."""
    return [str(intent) for intent in yaml.safe_load(domain.read_text(encoding="utf-8"))["intents"]]


def add_example(path: Path, intent: str, text: str) -> bool:
    """Add an example to a training file, made when it is missing; False when it is there already."""
    line = " ".join(text.split())
    content = path.read_text(encoding="utf-8") if path.exists() else f"{HEADING}\nnlu: []\n"
    document = yaml.safe_load(content) or {}
    examples: dict[str, list[str]] = {
        block["intent"]: [each[2:] for each in block["examples"].splitlines() if each.startswith("- ")]
        for block in document.get("nlu") or []
    }
    if any(line in known for known in examples.values()):
        return False
    examples.setdefault(intent, []).append(line)
    blocks = "\n".join(
        f"- intent: {name}\n  examples: |\n" + "".join(f"    - {each}\n" for each in known)
        for name, known in examples.items()
    )
    path.write_text(f"{HEADING}\nnlu:\n{blocks}", encoding="utf-8")
    return True


def review(
    turns: Sequence[UnansweredTurn],
    intents: Sequence[str],
    keep: Callable[[UnansweredTurn, str | None], None],
    path: Path,
    terminal: Terminal,
) -> int:
    """Ask about each turn; the number of examples added. The decision is kept once the example is written."""
    added = 0
    for position, turn in enumerate(turns, 1):
        terminal.show(f"\n[{position}/{len(turns)}] {_CAUSES[turn.cause]} (se leyó como {turn.intent or 'nada'})")
        terminal.show(f"  «{turn.text}»" + (f"\n  Motivo: {turn.reason}" if turn.reason else ""))
        choice = _choose(intents, terminal)
        if choice is None:
            break
        if choice == "":
            continue
        if choice == "-":
            keep(turn, None)
            continue
        text = turn.text
        if HIDDEN in text:
            terminal.show("  Tiene datos ocultos: escríbalo con un dato inventado, o vacío para descartarlo.")
            text = terminal.ask("  Ejemplo: ") or ""
        if text and add_example(path, choice, text):
            added += 1
        keep(turn, choice if text else None)
    return added


def _choose(intents: Sequence[str], terminal: Terminal) -> str | None:
    """An intent, `-` to discard, empty to skip, None to end."""
    while True:
        typed = terminal.ask("  Intención (o ? lista, - descarta, Enter salta, q termina): ")
        if typed is None or typed == "q":
            return None
        if typed in ("", "-") or typed in intents:
            return typed
        matches = [intent for intent in intents if typed != "?" and typed in intent]
        if len(matches) == 1:
            terminal.show(f"  → {matches[0]}")
            return matches[0]
        terminal.show("  " + ", ".join(matches or intents))


def main() -> int:
    """The process' exit status: 2 when the configuration is not usable."""
    terminal = Terminal()
    try:
        settings = Settings.from_environment()
    except SettingsError as error:
        terminal.show(f"Configuración: {error}")
        return 2
    database = Database(settings.database_url.get_secret_value(), pool_size=1, application_name="chatnomina-review")
    try:
        unanswered = UnansweredTurns(database)
        turns = unanswered.pending()
        if not turns:
            terminal.show("No hay mensajes por revisar.")
            return 0
        added = review(turns, known_intents(DOMAIN), unanswered.keep_review, EXAMPLES, terminal)
        terminal.show(f"\nEjemplos nuevos en {EXAMPLES}: {added}. Siga con «make validate».")
    finally:
        database.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main())
