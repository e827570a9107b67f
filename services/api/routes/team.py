"""What my people ask of me as their manager: vacations and unpaid leaves, never anything of their pay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.api.operation import TEAM_OF_CALLER, Call, Operation, Reply, ReplyBody
from services.api.problem import CASE_CLOSED, FORBIDDEN, NOT_FOUND
from services.api.routes.case_replies import CASE_ID, CaseSummaryReply, NoteBody, summary
from services.payroll.desk.decisions import require_manager

if TYPE_CHECKING:
    from services.bootstrap import Services

TAG = "Personas"


class TeamRequestsReply(ReplyBody):
    """What waits for the caller's decision, the oldest first."""

    requests: list[CaseSummaryReply]


def operations(services: Services) -> list[Operation]:
    """The operations of managers on their team's requests."""
    decisions = services.desk.decisions

    def requests(call: Call) -> Reply:
        return Reply(TeamRequestsReply(requests=[summary(view) for view in decisions.team_requests(call.principal)]))

    def approve(call: Call) -> Reply:
        require_manager(call.principal)
        decisions.approve(call.principal, call.parameters["case_id"], call.body.text)
        return Reply(status=204)

    def reject(call: Call) -> Reply:
        require_manager(call.principal)
        decisions.reject(call.principal, call.parameters["case_id"], call.body.text)
        return Reply(status=204)

    managed: dict[str, Any] = {"tag": TAG, "policy": TEAM_OF_CALLER}
    decided: dict[str, Any] = {
        **managed,
        "status": 204,
        "body": NoteBody,
        "parameters": (CASE_ID,),
        "problems": (FORBIDDEN, NOT_FOUND, CASE_CLOSED),
    }
    return [
        Operation(
            "GET",
            "/team/requests",
            "teamRequests",
            summary="Las vacaciones y licencias de mi equipo que esperan mi respuesta",
            handler=requests,
            reply=TeamRequestsReply,
            problems=(FORBIDDEN,),
            **managed,
        ),
        Operation(
            "POST",
            "/team/requests/<case_id:str>/approve",
            "approveTeamRequest",
            summary="Aprobar una solicitud de mi equipo; la persona queda avisada",
            handler=approve,
            **decided,
        ),
        Operation(
            "POST",
            "/team/requests/<case_id:str>/reject",
            "rejectTeamRequest",
            summary="No aprobar una solicitud de mi equipo; la persona queda avisada",
            handler=reject,
            **decided,
        ),
    ]
