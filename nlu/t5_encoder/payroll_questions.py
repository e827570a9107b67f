"""Payroll questions from a grammar: sentences for the distillation and paraphrase pairs for the contrastive part."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

GRAMMAR_FILE = Path(__file__).with_name("payroll_questions.yml")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_WRAP_SHARE = 0.25


@dataclass(frozen=True)
class Utterance:
    """One question and what it says: two utterances with equal `meaning` are paraphrases of one another."""

    text: str
    meaning: tuple[str, ...]


class PayrollGrammar:
    """Draws questions from `payroll_questions.yml`.

    A pattern's words vary freely; its slots (month, concept, person…) belong to the meaning. `concepto` and `periodo`
    name a canonical value whose wording varies.
    """

    def __init__(self, grammar: dict[str, Any], rng: random.Random) -> None:
        self._rng = rng
        self._words: dict[str, list[str]] = grammar["words"]
        self._meanings: dict[str, list[str]] = grammar["meanings"]
        self._openers: list[str] = grammar["openers"]
        self._closers: list[str] = grammar["closers"]
        self._worded: dict[str, dict[str, list[str]]] = {
            "concepto": grammar["concepts"],
            "periodo": grammar["periods"],
        }
        self._plain: dict[str, list[str]] = {
            "mes": grammar["months"],
            "mes2": grammar["months"],
            "anio": grammar["years"],
            "persona": grammar["persons"],
            "monto": grammar["amounts"],
            "dias": grammar["day_counts"],
            "fecha": grammar["dates"],
            "fondo": grammar["funds"],
        }

    @classmethod
    def load(cls, rng: random.Random) -> PayrollGrammar:
        """Read the grammar beside this module."""
        return cls(yaml.safe_load(GRAMMAR_FILE.read_text(encoding="utf-8")), rng)

    def draw(self) -> Utterance:
        """One question of a meaning chosen at random."""
        meaning = self._rng.choice(list(self._meanings))
        return self._fill(meaning, self._rng.choice(self._meanings[meaning]), {})

    def draw_pair(self) -> tuple[Utterance, Utterance]:
        """Two differently worded questions that mean the same."""
        meaning = self._rng.choice(list(self._meanings))
        first_pattern, second_pattern = self._rng.sample(self._meanings[meaning], 2)
        slots = {
            name: self._rng.choice(list(self._worded.get(name) or self._plain[name]))
            for name in set(_PLACEHOLDER.findall(first_pattern + second_pattern)) - set(self._words)
        }
        return self._fill(meaning, first_pattern, slots), self._fill(meaning, second_pattern, slots)

    def _fill(self, meaning: str, pattern: str, fixed: dict[str, str]) -> Utterance:
        slots = dict(fixed)

        def replace(match: re.Match[str]) -> str:
            name = match.group(1)
            if name in self._words:
                return self._rng.choice(self._words[name])
            if name in self._worded:
                value = slots.setdefault(name, self._rng.choice(list(self._worded[name])))
                return self._rng.choice(self._worded[name][value])
            return slots.setdefault(name, self._rng.choice(self._plain[name]))

        text = _PLACEHOLDER.sub(replace, pattern)
        text = re.sub(r"\bde el\b", "del", text)
        text = re.sub(r"\ba el\b", "al", text)
        return Utterance(self._wrap(text), (meaning, *(f"{name}={slots[name]}" for name in sorted(slots))))

    def _wrap(self, text: str) -> str:
        if self._rng.random() < _WRAP_SHARE:
            text = f"{self._rng.choice(self._openers)} {text}"
        if self._rng.random() < _WRAP_SHARE / 2:
            text = f"{text} {self._rng.choice(self._closers)}"
        return text


def draw_distinct(count: int, rng: random.Random) -> list[str]:
    """Up to `count` different questions (fewer when the grammar runs dry)."""
    grammar = PayrollGrammar.load(rng)
    found: dict[str, None] = {}
    for _ in range(count * 3):
        found.setdefault(grammar.draw().text)
        if len(found) == count:
            break
    return list(found)
