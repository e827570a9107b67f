"""Messages that only add or change a datum: «¿y en marzo?», «¿y la salud?», «¿y eso por qué?»."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from actions import formatting
from actions.reply import Button, payload
from actions.topic import Ask, Topic
from services.payroll.concepts import BONUS_FAMILIES, CONCEPTS, LineKind

if TYPE_CHECKING:
    from actions.periods import AskedPeriod
    from actions.reply import Reply
    from actions.topics import Topics
    from actions.wording import Wording

_DEDUCTIONS = frozenset(concept.family for concept in CONCEPTS.values() if concept.kind is LineKind.DEDUCTION)
_SEVERANCE = frozenset({"cesantias", "intereses_cesantias"})
_ANY_CONCEPT = frozenset({"historial_pagos", "reportar_error"})
_BY_PERIOD = ("consultar_desprendible", "consultar_deducciones", "consultar_bonificaciones", "historial_pagos")
_NOT_BY_PERIOD = frozenset({"preguntar_normativa", "consultar_perfil", "consultar_cuenta_bancaria"})
"""Topics that a period does not change: «¿y en marzo?» after one of them is about something else."""

_PREVIOUS = re.compile(r"\b(anterior|previ[oa]|antes de (ese|esa|eso))\b")
_NEXT = re.compile(r"\b(siguiente|despues de (ese|esa|eso))\b")
_WHY = re.compile(
    r"^(y |pero |e )?(eso |esto )?(por ?que|porque)( (eso|esto|tanto|tan poco|asi|fue|es eso|es asi))*\W*$"
)
_WHY_TOPIC = {
    "consultar_desprendible": "comparar_pagos",
    "consultar_consignacion": "comparar_pagos",
    "historial_pagos": "comparar_pagos",
}


class FollowUpTopic(Topic):
    """`dar_dato`: goes on with the last topic, or finds it by the concept, or asks what the datum is about."""

    intent = "dar_dato"
    action = "action_continuar_tema"

    def __init__(self, topics: Topics, wording: Wording) -> None:
        self._topics = topics
        self._wording = wording

    def answer(self, ask: Ask) -> Reply:
        """The answer of the topic that the datum belongs to."""
        intent = self._topic(ask)
        if intent is None:
            return self._ask_what(ask)
        question = replace(ask.question, intent=intent, periods=self._periods(ask))
        return self._topics.answer(replace(ask, question=question, inherits=True))

    @staticmethod
    def _periods(ask: Ask) -> tuple[AskedPeriod, ...]:
        """The periods said; «la anterior» and «el mes siguiente» count from the one that was talked about."""
        remembered = ask.memory.period
        text = ask.question.plain_text
        if remembered is not None and _PREVIOUS.search(text):
            return (remembered.shifted(-1),)
        if remembered is not None and _NEXT.search(text):
            return (remembered.shifted(1),)
        return ask.question.periods

    def _topic(self, ask: Ask) -> str | None:
        last = ask.memory.topic if ask.memory.topic in self._topics else None
        if last is not None and _WHY.search(ask.question.plain_text):
            return _WHY_TOPIC.get(last, last)
        concept = ask.question.concept
        if last in _NOT_BY_PERIOD and ask.question.period is not None:
            remembered = ask.memory.concept
            last = None if remembered is None else topic_of_concept(remembered)
        if concept is None or last in _ANY_CONCEPT:
            return last
        return topic_of_concept(concept) or last

    def _ask_what(self, ask: Ask) -> Reply:
        reply = ask.reply()
        period = ask.question.period
        if period is None:
            reply.say("utter_de_que_hablamos")
            return reply
        reply.say(
            "utter_que_quieres_del_periodo",
            buttons=tuple(
                Button(self._wording.render(f"utter_etiqueta_{intent}"), payload(intent, period))
                for intent in _BY_PERIOD
            ),
            periodo=formatting.period(period),
        )
        return reply


def asks_why(text: str) -> bool:
    """Whether a plain text is a bare «¿y eso por qué?», which only the conversation can complete."""
    return bool(_WHY.search(text))


def topic_of_concept(concept: str) -> str | None:
    """The intent that tells about a concept of the payslip; None for one that has no topic of its own."""
    if concept == "retencion_fuente":
        return "consultar_retencion"
    if concept in _DEDUCTIONS:
        return "consultar_deducciones"
    if concept in _SEVERANCE:
        return "consultar_cesantias"
    if concept in BONUS_FAMILIES:
        return "consultar_bonificaciones"
    return None
