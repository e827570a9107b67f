"""Payslips as JSON: the months of a range and one month line by line."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from services.api.operation import Call, Operation, Parameter, Reply, ReplyBody, over_subject
from services.api.problem import FORBIDDEN, INVALID_FIELDS, NO_PAYSLIP, FieldProblem, Problem
from services.auth.access import Permission
from services.payroll.periods import Month
from services.payroll.serialization import to_jsonable

if TYPE_CHECKING:
    from services.bootstrap import Services

TAG = "Nómina"
BOGOTA = ZoneInfo("America/Bogota")
MONTHS_BY_DEFAULT = 12
MAXIMUM_MONTHS = 60
MONTH_SCHEMA = {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$", "example": "2026-03"}


class PayslipSummary(ReplyBody):
    """A month's totals; money is a string with two decimals, in Colombian pesos."""

    month: str
    gross: str
    deductions: str
    net: str


class PayslipsReply(ReplyBody):
    """The payslips of a range, the oldest first."""

    payslips: list[PayslipSummary]


class PayslipReply(ReplyBody):
    """A payslip line by line, as the payroll service gives it; money is a string with two decimals."""

    payslip: dict[str, Any]


def _month(text: str) -> Month:
    year, _, month = text.partition("-")
    if len(text) != 7 or not (text.isascii() and year.isdigit() and month.isdigit()):
        raise ValueError("not a month")
    value = Month(int(year), int(month))
    if not 1990 <= value.year <= 2100 or not 1 <= value.month <= 12:
        raise ValueError("not a month")
    return value


MONTH = Parameter("month", "path", "El mes, AAAA-MM.", MONTH_SCHEMA, _month)
FIRST = Parameter(
    "from", "query", "El primer mes, AAAA-MM; por defecto, hace un año.", MONTH_SCHEMA, _month, required=False
)
LAST = Parameter(
    "to", "query", "El último mes, AAAA-MM; por defecto, el mes actual.", MONTH_SCHEMA, _month, required=False
)
PERSON = Parameter(
    "user_id",
    "query",
    "La persona; por defecto, quien llama.",
    {"type": "string", "format": "uuid"},
    UUID,
    required=False,
)


def operations(services: Services) -> list[Operation]:
    """The operations on payslips."""
    payroll = services.payroll

    def payslips(call: Call) -> Reply:
        today = datetime.now(BOGOTA)
        last: Month = call.parameters.get("to") or Month(today.year, today.month)
        first: Month = call.parameters.get("from") or _months_before(last, MONTHS_BY_DEFAULT - 1)
        span = (last.year - first.year) * 12 + last.month - first.month
        if not 0 <= span < MAXIMUM_MONTHS:
            raise Problem(INVALID_FIELDS, fields=(FieldProblem("from", f"El rango va de 1 a {MAXIMUM_MONTHS} meses."),))
        found = payroll.payslips(call.principal, first, last, user_id=call.parameters.get("user_id"))
        return Reply(
            PayslipsReply(
                payslips=[
                    PayslipSummary(
                        month=str(item.month), gross=str(item.gross), deductions=str(item.deductions), net=str(item.net)
                    )
                    for item in found
                ]
            )
        )

    def payslip(call: Call) -> Reply:
        found = payroll.payslip(call.principal, call.parameters["month"], user_id=call.parameters.get("user_id"))
        return Reply(PayslipReply(payslip=to_jsonable(found)))

    shared: dict[str, Any] = {"tag": TAG, "policy": over_subject(Permission.PAY_READ)}
    return [
        Operation(
            "GET",
            "/payslips",
            "payslips",
            summary="Los desprendibles de un rango de meses",
            handler=payslips,
            reply=PayslipsReply,
            parameters=(FIRST, LAST, PERSON),
            problems=(FORBIDDEN,),
            **shared,
        ),
        Operation(
            "GET",
            "/payslips/<month:str>",
            "payslip",
            summary="El desprendible de un mes, línea por línea",
            handler=payslip,
            reply=PayslipReply,
            parameters=(MONTH, PERSON),
            problems=(FORBIDDEN, NO_PAYSLIP),
            **shared,
        ),
    ]


def _months_before(month: Month, count: int) -> Month:
    year, index = divmod(month.year * 12 + month.month - 1 - count, 12)
    return Month(year, index + 1)
