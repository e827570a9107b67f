"""The one-time ticket with which a browser widget opens its chat connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from services.api.operation import OWN_DATA, Call, Operation, Reply, ReplyBody
from services.api.problem import UNAVAILABLE

if TYPE_CHECKING:
    from services.bootstrap import Services


class TicketReply(ReplyBody):
    """A ticket that opens one connection, and its seconds to live."""

    ticket: str
    expires_in: int = Field(ge=1)


def operations(services: Services) -> list[Operation]:
    """The operation that exchanges the caller's access token for a ticket."""

    def ticket(call: Call) -> Reply:
        issued = services.tickets.issue(call.access_token)
        return Reply(TicketReply(ticket=issued.value, expires_in=issued.expires_in))

    return [
        Operation(
            "POST",
            "/auth/ticket",
            "connectionTicket",
            tag="Identidad",
            summary="Un boleto de un solo uso para abrir el chat desde un navegador",
            description="Para los clientes que solo pueden pasar un dato en la dirección (`?token=`): abre una "
            "conexión y vence en segundos.",
            policy=OWN_DATA,
            handler=ticket,
            reply=TicketReply,
            problems=(UNAVAILABLE,),
        )
    ]
