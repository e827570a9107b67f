"""What I have asked of the company: my cases, and the files that go with a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.api.operation import OWN_DATA, Call, Operation, Reply, ReplyBody, Upload
from services.api.problem import FILE_REFUSED, RATE_LIMITED
from services.api.routes.case_replies import OwnCaseReply, own_case
from services.payroll.desk.files import LARGEST_FILE_BYTES, MEDIA_TYPES
from services.rate_limits import RateLimit

if TYPE_CHECKING:
    from services.bootstrap import Services

TAG = "Solicitudes"
FILES_PER_PERSON = RateLimit(20, 3600)
UPLOAD_LIMIT_S = 20.0


class OwnCasesReply(ReplyBody):
    """The caller's cases, the latest first."""

    cases: list[OwnCaseReply]


class FileReply(ReplyBody):
    """A file that waits for its request; ``message`` is what a client then says in the chat."""

    reference: str
    file_name: str
    media_type: str
    size: int
    message: str


def operations(services: Services) -> list[Operation]:
    """The operations on the caller's own requests."""

    def cases(call: Call) -> Reply:
        return Reply(OwnCasesReply(cases=[own_case(case) for case in services.payroll.cases(call.principal)]))

    def attach(call: Call) -> Reply:
        services.limiter.take([(f"files:{call.principal.user_id}", FILES_PER_PERSON)])
        file = services.desk.files.take(call.principal, call.uploaded.name, call.uploaded.content)
        return Reply(
            FileReply(
                reference=file.reference,
                file_name=file.file_name,
                media_type=file.media_type,
                size=file.size,
                message=f"Adjunté el soporte {file.reference}",
            ),
            201,
        )

    return [
        Operation(
            "GET",
            "/me/cases",
            "myCases",
            TAG,
            "Mis casos y solicitudes, con su estado y su historia",
            OWN_DATA,
            cases,
            reply=OwnCasesReply,
        ),
        Operation(
            "POST",
            "/me/files",
            "attachFile",
            TAG,
            "Adjuntar el soporte de una solicitud que se está haciendo en el chat",
            OWN_DATA,
            attach,
            status=201,
            upload=Upload(LARGEST_FILE_BYTES, MEDIA_TYPES),
            reply=FileReply,
            problems=(FILE_REFUSED, RATE_LIMITED),
            time_limit_s=UPLOAD_LIMIT_S,
            description="Se reconoce por su contenido, se guarda cifrado y solo lo lee Talento Humano. Sin solicitud "
            "se borra al día siguiente.",
        ),
    ]
