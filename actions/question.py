"""What a message asks, clause by clause, read defensively: a person may type a payload with anything inside."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from actions.periods import AskedPeriod
from services.payroll.concepts import FAMILY_NAMES

_PAYLOAD_PREFIX = "/"
_MAX_QUESTIONS = 4
_MAX_DAYS = 366
_CONTINUES = re.compile(r"^(y|e|o|pero|entonces)\b")
_POINTS_BACK = re.compile(r"\b(ese|esa|este mismo|esta misma|mismo|misma) (mes|periodo|quincena|ano|pago)\b|\bahi\b")


@dataclass(frozen=True)
class Question:
    """One thing that was asked. `concept` is the first that was named, and `other_concepts` are
    the rest; `persons` are the names mentioned; `payload`: it came from a button, not in prose.

    `case_number`: the case that a button decides; it names it, and allows nothing. `supposition`: the code of the
    «what if» that a button asks about.
    """

    text: str
    intent: str
    periods: tuple[AskedPeriod, ...] = ()
    concept: str | None = None
    other_concepts: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    days: int | None = None
    amounts: tuple[Decimal, ...] = ()
    payload: bool = False
    case_number: str | None = None
    supposition: str | None = None

    @property
    def plain_text(self) -> str:
        """The text in lower case, without accents or opening marks, as patterns read it; empty for a button."""
        return "" if self.payload else plain(self.text)

    @property
    def period(self) -> AskedPeriod | None:
        """The first period that was said."""
        return self.periods[0] if self.periods else None

    @property
    def continues(self) -> bool:
        """Whether the words lean on what was said before: «y…», «ese mes», «ahí»."""
        return bool(_CONTINUES.search(self.plain_text) or _POINTS_BACK.search(self.plain_text))


def plain(text: str) -> str:
    """Lower case, no accents (ñ becomes n), no leading punctuation, single spaces."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    letters = "".join(character for character in decomposed if unicodedata.category(character) != "Mn")
    return re.sub(r"\s+", " ", letters).lstrip("¿?¡!.,;:- «»\"'").strip()


def read_questions(message: Any, intent: str | None = None) -> tuple[Question, ...]:
    """The questions of a message in order, at least one.

    `intent` is the one whose action runs; it names the first question when the message itself is unsure.
    """
    content = message if isinstance(message, dict) else {}
    whole = _read(content, intent)
    clauses = content.get("questions")
    if not isinstance(clauses, list) or len(clauses) < 2:
        return (whole,)
    questions = [_read(clause, None) for clause in clauses[:_MAX_QUESTIONS] if isinstance(clause, dict)]
    if len(questions) < 2:
        return (whole,)
    if intent is not None and questions[0].intent != intent:
        # The clauses that follow answer what else was named.
        return (replace(whole, other_concepts=()), *questions[1:])
    return tuple(questions)


def _read(content: dict[str, Any], intent: str | None) -> Question:
    text = content.get("text")
    text = text if isinstance(text, str) else ""
    entities = content.get("entities")
    entities = [each for each in entities if isinstance(each, dict)] if isinstance(entities, list) else []
    payload = text.startswith(_PAYLOAD_PREFIX)
    concepts = _concepts(entities)
    return Question(
        text=text,
        intent=intent or _intent(content.get("intent")),
        periods=_periods_of_payload(entities) if payload else _periods(content.get("periods")),
        concept=concepts[0] if concepts else None,
        other_concepts=concepts[1:],
        persons=tuple(_values(entities, "persona")),
        days=_days(entities if payload else content.get("days")),
        amounts=_amounts(content.get("amounts")),
        payload=payload,
        case_number=next(iter(_values(entities, "tramite")), None) if payload else None,
        supposition=next(iter(_values(entities, "suposicion")), None) if payload else None,
    )


def _intent(value: Any) -> str:
    name = value.get("name") if isinstance(value, dict) else value
    return name if isinstance(name, str) else ""


def _values(entities: list[dict[str, Any]], entity: str) -> list[str]:
    return [each["value"] for each in entities if each.get("entity") == entity and isinstance(each.get("value"), str)]


def _periods(content: Any) -> tuple[AskedPeriod, ...]:
    if not isinstance(content, list):
        return ()
    return tuple(period for period in map(AskedPeriod.parse, content) if period is not None)


def _periods_of_payload(entities: list[dict[str, Any]]) -> tuple[AskedPeriod, ...]:
    return tuple(filter(None, map(AskedPeriod.parse_code, _values(entities, "periodo"))))


def _concepts(entities: list[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in _values(entities, "concepto") if value in FAMILY_NAMES))


def _days(content: Any) -> int | None:
    if isinstance(content, list):
        said = next((value for value in _values(content, "cantidad_dias") if value.isascii() and value.isdigit()), None)
        content = int(said) if said is not None and len(said) <= 4 else None
    if isinstance(content, bool) or not isinstance(content, int):
        return None
    return content if 0 < content <= _MAX_DAYS else None


def _amounts(content: Any) -> tuple[Decimal, ...]:
    if not isinstance(content, list):
        return ()
    amounts = []
    for each in content:
        try:
            amount = Decimal(each) if isinstance(each, str) else None
        except InvalidOperation:
            continue
        if amount is not None and amount.is_finite():
            amounts.append(amount)
    return tuple(amounts)
