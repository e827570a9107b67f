"""The inbox of the desk: which cases there are, whether there is something new, and who can take them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from services.api.operation import Call, Operation, Parameter, Reply, ReplyBody, company_wide
from services.api.problem import FORBIDDEN
from services.api.routes.case_replies import CaseSummariesReply, summary
from services.auth.access import Permission
from services.payroll.desk.kinds import DeskKind
from services.payroll.desk.queue import PENDING, Assignment, CaseFilter, CaseOrder
from services.payroll.views import CaseState

if TYPE_CHECKING:
    from collections.abc import Collection

    from services.bootstrap import Services

TAG = "Mesa de casos"
LARGEST_NUMBER = 2**31 - 1
PENDING_STATES = "pending"


class ActivityReply(ReplyBody):
    """``version`` changes with every step of any case; ``said_at`` is when the shared conversation last went on."""

    version: str
    pending: int
    unread: int
    said_at: datetime | None


class HandlerReply(ReplyBody):
    """Somebody who handles cases."""

    user_id: UUID
    full_name: str


class HandlersReply(ReplyBody):
    """Who handles cases, by name."""

    handlers: list[HandlerReply]


def _kind(text: str) -> DeskKind:
    kind = DeskKind(text)
    if kind is DeskKind.CORRECTION:
        raise ValueError("corrections have their own list, with their legal terms")
    return kind


def _states(text: str) -> Collection[CaseState]:
    return PENDING if text == PENDING_STATES else frozenset({CaseState(text)})


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) <= LARGEST_NUMBER):
        raise ValueError("not a cursor")
    return int(text)


def _choice(values: Collection[str]) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}


_KINDS = [kind.value for kind in DeskKind if kind is not DeskKind.CORRECTION]
_STATES = [PENDING_STATES, *(state.value for state in CaseState)]
FILTERS = (
    Parameter("kind", "query", "La clase de caso.", _choice(_KINDS), _kind, required=False),
    Parameter(
        "state", "query", "El estado; «pending» son los dos sin cerrar.", _choice(_STATES), _states, required=False
    ),
    Parameter(
        "assigned",
        "query",
        "A cargo de quién: mío o de nadie.",
        _choice([each.value for each in Assignment]),
        Assignment,
        required=False,
    ),
    Parameter(
        "order",
        "query",
        "Los últimos primero, los más antiguos primero, o los que vencen antes primero.",
        _choice([each.value for each in CaseOrder]),
        CaseOrder,
        required=False,
    ),
    Parameter(
        "cursor",
        "query",
        "Desde dónde seguir, según la página anterior.",
        {"type": "integer", "minimum": 0, "maximum": LARGEST_NUMBER},
        _number,
        required=False,
    ),
)
CASE = Parameter(
    "case_id", "query", "El caso que se está viendo.", {"type": "string", "format": "uuid"}, UUID, required=False
)


def operations(services: Services) -> list[Operation]:
    """The operations of whoever works through the cases."""
    queue = services.desk.queue

    def cases(call: Call) -> Reply:
        given = call.parameters
        wanted = CaseFilter(given.get("kind"), given.get("state", frozenset(CaseState)), given.get("assigned"))
        order = given.get("order", CaseOrder.NEWEST)
        page = queue.cases(call.principal, wanted, order=order, after=given.get("cursor"))
        return Reply(CaseSummariesReply(cases=[summary(view) for view in page.cases], next_cursor=page.next_cursor))

    def activity(call: Call) -> Reply:
        return Reply(ActivityReply(**vars(queue.activity(call.principal, call.parameters.get("case_id")))))

    def handlers(call: Call) -> Reply:
        people = queue.handlers(call.principal)
        return Reply(
            HandlersReply(handlers=[HandlerReply(user_id=each.user_id, full_name=each.full_name) for each in people])
        )

    reading: dict[str, Any] = {
        "tag": TAG,
        "policy": company_wide(Permission.CASE_READ),
        "problems": (FORBIDDEN,),
    }
    return [
        Operation(
            "GET",
            "/desk/cases",
            "deskCases",
            summary="Los casos y solicitudes de todos",
            handler=cases,
            reply=CaseSummariesReply,
            parameters=FILTERS,
            description="Las correcciones de datos personales están en /corrections, con sus plazos legales.",
            **reading,
        ),
        Operation(
            "GET",
            "/desk/activity",
            "deskActivity",
            summary="Si hay algo nuevo en la mesa, sin nombrar a nadie",
            handler=activity,
            reply=ActivityReply,
            parameters=(CASE,),
            **reading,
        ),
        Operation(
            "GET",
            "/desk/handlers",
            "deskHandlers",
            TAG,
            "A quiénes se les puede pasar un caso",
            company_wide(Permission.CASE_HANDLE),
            handlers,
            reply=HandlersReply,
            problems=(FORBIDDEN,),
        ),
    ]
