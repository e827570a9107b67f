"""What became of one's own cases: the list, or one of them with its history; heard under whichever intent it comes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from actions import formatting
from actions.data_requests import data_request
from actions.reply import case_card
from services.payroll.desk.kinds import DeskKind, desk_kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actions.reply import Reply
    from actions.topic import Ask
    from actions.wording import Wording
    from services.payroll.service import PayrollService
    from services.payroll.views import Case

BOGOTA = ZoneInfo("America/Bogota")
_SHOWN = 5
_THING = (
    r"(?:casos?|reclamos?|reclamacion(?:es)?|reportes?|solicitud(?:es)?|peticion(?:es)?|pqrs?|tramites?"
    r"|cambio de (?:la |mi )?cuenta)"
)
_ASKS = re.compile(
    r"\b(?:como va|como van|en que va|en que van|en que quedo|en que quedaron|en que esta|en que estan|que paso con"
    r"|que hubo (?:de|con)|que hay de|estado (?:de|del)|noticias de|respuesta (?:de|a)"
    rf"|ya (?:me )?(?:revisaron|miraron|resolvieron|respondieron))\b.*\b{_THING}\b"
    r"|\b(?:mis|tengo) (?:casos|reclamos|reclamaciones|reportes|solicitudes|tramites|pqrs?)\b"
    r"(?!.*\b(?:por aprobar|equipo|gente)\b)"
)
_OF_OTHERS = re.compile(r"\b(?:equipo|mi gente|por aprobar|para aprobar|pendientes de aprobar)\b")
_NUMBER = re.compile(r"\bn-\d{4}-\d{6,9}\b")
_KINDS = {
    DeskKind.VACATION: re.compile(r"\bvacaciones\b"),
    DeskKind.BANK_ACCOUNT: re.compile(r"\bcuenta\b"),
    DeskKind.LEAVE: re.compile(r"\b(?:incapacidad|permiso|licencia|ausencia)\b"),
    DeskKind.WRONG_PAY: re.compile(r"\b(?:pagos?|reclamos?|reclamacion(?:es)?|horas extras?|descuentos?)\b"),
}


class OwnCases:
    """Answers for the person who asks alone; their own rows are the only ones it can reach."""

    def __init__(self, payroll: PayrollService, wording: Wording) -> None:
        self._payroll = payroll
        self._wording = wording

    def reply(self, ask: Ask) -> Reply | None:
        """The cases asked about; None when the message is about something else."""
        text = ask.question.plain_text
        number = _NUMBER.search(text)
        if number is None and (not _ASKS.search(text) or _OF_OTHERS.search(text)):
            return None
        # Requests about personal data have a list of their own, with their legal terms.
        if number is None and data_request(text) is not None:
            return None
        cases = self._payroll.cases(ask.principal)
        if number is not None:
            return self._one_or_list(ask, [case for case in cases if case.number.lower() == number[0]], cases)
        kinds = {kind for kind, words in _KINDS.items() if words.search(text)}
        found = [case for case in cases if desk_kind(case.kind) in kinds] if kinds else list(cases)
        if kinds == {DeskKind.VACATION} and not found:
            return None  # asked for before there were cases: the vacations themselves tell their state
        return self._one_or_list(ask, found, cases)

    def _one_or_list(self, ask: Ask, found: Sequence[Case], cases: Sequence[Case]) -> Reply:
        reply = ask.reply()
        if not cases:
            reply.say("utter_sin_casos")
        elif len(found) == 1:
            self._say_history(reply, found[0])
        else:
            if not found:
                reply.say("utter_caso_no_encontrado")
            reply.say("utter_casos", lineas="\n".join(self._line(case) for case in (found or cases)[:_SHOWN]))
        return reply

    def _say_history(self, reply: Reply, case: Case) -> None:
        steps = [
            self._wording.render(
                "utter_linea_paso_caso",
                fecha=formatting.day(event.at.astimezone(BOGOTA).date()),
                paso=self._wording.render(f"utter_paso_caso_{event.action.value}"),
            )
            for event in case.events
        ]
        reply.say(
            "utter_caso_con_historia",
            numero=case.number,
            que=self._about(case),
            estado=self._state(case),
            pasos="\n".join(steps),
            custom=case_card(case),
        )

    def _line(self, case: Case) -> str:
        return self._wording.render(
            "utter_linea_caso",
            numero=case.number,
            que=self._about(case),
            fecha=formatting.day(case.opened_at.astimezone(BOGOTA).date()),
            estado=self._state(case),
        )

    def _about(self, case: Case) -> str:
        return self._wording.render(f"utter_caso_que_{desk_kind(case.kind).value}")

    def _state(self, case: Case) -> str:
        return self._wording.render(f"utter_estado_caso_{case.state.value}")
