"""Questions about the rule rather than about one's own pay: answered only with a source, so handed to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.follow_ups import topic_of_concept
from actions.memory import Offer
from actions.reply import payload
from actions.topic import Ask, Topic

if TYPE_CHECKING:
    from actions.reply import Reply

CASE_KIND = "consulta_normativa"


class RegulationsTopic(Topic):
    """`preguntar_normativa`: says that it has no source to quote, shows one's own calculation, offers a person."""

    intent = "preguntar_normativa"
    action = "action_preguntar_normativa"

    def answer(self, ask: Ask) -> Reply:
        """The honest limit and two ways on."""
        concept = ask.question.concept
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent, ask.period, concept).offering(
            Offer(self.intent, ask.period, concept, case_kind=CASE_KIND, message_id=ask.message_id)
        )
        own = None if concept is None else topic_of_concept(concept)
        if own is None:
            reply.say("utter_normativa")
        else:
            reply.say("utter_normativa_con_calculo", boton_calculo=payload(own, None, concept))
        return reply
