"""Questions about the rule rather than about one's own pay: answered only with a source, so handed to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.bonuses import BonusesTopic
from actions.deductions import DEDUCTION_FAMILIES, DeductionsTopic
from actions.memory import Offer
from actions.reply import payload
from actions.topic import Ask, Topic
from services.payroll.concepts import BONUS_FAMILIES

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
        if concept in DEDUCTION_FAMILIES:
            reply.say("utter_normativa_con_calculo", boton_calculo=payload(DeductionsTopic.intent, None, concept))
        elif concept in BONUS_FAMILIES:
            reply.say("utter_normativa_con_calculo", boton_calculo=payload(BonusesTopic.intent, None, concept))
        else:
            reply.say("utter_normativa")
        return reply
