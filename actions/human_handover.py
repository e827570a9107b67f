"""Handing the conversation over to a person, with consent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.memory import Offer
from actions.offers import TO_ASK
from actions.topic import Ask, Topic

if TYPE_CHECKING:
    from actions.reply import Reply

CASE_KIND = "atencion_humana"


class HumanHandoverTopic(Topic):
    """`hablar_con_humano`: a case for a person; whether the conversation goes with it is asked apart."""

    intent = "hablar_con_humano"
    action = "action_hablar_con_humano"

    def answer(self, ask: Ask) -> Reply:
        """The offer of a hand-over request."""
        reply = ask.reply()
        reply.memory = reply.memory.offering(
            Offer(self.intent, case_kind=CASE_KIND, message_id=ask.message_id, sharing=TO_ASK)
        )
        reply.say("utter_hablar_con_humano")
        return reply
