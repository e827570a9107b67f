"""What I should know: decisions on my requests, answers to my cases, and what waits for my decision."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from services.api.operation import OWN_DATA, Call, Operation, Parameter, Reply, ReplyBody
from services.api.problem import NOT_FOUND, Problem

if TYPE_CHECKING:
    from services.bootstrap import Services

TAG = "Notificaciones"
LARGEST_ID = 2**63 - 1


class NotificationReply(ReplyBody):
    """A notification; ``message_id`` is its message in the chat's history, ``buttons`` what it offers there."""

    id: int
    message_id: str
    kind: str
    text: str
    author: str
    created_at: datetime
    read_at: datetime | None
    case_number: str | None
    buttons: list[dict[str, Any]]


class NotificationsReply(ReplyBody):
    """Notifications: the latest first, or those after an id in order."""

    notifications: list[NotificationReply]


def _id(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) <= LARGEST_ID):
        raise ValueError("not an id")
    return int(text)


_INTEGER = {"type": "integer", "minimum": 0, "maximum": LARGEST_ID}
AFTER = Parameter("after", "query", "Solo las posteriores a este id, en orden.", _INTEGER, _id, required=False)
NOTIFICATION_ID = Parameter("notification_id", "path", "El id de la notificación.", _INTEGER, _id)


def operations(services: Services) -> list[Operation]:
    """The operations on the caller's notifications."""
    notices = services.desk.notices

    def recent(call: Call) -> Reply:
        found = notices.recent(call.principal, call.parameters.get("after"))
        return Reply(
            NotificationsReply(
                notifications=[NotificationReply(message_id=f"notice-{notice.id}", **vars(notice)) for notice in found]
            )
        )

    def read(call: Call) -> Reply:
        if not notices.mark_read(call.principal, call.parameters["notification_id"]):
            raise Problem(NOT_FOUND)
        return Reply(status=204)

    return [
        Operation(
            "GET",
            "/me/notifications",
            "myNotifications",
            TAG,
            "Mis notificaciones",
            OWN_DATA,
            recent,
            reply=NotificationsReply,
            parameters=(AFTER,),
        ),
        Operation(
            "POST",
            "/me/notifications/<notification_id:str>/read",
            "readNotification",
            TAG,
            "Marcar una notificación como leída: el asistente ya no la menciona",
            OWN_DATA,
            read,
            status=204,
            parameters=(NOTIFICATION_ID,),
            problems=(NOT_FOUND,),
        ),
    ]
