"""What a person and the assistant have said to each other."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from pydantic import Field

from services.api.operation import OWN_DATA, Call, Operation, Parameter, Reply, ReplyBody, RequestBody
from services.api.problem import INVALID_FIELDS, NOT_FOUND, RATE_LIMITED, FieldProblem, Problem
from services.chat.feedback import LONGEST_REASON, Rating
from services.chat.service import UnknownCursor
from services.privacy.policy import RETENTION_NOTICE
from services.rate_limits import RateLimit

if TYPE_CHECKING:
    from services.bootstrap import Services

LARGEST_PAGE = 100
DEFAULT_PAGE = 50
MAXIMUM_CURSOR = 256
RATINGS_PER_PERSON = RateLimit(60, 60)


class MessageReply(ReplyBody):
    """One message; ``author`` is ``person``, ``assistant`` or ``staff`` (somebody who answers a case).

    ``id`` is the ``message_id`` that the chat gave it; ``client_message_id`` what the client called a person's own;
    ``rating`` the person's opinion of an answer.
    """

    id: str
    author: str
    text: str | None
    occurred_at: datetime
    attachments: dict[str, Any]
    client_message_id: str | None
    rating: Rating | None


class HistoryReply(ReplyBody):
    """A page of the conversation, the latest first; ``next_cursor`` continues with older messages."""

    messages: list[MessageReply]
    next_cursor: str | None


class ErasureReply(ReplyBody):
    """How many messages were deleted, and what the law has the employer keep."""

    deleted_messages: int
    notice: str


class FeedbackBody(RequestBody):
    """An opinion about one answer."""

    message_id: str = Field(min_length=1, max_length=64)
    rating: Rating
    reason: str | None = Field(None, min_length=1, max_length=LONGEST_REASON)


class FeedbackReply(ReplyBody):
    """The opinion as it was kept."""

    message_id: str
    rating: Rating
    rated_at: datetime


def _page_size(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= LARGEST_PAGE):
        raise ValueError("out of range")
    return int(text)


def _cursor(text: str) -> str:
    if not 1 <= len(text) <= MAXIMUM_CURSOR:
        raise ValueError("not a cursor")
    return text


CURSOR = Parameter(
    "cursor",
    "query",
    "Desde dónde seguir, según la página anterior.",
    {"type": "string", "minLength": 1, "maxLength": MAXIMUM_CURSOR},
    _cursor,
    required=False,
)
LIMIT = Parameter(
    "limit",
    "query",
    "Cuántos mensajes, como máximo.",
    {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE},
    _page_size,
    required=False,
)


def operations(services: Services) -> list[Operation]:
    """The operations on the caller's own conversation."""

    def history(call: Call) -> Reply:
        try:
            page = services.chat.history(
                call.principal,
                cursor=call.parameters.get("cursor"),
                limit=call.parameters.get("limit", DEFAULT_PAGE),
            )
        except UnknownCursor:
            raise Problem(INVALID_FIELDS, fields=(FieldProblem("cursor", "El valor no es válido."),)) from None
        messages = [
            MessageReply(**{name: getattr(message, name) for name in MessageReply.__fields__})
            for message in page.messages
        ]
        return Reply(HistoryReply(messages=messages, next_cursor=page.next_cursor))

    def erase(call: Call) -> Reply:
        return Reply(ErasureReply(deleted_messages=services.chat.forget(call.principal), notice=RETENTION_NOTICE))

    def rate(call: Call) -> Reply:
        services.limiter.take([(f"feedback:{call.principal.user_id}", RATINGS_PER_PERSON)])
        body = call.body
        return Reply(
            FeedbackReply(**vars(services.feedback.rate(call.principal, body.message_id, body.rating, body.reason))),
            201,
        )

    return [
        Operation(
            "POST",
            "/chat/feedback",
            "rateAnswer",
            "Conversación",
            "Decir si una respuesta sirvió; una opinión nueva reemplaza la anterior",
            OWN_DATA,
            rate,
            status=201,
            body=FeedbackBody,
            reply=FeedbackReply,
            problems=(NOT_FOUND, RATE_LIMITED),
        ),
        Operation(
            "DELETE",
            "/chat/history",
            "eraseChatHistory",
            "Conversación",
            "Borrar mi conversación con el asistente; los registros de nómina se conservan",
            OWN_DATA,
            erase,
            reply=ErasureReply,
        ),
        Operation(
            "GET",
            "/chat/history",
            "chatHistory",
            "Conversación",
            "Mi conversación con el asistente",
            OWN_DATA,
            history,
            reply=HistoryReply,
            parameters=(CURSOR, LIMIT),
        ),
    ]
