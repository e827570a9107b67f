"""How many cases wait, for whoever works through them; the cases themselves are read on the page of the desk."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from actions import formatting
from services.auth.principal import Role

if TYPE_CHECKING:
    from actions.reply import Reply
    from actions.topic import Ask
    from services.payroll.desk.queue import CaseQueue

_ASKS = re.compile(
    r"\b(?:que|cuantos|cuales|ver|muestrame|mostrame|lista\w*|hay|tengo) (?:\w+ ){0,3}?casos\b.*"
    r"\b(?:pendientes|abiertos|nuevos|por (?:atender|resolver|revisar|responder)|sin (?:atender|resolver|leer))\b"
    r"|\b(?:que|cuantos|cuales) casos (?:hay|tengo|quedan|faltan)\b|\bcasos (?:pendientes|abiertos|por atender)\b"
    r"|\bbandeja (?:de|del) (?:casos|talento humano|gestion humana|recursos humanos)\b"
)
_OWN = re.compile(r"\bmis? (?:propios? )?casos?\b")


class DeskQueue:
    """Answers HR and payroll; to anybody else «mis casos» are their own."""

    def __init__(self, queue: CaseQueue) -> None:
        self._queue = queue

    def reply(self, ask: Ask) -> Reply | None:
        """How many wait and how many are unread; None when the message, or who writes it, is about something else."""
        question = ask.question
        if not ask.principal.has_any(Role.HR, Role.PAYROLL):
            return None
        if not _ASKS.search(question.plain_text) or _OWN.search(question.plain_text):
            return None
        activity = self._queue.activity(ask.principal)
        reply = ask.reply()
        if not activity.pending:
            reply.say("utter_bandeja_vacia")
        else:
            reply.say(
                "utter_bandeja_un_caso" if activity.pending == 1 else "utter_bandeja",
                pendientes=formatting.number(activity.pending),
                nuevos=formatting.number(activity.unread),
            )
        return reply
