"""Certificates: what can be issued here and now, and a request to a person for what cannot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from actions.memory import Offer
from actions.topic import Ask, Topic

if TYPE_CHECKING:
    from actions.reply import Reply

INCOME_CASE = "certificado_ingresos_retenciones"
WORK_CASE = "certificado_laboral"
_INCOME = re.compile(r"\b(ingresos|retenciones|220|renta|dian|declarar|declaracion)\b")


class CertificateTopic(Topic):
    """`solicitar_certificado`: the assistant cannot sign one, so it offers to ask the people who can."""

    intent = "solicitar_certificado"
    action = "action_solicitar_certificado"

    def answer(self, ask: Ask) -> Reply:
        """The offer of a request for the certificate that the words name."""
        income = bool(_INCOME.search(ask.question.plain_text))
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent, ask.period).offering(
            Offer(
                self.intent,
                ask.period,
                case_kind=INCOME_CASE if income else WORK_CASE,
                message_id=ask.message_id,
            )
        )
        reply.say("utter_certificado_ingresos" if income else "utter_certificado_laboral")
        return reply
