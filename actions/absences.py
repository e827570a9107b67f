"""Sick leaves, permissions and other absences: those registered, and where to report a new one."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from actions import formatting
from actions.leave_report import CONFIRMED, DAYS, FILE, FORM, KIND, read_days, read_kind
from actions.topic import Ask, Topic

if TYPE_CHECKING:
    from actions.reply import Reply
    from actions.wording import Wording
    from services.payroll.service import PayrollService
    from services.payroll.views import Absence

_LOOK_BACK = timedelta(days=365)
_REPORTS = re.compile(
    r"\b(reportar|avisar|aviso|registrar|radicar|entregar|enviar|adjuntar|subir|pedir|solicitar|solicito"
    r"|tengo una incapacidad|me incapacitaron|estoy incapacitad[oa])\b"
    # «me mandaron 5 días», «me dio tres días el médico»; not «¿cuántos días me dieron?».
    r"|\bme (?:dieron|dio|mandaron|mando|formularon|ordenaron) (?:[^\W_]+ ){1,2}(?:dias?|semanas?)\b"
)
_WANTS = re.compile(r"\b(?:necesito|quiero|quisiera)\b")
_SEES = re.compile(r"\b(?:saber|ver|conocer|consultar|revisar|mirar|preguntar)\b")


class AbsencesTopic(Topic):
    """`consultar_incapacidades`: see one's absences; to report or ask for one, a form."""

    intent = "consultar_incapacidades"
    action = "action_consultar_incapacidades"

    def __init__(self, payroll: PayrollService, wording: Wording) -> None:
        self._payroll = payroll
        self._wording = wording

    def answer(self, ask: Ask) -> Reply:
        """The absences of the period (the last year when none was said), or the form that reports one."""
        reply = ask.reply()
        period = ask.period
        reply.memory = reply.memory.about(self.intent, period)
        text = ask.question.plain_text
        if _REPORTS.search(text) or (_WANTS.search(text) and not _SEES.search(text)):
            kind = read_kind(text)
            days = read_days(ask.question)
            reply.say("utter_ausencia_empezar")
            reply.form = FORM
            reply.slots = {
                KIND: None if kind is None else kind.value,
                DAYS: None if days is None or kind is None else "/".join(day.isoformat() for day in days),
                FILE: None,
                CONFIRMED: None,
            }
            return reply
        start, end = (ask.today - _LOOK_BACK, ask.today) if period is None else (period.start, period.end)
        absences = self._payroll.absences(ask.principal, start, end)
        if not absences:
            within = "" if period is None else formatting.within_days(period)
            reply.say("utter_sin_ausencias" if period is None else "utter_sin_ausencias_periodo", en_periodo=within)
            return reply
        reply.say("utter_ausencias", lineas="\n".join(self._line(absence) for absence in absences))
        return reply

    def _line(self, absence: Absence) -> str:
        return self._wording.render(
            "utter_linea_ausencia" if absence.amount else "utter_linea_ausencia_sin_pago",
            nombre=absence.name,
            inicio=formatting.day(absence.start),
            fin=formatting.day(absence.end),
            dias=formatting.number(absence.calendar_days),
            paga=absence.paid_by,
            valor=formatting.money(absence.amount),
            norma=absence.norm,
        )
