"""One case at the desk: all about it, and what is answered and decided."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import UUID

from pydantic import Field

from services.api.operation import Call, Operation, Parameter, Reply, ReplyBody, company_wide
from services.api.problem import ACCOUNT_NUMBER_NEEDED, CASE_CHANGED, CASE_CLOSED, FORBIDDEN, NOT_FOUND
from services.api.routes.case_replies import (
    CASE_ID,
    LONGEST_NOTE,
    CaseSummaryReply,
    NoteBody,
    SeenBody,
    summary,
)
from services.auth.access import Permission
from services.payroll.views import CaseAction, CaseState

if TYPE_CHECKING:
    from services.bootstrap import Services
    from services.payroll.desk.views import CaseDossier

TAG = "Mesa de casos"


class AssignBody(SeenBody):
    """To whom the case goes; without it, to the caller."""

    to: UUID | None = None


class CaseAnswerBody(SeenBody):
    """What the person will read in the chat."""

    text: str = Field(min_length=1, max_length=LONGEST_NOTE)


class CaseNoteBody(NoteBody, SeenBody):
    """What the person reads along with the step, if anything."""


class ApprovalBody(CaseNoteBody):
    """The approval; a change of account takes the number that the bank certifies."""

    account_number: str | None = Field(None, regex=r"^[0-9]{6,20}$")


class StepReply(ReplyBody):
    """A step of the case."""

    action: CaseAction
    state: CaseState
    at: datetime
    actor_name: str
    by_person: bool
    text: str | None


class CaseFileReply(ReplyBody):
    """A file that the person attached."""

    file_id: UUID
    file_name: str
    media_type: str
    size: int
    uploaded_at: datetime


class TranscriptLineReply(ReplyBody):
    """Something said in the conversation that the person agreed to share."""

    author: str
    text: str | None
    occurred_at: datetime


class CaseReply(ReplyBody):
    """All about a case; ``transcript`` is missing without the person's consent."""

    case: CaseSummaryReply
    position: str | None
    area: str | None
    report: str | None
    steps: list[StepReply]
    files: list[CaseFileReply]
    transcript: list[TranscriptLineReply] | None
    may_decide: bool


FILE_ID = Parameter("file_id", "path", "Identificador del archivo.", {"type": "string", "format": "uuid"}, UUID)


def operations(services: Services) -> list[Operation]:
    """The operations on one case for whoever handles cases."""
    inbox, decisions = services.desk.inbox, services.desk.decisions

    def case(call: Call) -> Reply:
        return _shown(call)

    def assign(call: Call) -> Reply:
        inbox.assign(call.principal, call.parameters["case_id"], call.body.to, seen=call.body.seen_steps)
        return _shown(call)

    def reply(call: Call) -> Reply:
        inbox.reply(call.principal, call.parameters["case_id"], call.body.text, seen=call.body.seen_steps)
        return _shown(call)

    def resolve(call: Call) -> Reply:
        inbox.resolve(call.principal, call.parameters["case_id"], call.body.text, seen=call.body.seen_steps)
        return _shown(call)

    def approve(call: Call) -> Reply:
        case_id = call.parameters["case_id"]
        inbox.is_decided(call.principal, case_id)
        decisions.approve(
            call.principal,
            case_id,
            call.body.text,
            account_number=call.body.account_number,
            seen=call.body.seen_steps,
        )
        return _shown(call)

    def reject(call: Call) -> Reply:
        case_id = call.parameters["case_id"]
        if inbox.is_decided(call.principal, case_id):
            decisions.reject(call.principal, case_id, call.body.text, seen=call.body.seen_steps)
        else:
            inbox.dismiss(call.principal, case_id, call.body.text, seen=call.body.seen_steps)
        return _shown(call)

    def file(call: Call) -> Reply:
        found, content = inbox.file(call.principal, call.parameters["case_id"], call.parameters["file_id"])
        return Reply(
            content=content,
            content_type=found.media_type,
            headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.file_name)}"},
        )

    def _shown(call: Call) -> Reply:
        return Reply(_dossier(inbox.case(call.principal, call.parameters["case_id"])))

    reading: dict[str, Any] = {"tag": TAG, "policy": company_wide(Permission.CASE_READ)}
    handling: dict[str, Any] = {
        "tag": TAG,
        "policy": company_wide(Permission.CASE_HANDLE),
        "reply": CaseReply,
        "parameters": (CASE_ID,),
    }
    refusals = (FORBIDDEN, NOT_FOUND, CASE_CLOSED, CASE_CHANGED)
    return [
        Operation(
            "GET",
            "/desk/cases/<case_id:str>",
            "deskCase",
            summary="Un caso con su historia; la conversación, solo si la persona autorizó compartirla",
            handler=case,
            reply=CaseReply,
            parameters=(CASE_ID,),
            problems=(FORBIDDEN, NOT_FOUND),
            **reading,
        ),
        Operation(
            "GET",
            "/desk/cases/<case_id:str>/files/<file_id:str>",
            "deskCaseFile",
            tag=TAG,
            policy=company_wide(Permission.CASE_FILE_READ),
            summary="Un soporte que la persona adjuntó",
            handler=file,
            parameters=(CASE_ID, FILE_ID),
            problems=(FORBIDDEN, NOT_FOUND),
            media_type="application/octet-stream",
        ),
        Operation(
            "POST",
            "/desk/cases/<case_id:str>/assign",
            "assignCase",
            summary="Tomar un caso, o pasarlo a otra persona de la mesa",
            handler=assign,
            body=AssignBody,
            problems=refusals,
            **handling,
        ),
        Operation(
            "POST",
            "/desk/cases/<case_id:str>/reply",
            "replyToCase",
            summary="Escribirle a la persona, que lo lee en su chat",
            handler=reply,
            body=CaseAnswerBody,
            problems=refusals,
            **handling,
        ),
        Operation(
            "POST",
            "/desk/cases/<case_id:str>/resolve",
            "resolveCase",
            summary="Cerrar un caso como resuelto",
            handler=resolve,
            body=CaseNoteBody,
            problems=refusals,
            **handling,
        ),
        Operation(
            "POST",
            "/desk/cases/<case_id:str>/approve",
            "approveCase",
            summary="Aprobar una solicitud: vacaciones, ausencia o cambio de cuenta",
            handler=approve,
            body=ApprovalBody,
            problems=(*refusals, ACCOUNT_NUMBER_NEEDED),
            **handling,
        ),
        Operation(
            "POST",
            "/desk/cases/<case_id:str>/reject",
            "rejectCase",
            summary="No aprobar una solicitud, o cerrar un caso sin cambios",
            handler=reject,
            body=CaseNoteBody,
            problems=refusals,
            **handling,
        ),
    ]


def _dossier(view: CaseDossier) -> CaseReply:
    return CaseReply(
        case=summary(view.summary),
        position=view.position,
        area=view.area,
        report=view.report,
        steps=[StepReply(**vars(step)) for step in view.steps],
        files=[
            CaseFileReply(file_id=file.id, **{name: getattr(file, name) for name in _FILE_MEMBERS})
            for file in view.files
        ],
        transcript=None if view.transcript is None else [TranscriptLineReply(**vars(line)) for line in view.transcript],
        may_decide=view.may_decide,
    )


_FILE_MEMBERS = ("file_name", "media_type", "size", "uploaded_at")
