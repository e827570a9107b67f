"""What happened outside the conversation and its person has not seen yet, said once after the next answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.memory import Memory
from actions.reply import Button, Reply

if TYPE_CHECKING:
    from services.auth.principal import Principal
    from services.payroll.desk.notices import Notices


class News:
    """Tells the notifications that no client has shown."""

    def __init__(self, notices: Notices) -> None:
        self._notices = notices

    def reply(self, principal: Principal) -> Reply:
        """The news, oldest first; empty when there is none."""
        reply = Reply(Memory())
        for notice in self._notices.take_untold(principal):
            buttons = tuple(Button(**button) for button in notice.buttons)
            reply.say("utter_novedad", texto=notice.text, buttons=buttons)
        return reply
