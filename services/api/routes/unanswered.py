"""What the assistant did not understand, for whoever improves it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from services.api.operation import Call, Operation, Reply, ReplyBody, company_wide
from services.api.problem import FORBIDDEN
from services.auth.access import Permission

if TYPE_CHECKING:
    from services.bootstrap import Services


class UnansweredTurnReply(ReplyBody):
    """A message without figures or addresses, and why it is here; it names nobody."""

    message_id: str
    occurred_at: datetime
    text: str
    intent: str | None
    confidence: float | None
    cause: str
    reason: str | None


class UnansweredReply(ReplyBody):
    """What nobody has reviewed yet, the latest first, and how many there are of each cause since a moment."""

    since: datetime
    counts: dict[str, int]
    turns: list[UnansweredTurnReply]


def operations(services: Services) -> list[Operation]:
    """The report of what was not understood."""

    def report(call: Call) -> Reply:
        report = services.unanswered.report(call.principal)
        return Reply(
            UnansweredReply(
                since=report.since,
                counts=report.counts,
                turns=[UnansweredTurnReply(**vars(turn)) for turn in report.turns],
            )
        )

    return [
        Operation(
            "GET",
            "/desk/unanswered",
            "unanswered",
            "Mesa de casos",
            "Lo que el asistente no entendió o no gustó, sin datos de nadie",
            company_wide(Permission.CASE_READ),
            report,
            reply=UnansweredReply,
            problems=(FORBIDDEN,),
        )
    ]
