"""The conversation outside the conversation: its history, and the ticket that opens a socket from a browser."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pydantic import Field

from services.api.operation import OWN_DATA, Call, Operation, Parameter, Reply, ReplyBody
from services.api.problem import INVALID_FIELDS, UNAVAILABLE, FieldProblem, Problem
from services.chat.service import LARGEST_PAGE, UnknownCursor

if TYPE_CHECKING:
    from services.bootstrap import Services

PAGE = 50
LONGEST_CURSOR = 256


class HistoryMessageReply(ReplyBody):
    """A message; ``author`` is ``person`` or ``assistant``."""

    id: str
    author: str
    text: str | None
    occurred_at: datetime
    attachments: dict[str, Any]
    intent: str | None
    confidence: Decimal | None


class HistoryReply(ReplyBody):
    """Messages, the latest first; without ``next_cursor`` there are no older ones."""

    messages: list[HistoryMessageReply]
    next_cursor: str | None


class TicketReply(ReplyBody):
    """A ticket that opens one connection, and its seconds to live."""

    ticket: str
    expires_in: int = Field(ge=1)


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 3):
        raise ValueError("not a page size")
    value = int(text)
    if not 1 <= value <= LARGEST_PAGE:
        raise ValueError("not a page size")
    return value


def _cursor(text: str) -> str:
    if not 0 < len(text) <= LONGEST_CURSOR:
        raise ValueError("not a cursor")
    return text


CURSOR = Parameter(
    "cursor",
    "query",
    "El valor «next_cursor» de la página anterior; por defecto, lo más reciente.",
    {"type": "string", "minLength": 1, "maxLength": LONGEST_CURSOR},
    _cursor,
    required=False,
)
LIMIT = Parameter(
    "limit",
    "query",
    f"Mensajes por página; por defecto, {PAGE}.",
    {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE},
    _limit,
    required=False,
)


def operations(services: Services) -> list[Operation]:
    """The operations on a person's own conversation."""

    def history(call: Call) -> Reply:
        try:
            page = services.chat.history(
                call.principal, cursor=call.parameters.get("cursor"), limit=call.parameters.get("limit", PAGE)
            )
        except UnknownCursor:
            raise Problem(INVALID_FIELDS, fields=(FieldProblem("cursor", "El valor no es válido."),)) from None
        return Reply(
            HistoryReply(
                messages=[HistoryMessageReply(**vars(message)) for message in page.messages],
                next_cursor=page.next_cursor,
            )
        )

    def ticket(call: Call) -> Reply:
        issued = services.tickets.issue(call.access_token)
        return Reply(TicketReply(ticket=issued.value, expires_in=issued.expires_in))

    return [
        Operation(
            "GET",
            "/chat/history",
            "chatHistory",
            tag="Conversación",
            summary="Mi conversación con el asistente, de lo más reciente a lo más antiguo",
            policy=OWN_DATA,
            handler=history,
            reply=HistoryReply,
            parameters=(CURSOR, LIMIT),
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
