"""The one-time ticket with which a browser widget opens its chat connection, in its address or as a cookie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from services.api.operation import OWN_DATA, Call, Operation, Reply, ReplyBody
from services.api.problem import UNAVAILABLE
from services.auth.tokens import TICKET_COOKIE, TICKET_COOKIE_PATH

if TYPE_CHECKING:
    from services.bootstrap import Services


class TicketReply(ReplyBody):
    """A ticket that opens one connection, and its seconds to live."""

    ticket: str
    expires_in: int = Field(ge=1)


def operations(services: Services) -> list[Operation]:
    """The operations that exchange the caller's access token for a ticket."""
    secure = "" if services.settings.relaxed else "; Secure"

    def ticket(call: Call) -> Reply:
        issued = services.tickets.issue(call.access_token)
        return Reply(TicketReply(ticket=issued.value, expires_in=issued.expires_in))

    def cookie(call: Call) -> Reply:
        issued = services.tickets.issue(call.access_token)
        attributes = f"Max-Age={issued.expires_in}; Path={TICKET_COOKIE_PATH}; HttpOnly; SameSite=Strict{secure}"
        return Reply(status=204, headers={"Set-Cookie": f"{TICKET_COOKIE}={issued.value}; {attributes}"})

    return [
        Operation(
            "POST",
            "/auth/ticket/cookie",
            "connectionTicketCookie",
            tag="Identidad",
            summary="El mismo boleto, en una cookie que solo viaja al abrir el chat",
            description="Para los clientes que no pueden pasar ningún dato, en una página del mismo sitio que el chat. "
            "La página no puede leer la cookie; abre una conexión y vence en segundos.",
            policy=OWN_DATA,
            handler=cookie,
            status=204,
            problems=(UNAVAILABLE,),
        ),
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
        ),
    ]
