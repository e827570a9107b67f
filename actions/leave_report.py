"""Reporting a leave: what it is, its days, its certificate, and the case in which it is verified."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from rasa_sdk import Action

from actions import formatting
from actions.attachments import read_attachment
from actions.conversation import failure
from actions.guided_form import Answering, GuidedForm, Step, Unacceptable
from actions.memory import Memory
from actions.question import Question
from actions.reply import Reply, case_card
from services.payroll.desk.office import LeaveRefused, needs_certificate
from services.payroll.views import AbsenceKind

if TYPE_CHECKING:
    from uuid import UUID

    from rasa_sdk import Tracker
    from rasa_sdk.executor import CollectingDispatcher
    from rasa_sdk.types import DomainDict

    from actions.conversation import Conversation
    from actions.wording import Wording
    from services.auth.principal import Principal
    from services.payroll.desk.desk import Desk

FORM = "ausencia_form"
KIND, DAYS, FILE, CONFIRMED = "ausencia_tipo", "ausencia_fechas", "ausencia_soporte", "ausencia_confirmada"
NO_FILE = "ninguno"
_WORDS = {
    AbsenceKind.WORK_ACCIDENT: re.compile(r"\b(accidente|laboral|arl)\b"),
    AbsenceKind.MATERNITY: re.compile(r"\b(maternidad|embarazo|parto)\b"),
    AbsenceKind.PATERNITY: re.compile(r"\bpaternidad\b"),
    AbsenceKind.BEREAVEMENT: re.compile(r"\b(luto|fallec\w+|murio|duelo)\b"),
    AbsenceKind.UNPAID: re.compile(r"\b(permiso|no remunerad[oa])\b"),
    AbsenceKind.SICK_LEAVE: re.compile(r"\b(incapacidad|incapacit\w+|enferm\w+|eps|medica)\b"),
}
_ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_LONGEST = timedelta(days=200)


def read_kind(text: str) -> AbsenceKind | None:
    """The sort of leave that a plain text names; an accident at work or a permission before a mere sickness."""
    return next((kind for kind, words in _WORDS.items() if words.search(text)), None)


def read_days(question: Question) -> tuple[date, date] | None:
    """The first and the last day that a message says, or None when it says no day."""
    written = [day for day in map(_iso, _ISO.findall(question.plain_text)) if day is not None]
    if written:
        return min(written), max(written)
    said = [period for period in question.periods if period.single_day or period.grain == "range"]
    if not said:
        return None
    start, end = min(period.start for period in said), max(period.end for period in said)
    if question.days is not None and start == end:
        end = start + timedelta(days=question.days - 1)
    return (start, end) if end - start < _LONGEST else None


def leave_form(desk: Desk) -> GuidedForm:
    """The form with its steps."""

    def kind(answering: Answering) -> str | None:
        found = read_kind(answering.question.plain_text)
        return None if found is None else found.value

    def days(answering: Answering) -> str | None:
        found = read_days(answering.question)
        if found is None:
            return None
        try:
            desk.office.check_leave(AbsenceKind(answering.slots[KIND]), *found, answering.today)
        except LeaveRefused as refused:
            raise Unacceptable(f"utter_ausencia_rechazo_{refused.reason}") from None
        return "/".join(day.isoformat() for day in found)

    def file(answering: Answering) -> str | None:
        reference = read_attachment(desk.files, answering)
        if reference is not None or answering.question.intent != "negar":
            return reference
        if needs_certificate(AbsenceKind(answering.slots[KIND])):
            raise Unacceptable("utter_ausencia_rechazo_certificate_needed")
        return NO_FILE

    def confirmed(answering: Answering) -> bool | None:
        return {"afirmar": True, "negar": False}.get(answering.question.intent)

    steps = (Step(KIND, kind), Step(DAYS, days), Step(FILE, file), Step(CONFIRMED, confirmed))
    return GuidedForm(FORM, "consultar_incapacidades", steps, "utter_ausencia_no_entendi")


class AskLeaveConfirmation(Action):
    """Shows the whole report before it is sent."""

    def __init__(self, conversation: Conversation, wording: Wording) -> None:
        self._conversation = conversation
        self._wording = wording

    def name(self) -> str:
        """The name by which Rasa asks for this slot of the form."""
        return f"action_ask_{FORM}_{CONFIRMED}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        """What it is, its days and its certificate."""
        reply = Reply(Memory.read(tracker.slots))
        try:
            start, end = _days(tracker.slots)
            proof = "utter_ausencia_sin_soporte" if tracker.slots.get(FILE) == NO_FILE else "utter_ausencia_con_soporte"
            reply.say(
                "utter_ausencia_confirmar",
                tipo=self._wording.render(f"utter_ausencia_{tracker.slots[KIND]}"),
                inicio=formatting.weekday(start),
                fin=formatting.weekday(end),
                soporte=self._wording.render(proof),
            )
        except (KeyError, TypeError, ValueError) as error:
            reply = failure(error, Question("", "consultar_incapacidades"), Memory.read(tracker.slots))
        reply.send(dispatcher)
        return []


def submit_leave(
    desk: Desk, principal: Principal, slots: Mapping[str, Any], reply: Reply, today: date, asked: UUID | None
) -> None:
    """Open the case, and say its number and who verifies it."""
    kind = AbsenceKind(slots[KIND])
    reference = None if slots.get(FILE) == NO_FILE else slots.get(FILE)
    try:
        case = desk.office.report_leave(principal, kind, *_days(slots), today, reference=reference, request_id=asked)
    except LeaveRefused as refused:
        reply.say(f"utter_ausencia_rechazo_{refused.reason}")
        return
    reply.say(
        "utter_ausencia_registrada" if needs_certificate(kind) else "utter_permiso_registrado",
        numero=case.number,
        custom=case_card(case),
    )


def _days(slots: Mapping[str, Any]) -> tuple[date, date]:
    start, _, end = slots[DAYS].partition("/")
    return date.fromisoformat(start), date.fromisoformat(end)


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
