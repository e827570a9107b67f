"""Nobody is told about anybody else: the refusal, and the guard that finds a third person in any question."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from actions.question import plain
from actions.topic import Ask, Topic

if TYPE_CHECKING:
    from actions.reply import Reply
    from services.users.service import UserService

_SOMEBODY = (
    r"(companer[oa]s?|coleg[oa]s?|jef[ea]s?|gerentes?|director(a|es|as)?|coordinador(a|es|as)?|lider(es)?"
    r"|supervisor(a|es|as)?|subaltern[oa]s?|equipo|empleados?|empleadas?|trabajador(a|es|as)?|amig[oa]s?|novi[oa]"
    r"|espos[oa]|marido|mujer|herman[oa]s?|prim[oa]s?|hij[oa]s?|mama|papa|vecin[oa]s?|demas|otr[oa]s?"
    r"|otra persona|otro empleado|senor(a)?|muchach[oa]s?|todos|todo el mundo)"
)
_WHOSE = r"(mi|mis|tu|su|sus|el|la|los|las|un|una|otr[oa]s?|ese|esa|esos|esas|nuestro|nuestra)"
_ANOTHERS_PAY = re.compile(
    rf"\b(salario|sueldo|pago|nomina|desprendible|colilla|prima|neto|liquidacion|cuenta|vacaciones|descuentos?|gana|ganan"
    rf"|ganaron|pagan|pagaron|descuentan|descontaron|consignaron|consignan|el|la|lo|los|las)"
    rf" (de|del|a|al) ({_WHOSE} )?{_SOMEBODY}\b"
    rf"|\b(gana|ganan|gano|ganaba|cobra|cobran|recibe|reciben) {_WHOSE} {_SOMEBODY}\b"
    r"|\b(le|les) (pagan|pagaron|descuentan|descontaron|consignan|consignaron|llego|toca|deben)"
    rf" (a )?({_WHOSE} )?{_SOMEBODY}\b"
)
_ABOUT_ONESELF = re.compile(r"\b(quien es|como se llama) mi (jefe|jefa|lider|coordinador|coordinadora|supervisor)\b")
_NAMES_NOBODY = frozenset(
    {"reportar_error", "hablar_con_humano", "saludar", "despedirse", "agradecer", "consultar_perfil"}
)
"""Intents in which naming somebody is natural: «hola, Marta», «quiero hablar con Juan», «mi jefe es Pedro»."""


class OtherPeopleTopic(Topic):
    """`consultar_datos_ajenos`: always refused, kindly, with what can be asked instead."""

    intent = "consultar_datos_ajenos"
    action = "action_rechazar_datos_ajenos"

    def answer(self, ask: Ask) -> Reply:
        """The refusal; the conversation keeps its topic, so one's own questions go on."""
        return refuse(ask)


def refuse(ask: Ask) -> Reply:
    """The refusal to talk about somebody else."""
    reply = ask.reply()
    reply.say("utter_datos_ajenos")
    return reply


class OtherPeopleGuard:
    """Refuses any question that names a third person, whatever its intent was taken for."""

    def __init__(self, users: UserService) -> None:
        self._users = users

    def refusal(self, ask: Ask) -> Reply | None:
        """The refusal, or None when the question is about the person who asks."""
        question = ask.question
        if question.payload:
            return refuse(ask) if question.persons else None
        text = question.plain_text
        if question.intent not in _NAMES_NOBODY and any(not self._own(ask, name) for name in question.persons):
            return refuse(ask)
        if _ANOTHERS_PAY.search(text) and not _ABOUT_ONESELF.search(text) and question.intent not in _NAMES_NOBODY:
            return refuse(ask)
        return None

    def _own(self, ask: Ask, name: str) -> bool:
        own = set(plain(self._users.profile(ask.principal).full_name).split())
        said = plain(name).split()
        return bool(said) and set(said) <= own
