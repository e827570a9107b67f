"""The curated corpus: passages with their source and validity, read from `data/normativa/*.yml` and checked."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

CORPUS_FOLDER = Path(__file__).resolve().parents[2] / "data" / "normativa"
FOREIGN_QUESTIONS = CORPUS_FOLDER / "ajenas" / "preguntas.yml"
MINIMUM_PASSAGES = 120

_TEXTS = ("id", "tipo", "norma", "articulo", "titulo", "texto", "enlace", "temas")
_FIELDS = frozenset({*_TEXTS, "vigente_desde", "vigente_hasta", "preguntas"})
_ID = re.compile(r"[a-z0-9]+(-[a-zA-Z0-9]+)*")


class InvalidCorpus(Exception):
    """The corpus cannot be used: every problem found, one a line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class PassageKind(str, Enum):
    """What a passage is: official wording, our own summary of a sourced figure, or a policy of the demo company."""

    NORM = "norma"
    FACT = "dato"
    POLICY = "politica"


@dataclass(frozen=True)
class Passage:
    """One quotable text. `end` None: still in force.

    `topics` (its words) and `questions` (whole ones) are how people ask about it; searched, never quoted.
    """

    id: str
    kind: PassageKind
    norm: str
    article: str
    title: str
    text: str
    start: date
    end: date | None
    link: str
    topics: str
    questions: tuple[str, ...] = ()

    def in_force(self, on: date) -> bool:
        """Whether it applies on a day."""
        return self.start <= on and (self.end is None or on <= self.end)


def load_passages(folder: Path = CORPUS_FOLDER, minimum: int = MINIMUM_PASSAGES) -> tuple[Passage, ...]:
    """Every passage of a folder, files in order of name; InvalidCorpus lists everything that is wrong."""
    passages: list[Passage] = []
    problems: list[str] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            content = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (yaml.YAMLError, UnicodeDecodeError):
            problems.append(f"{path.name}: no es YAML en UTF-8")
            continue
        entries = content.get("pasajes") if isinstance(content, dict) else None
        if not isinstance(entries, list) or not entries:
            problems.append(f"{path.name}: falta la lista «pasajes»")
            continue
        for number, entry in enumerate(entries, 1):
            found = _problems(entry)
            problems += [f"{path.name}, pasaje {number}: {problem}" for problem in found]
            if not found:
                passages.append(_passage(entry))
    repeated = [name for name, times in Counter(passage.id for passage in passages).items() if times > 1]
    problems += [f"id repetido: {name}" for name in repeated]
    if len(passages) < minimum:
        problems.append(f"hay {len(passages)} pasajes válidos y se esperan al menos {minimum}")
    if problems:
        raise InvalidCorpus(problems)
    return tuple(passages)


def load_foreign_questions(path: Path = FOREIGN_QUESTIONS) -> tuple[str, ...]:
    """Questions near payroll that the corpus says nothing about; InvalidCorpus when the file is no list of texts."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    questions = content.get("preguntas") if isinstance(content, dict) else None
    if not isinstance(questions, list) or not all(isinstance(each, str) and each.strip() for each in questions):
        raise InvalidCorpus([f"{path.name}: «preguntas» no es una lista de textos"])
    return tuple(questions)


def _problems(entry: Any) -> list[str]:
    if not isinstance(entry, dict):
        return ["no es un objeto"]
    problems = [f"campo desconocido «{name}»" for name in entry if name not in _FIELDS]
    problems += [
        f"falta «{name}»" for name in _TEXTS if not isinstance(entry.get(name), str) or not entry[name].strip()
    ]
    if problems:
        return problems
    if not _ID.fullmatch(entry["id"]):
        problems.append(f"id inválido «{entry['id']}»")
    if entry["tipo"] not in {kind.value for kind in PassageKind}:
        problems.append(f"tipo desconocido «{entry['tipo']}»")
    questions = entry.get("preguntas", [])
    if not isinstance(questions, list) or not all(isinstance(each, str) and each.strip() for each in questions):
        problems.append("«preguntas» no es una lista de textos")
    start, end = entry.get("vigente_desde"), entry.get("vigente_hasta")
    if type(start) is not date:
        problems.append("«vigente_desde» no es una fecha")
    if end is not None and type(end) is not date:
        problems.append("«vigente_hasta» no es una fecha")
    if type(start) is date and type(end) is date and end < start:
        problems.append("la vigencia termina antes de empezar")
    if urlsplit(entry["enlace"]).scheme != "https" or not urlsplit(entry["enlace"]).hostname:
        problems.append(f"enlace inválido «{entry['enlace']}»")
    return problems


def _passage(entry: dict[str, Any]) -> Passage:
    return Passage(
        id=entry["id"],
        kind=PassageKind(entry["tipo"]),
        norm=entry["norma"].strip(),
        article=entry["articulo"].strip(),
        title=entry["titulo"].strip(),
        text=entry["texto"].strip(),
        start=entry["vigente_desde"],
        end=entry.get("vigente_hasta"),
        link=entry["enlace"],
        topics=entry["temas"],
        questions=tuple(entry.get("preguntas", ())),
    )
