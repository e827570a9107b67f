"""The words in which people are notified, and the choices that go with them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from services.colombian_formats import day

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS = {
    "vacation_requested": (
        "{person} pidió vacaciones del {start} al {end} (días hábiles: {business_days}), caso {number}."
    ),
    "leave_requested": "{person} pidió una licencia no remunerada del {start} al {end}, caso {number}.",
    "vacation_approved": "{actor} aprobó tus vacaciones del {start} al {end}.",
    "vacation_rejected": "{actor} no aprobó tus vacaciones del {start} al {end}.",
    "vacation_decided": "{actor} respondió la solicitud de vacaciones de {person}, caso {number}.",
    "leave_approved": "{actor} aprobó tu ausencia del {start} al {end}, caso {number}.",
    "leave_rejected": "{actor} no aprobó tu ausencia del {start} al {end}, caso {number}.",
    "account_changed": (
        "Desde el {start} tu pago se consigna en tu cuenta de {bank} terminada en {last_four}. Si no pediste este "
        "cambio, avisa ya a Talento Humano."
    ),
    "account_rejected": "{actor} no aprobó el cambio de tu cuenta, caso {number}.",
    "case_replied": "{actor} respondió tu caso {number}.",
    "case_resolved": "{actor} cerró tu caso {number} como resuelto.",
    "case_rejected": "{actor} cerró tu caso {number} sin cambios.",
    "correction_accepted": "Talento Humano aceptó tu solicitud de corrección de datos.",
    "correction_rejected": "Talento Humano no aceptó tu solicitud de corrección de datos.",
}
"""What a person reads of each kind; what somebody wrote goes below it, quoted."""

# Kinds in which somebody writes to the person: in the chat they are that somebody's, not the assistant's.
_OF_STAFF = frozenset({"case_replied", "case_resolved", "case_rejected"})
_ASKS_FOR_A_DECISION = frozenset({"vacation_requested", "leave_requested"})
_DATES = ("start", "end")


def text_of(kind: str, data: Mapping[str, str], number: str | None, written: str | None) -> str:
    """The sentence of a notification, with what somebody wrote below it."""
    values = {name: day(date.fromisoformat(value)) if name in _DATES else value for name, value in data.items()}
    text = TEXTS[kind].format_map({**values, "number": number or ""})
    return f"{text}\n«{written}»" if written else text


def author_of(kind: str) -> str:
    """Whose words they are in the chat: ``staff`` or ``assistant``."""
    return "staff" if kind in _OF_STAFF else "assistant"


def buttons_of(kind: str, number: str | None) -> tuple[dict[str, str], ...]:
    """The buttons of a notification; none for what asks nothing."""
    return decision_buttons(number) if kind in _ASKS_FOR_A_DECISION and number else ()


def decision_buttons(number: str) -> tuple[dict[str, str], ...]:
    """The buttons with which a manager decides in the chat; who may is looked at when one is pressed."""
    return (
        {"title": "Aprobar", "payload": f'/afirmar{{"tramite": "{number}"}}'},
        {"title": "Rechazar", "payload": f'/negar{{"tramite": "{number}"}}'},
    )
