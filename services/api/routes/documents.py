"""Payslips and certificates as PDF for whoever may have them, and the public page that verifies them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import structlog
from redis import RedisError

from services.api.operation import PUBLIC, Call, Operation, Parameter, Reply, over_subject
from services.api.problem import (
    EMPLOYER_UNKNOWN,
    FORBIDDEN,
    INVALID_FIELDS,
    NO_PAYSLIP,
    NOT_FOUND,
    RATE_LIMITED,
    YEAR_NOT_OVER,
    FieldProblem,
    Problem,
)
from services.api.routes.payslips import FIRST, LAST, MAXIMUM_MONTHS, PERSON
from services.auth.access import Permission
from services.documents.verification_page import PAGE_SECURITY_POLICY, known_document_page, unknown_document_page
from services.payroll.periods import Month
from services.rate_limits import RateLimit

if TYPE_CHECKING:
    from services.bootstrap import Services
    from services.documents.service import IssuedFile

log = structlog.get_logger(__name__)

TAG = "Documentos"
BOGOTA = ZoneInfo("America/Bogota")
TIME_LIMIT_S = 20.0
ISSUED_PER_PERSON = RateLimit(60, 3600)
CHECKS_PER_ADDRESS = RateLimit(30, 60)
LONGEST_CODE = 64


def _year(text: str) -> int:
    if not (len(text) == 4 and text.isascii() and text.isdecimal() and 1990 <= int(text) <= 2100):
        raise ValueError("not a year")
    return int(text)


def _yes_or_no(text: str) -> bool:
    if text not in {"true", "false"}:
        raise ValueError("not true or false")
    return text == "true"


def _code(text: str) -> str:
    return text[:LONGEST_CODE]


YEAR = Parameter(
    "year",
    "query",
    "El año gravable, ya terminado.",
    {"type": "integer", "minimum": 1990, "maximum": 2100, "example": 2025},
    _year,
)
WITH_SALARY = Parameter(
    "salary",
    "query",
    "Si el certificado dice el salario; por defecto, sí.",
    {"type": "boolean"},
    _yes_or_no,
    required=False,
)
CODE = Parameter("code", "path", "El código impreso al pie del documento.", {"type": "string"}, _code)


def operations(services: Services) -> list[Operation]:
    """The operations on documents."""
    documents = services.documents

    def payslips(call: Call) -> Reply:
        today = datetime.now(BOGOTA)
        last: Month = call.parameters.get("to") or Month(today.year, today.month)
        first: Month = call.parameters.get("from") or last
        if not 0 <= last.index - first.index < MAXIMUM_MONTHS:
            raise Problem(INVALID_FIELDS, fields=(FieldProblem("from", f"El rango va de 1 a {MAXIMUM_MONTHS} meses."),))
        _count_issue(call)
        return _download(documents.payslips(call.principal, first, last, user_id=call.parameters.get("user_id")))

    def work_certificate(call: Call) -> Reply:
        _count_issue(call)
        return _download(
            documents.work_certificate(
                call.principal,
                with_salary=call.parameters.get("salary", True),
                user_id=call.parameters.get("user_id"),
            )
        )

    def income_certificate(call: Call) -> Reply:
        _count_issue(call)
        return _download(
            documents.income_certificate(
                call.principal, call.parameters["year"], user_id=call.parameters.get("user_id")
            )
        )

    def verify(call: Call) -> Reply:
        _count(f"verify:{call.client.address}", CHECKS_PER_ADDRESS)
        found = documents.verify(call.parameters["code"])
        page = unknown_document_page() if found is None else known_document_page(found, documents.today())
        return Reply(
            status=404 if found is None else 200,
            text=page,
            content_type="text/html; charset=utf-8",
            headers={"Content-Security-Policy": PAGE_SECURITY_POLICY, "X-Robots-Tag": "noindex"},
        )

    def _count_issue(call: Call) -> None:
        _count(f"documents:{call.principal.user_id}", ISSUED_PER_PERSON)

    def _count(key: str, limit: RateLimit) -> None:
        # Codes cannot be guessed and every issue is audited, so a missing Redis stops neither.
        try:
            services.limiter.take([(key, limit)])
        except RedisError as error:
            log.warning("documents.not_counted", error=type(error).__name__)

    issuing: dict[str, Any] = {
        "tag": TAG,
        "policy": over_subject(Permission.DOCUMENT_ISSUE),
        "media_type": "application/pdf",
        "time_limit_s": TIME_LIMIT_S,
    }
    refusals = (FORBIDDEN, NOT_FOUND, RATE_LIMITED, EMPLOYER_UNKNOWN)
    return [
        Operation(
            "GET",
            "/documents/payslips.pdf",
            "payslipsPdf",
            summary="Los desprendibles de un rango de meses en un PDF; sin rango, el del mes actual",
            handler=payslips,
            parameters=(FIRST, LAST, PERSON),
            problems=(NO_PAYSLIP, *refusals),
            **issuing,
        ),
        Operation(
            "GET",
            "/documents/certificado-laboral.pdf",
            "workCertificatePdf",
            summary="El certificado laboral, con o sin salario",
            handler=work_certificate,
            parameters=(WITH_SALARY, PERSON),
            problems=refusals,
            **issuing,
        ),
        Operation(
            "GET",
            "/documents/certificado-220.pdf",
            "incomeCertificatePdf",
            summary="El certificado de ingresos y retenciones de un año gravable",
            handler=income_certificate,
            parameters=(YEAR, PERSON),
            problems=(NO_PAYSLIP, YEAR_NOT_OVER, *refusals),
            **issuing,
        ),
        Operation(
            "GET",
            "/verificar/<code:str>",
            "verifyDocument",
            tag=TAG,
            summary="Página pública que dice si un documento es auténtico",
            policy=PUBLIC,
            handler=verify,
            parameters=(CODE,),
            problems=(RATE_LIMITED,),
            media_type="text/html",
        ),
    ]


def _download(issued: IssuedFile) -> Reply:
    return Reply(
        content=issued.content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{issued.name}"',
            "X-Verification-Code": issued.code,
        },
    )
