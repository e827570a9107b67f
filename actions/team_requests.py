"""A manager's people: what waits for their decision, and a yes or a no in the chat. Never anything of anyone's pay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from actions import formatting
from actions.offers import ACCEPT, DECLINE
from actions.question import plain
from actions.reply import Button
from services.auth.principal import Role
from services.payroll.desk.errors import CaseClosed
from services.payroll.desk.notice_texts import decision_buttons

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from actions.reply import Reply
    from actions.topic import Ask
    from actions.wording import Wording
    from services.payroll.desk.decisions import Decisions
    from services.payroll.desk.views import CaseSummary

_SHOWN = 5
_LONGEST_NOTE = 300
_LISTS = re.compile(
    r"\b(solicitudes|peticiones|vacaciones|permisos|licencias) ((que )?tengo )?(pendientes )?(por|de|para) aprobar\b"
    r"|\b(que|cuales|algo|solicitudes|vacaciones|permisos) tengo (yo )?(pendientes? )?(por|de|para) aprobar\b"
    r"|\bsolicitudes (pendientes )?de (mi|mis) (equipo|gente|personas|colaboradores|subalternos)\b"
    r"|\b(tengo|hay) (algunas? )?(solicitudes|peticiones|aprobaciones) (pendientes|por aprobar|sin responder)\b"
    r"|\b(que|cuales) (solicitudes|peticiones|aprobaciones) (hay|tengo|estan|quedan|faltan)\b"
    r"|\bque (me )?(falta|tengo pendiente|esta pendiente) (por|de|para) (aprobar|responder|autorizar)\b"
    r"|\b(quien|quienes) (me )?(pidio|pidieron|ha pedido|han pedido|solicitaron) (vacaciones|permisos?|licencias?)\b"
)
_ORDERED = re.compile(r"^(?:por favor |si |bueno |listo |entonces )*(aprueb[ae]|autoric?e|autoriza|rechac?e|rechaza)\b")
"""An order may be a question in other words («¿quién aprueba mis vacaciones?»): only one that opens the message is."""
_REJECTS = re.compile(
    r"\b(rechazo|rechazal[aeo]s?|rechazar(l[ao]s?)?|deniego|niegal[ao]s?|no (l[aeo]s? )?(apruebo|autorizo|concedo))\b"
)
_APPROVES = re.compile(r"\b(apruebo|apruebal[aeo]s?|aprobar(l[ao]s?)?|autorizo|autorizal[aeo]s?|concedo)\b")
_BECAUSE = re.compile(r"\b(porque|por que|ya que|debido a|pues)\b\s+(.+)$", re.IGNORECASE | re.DOTALL)
_OF_SOMEBODY = r"\b(l[ao]s?|el|vacaciones|permisos?|licencias?|solicitud(es)?) de (?!el\b|ella\b|vacaciones\b)\w+"
_NUMBER = re.compile(r"\bn-\d{4}-\d{6,9}\b")


class TeamRequests:
    """Answers whoever leads people when the words, or a button, are about their requests."""

    def __init__(self, decisions: Decisions, wording: Wording) -> None:
        self._decisions = decisions
        self._wording = wording

    def reply(self, ask: Ask) -> Reply | None:
        """The list, or the decision; None when the message is about something else.

        A button's number is only a name: the decision is the service's, for who presses it.
        """
        question = ask.question
        if question.case_number is not None:
            if question.intent not in (ACCEPT, DECLINE):
                return None
            return self._decide(ask, question.case_number, approve=question.intent == ACCEPT, note=None)
        if question.payload or not ask.principal.has_any(Role.MANAGER):
            return None
        text = question.plain_text
        if _LISTS.search(text):
            return self._list(ask)
        ordered = _ORDERED.search(text)
        rejects = bool(_REJECTS.search(text)) or (ordered is not None and ordered[1].startswith("recha"))
        if rejects or ordered or _APPROVES.search(text):
            return self._decide_in_words(ask, approve=not rejects)
        return None

    def _list(self, ask: Ask) -> Reply:
        pending = self._decisions.team_requests(ask.principal)
        reply = ask.reply()
        if not pending:
            reply.say("utter_equipo_sin_solicitudes")
            return reply
        reply.say("utter_equipo_solicitudes", cantidad=formatting.number(len(pending)))
        self._say_each(reply, pending)
        return reply

    def _decide_in_words(self, ask: Ask, *, approve: bool) -> Reply:
        if (done := self._done_before(ask)) is not None:
            return done
        pending = self._decisions.team_requests(ask.principal)
        chosen = _named(pending, ask.question.plain_text)
        if len(chosen) == 1:
            because = _BECAUSE.search(ask.question.text)
            note = because[2].strip()[:_LONGEST_NOTE] if because is not None and not approve else None
            return self._apply(ask, chosen[0], approve=approve, note=note)
        reply = ask.reply()
        if not pending:
            reply.say("utter_equipo_sin_solicitudes")
        else:
            reply.say("utter_equipo_cual")
            self._say_each(reply, chosen or pending)
        return reply

    def _decide(self, ask: Ask, number: str, *, approve: bool, note: str | None) -> Reply:
        if (done := self._done_before(ask)) is not None:
            return done
        found = next((each for each in self._decisions.team_requests(ask.principal) if each.number == number), None)
        if found is None:
            reply = ask.reply()
            reply.say("utter_equipo_ya_no_espera")
            return reply
        return self._apply(ask, found, approve=approve, note=note)

    def _apply(self, ask: Ask, request: CaseSummary, *, approve: bool, note: str | None) -> Reply:
        reply = ask.reply()
        try:
            if approve:
                self._decisions.approve(ask.principal, request.id, request_id=_decision_id(ask))
            else:
                self._decisions.reject(ask.principal, request.id, note, request_id=_decision_id(ask))
        except CaseClosed:
            reply.say("utter_equipo_ya_no_espera")
            return reply
        return self._said(ask, request, approved=approve)

    def _done_before(self, ask: Ask) -> Reply | None:
        """What was said, when this very message has decided already."""
        asked = _decision_id(ask)
        decided = None if asked is None else self._decisions.decided(ask.principal, asked)
        return None if decided is None else self._said(ask, decided[0], approved=decided[1])

    def _said(self, ask: Ask, request: CaseSummary, *, approved: bool) -> Reply:
        reply = ask.reply()
        reply.say("utter_equipo_aprobada" if approved else "utter_equipo_rechazada", self._values(request))
        return reply

    def _say_each(self, reply: Reply, requests: Sequence[CaseSummary]) -> None:
        for request in requests[:_SHOWN]:
            reply.say(
                "utter_equipo_solicitud",
                self._values(request),
                buttons=tuple(Button(**button) for button in decision_buttons(request.number)),
            )

    def _values(self, request: CaseSummary) -> dict[str, str]:
        start, end = request.start, request.end
        assert start is not None  # noqa: S101 - every request of a team is about days
        assert end is not None  # noqa: S101
        return {
            "persona": request.person_name,
            "que": self._wording.render(f"utter_equipo_que_{request.kind.value}"),
            "inicio": formatting.day(start),
            "fin": formatting.day(end),
            "numero": request.number,
        }


def _decision_id(ask: Ask) -> UUID | None:
    # A message may hold several decisions, each in a sentence of its own.
    return ask.request_id(f"decision:{ask.question.plain_text}")


def _named(pending: Sequence[CaseSummary], text: str) -> list[CaseSummary]:
    """The requests that the words mean: by number, by names of their people, or the only one there is."""
    number = _NUMBER.search(text)
    if number is not None:
        return [each for each in pending if each.number.lower() == number[0]]
    words = set(re.findall(r"\w+", text))
    scores = [(len(words & set(plain(each.person_name).split())), each) for each in pending]
    best = max((score for score, _ in scores), default=0)
    if best:
        return [each for score, each in scores if score == best]
    return list(pending) if len(pending) == 1 and not re.search(_OF_SOMEBODY, text) else []
