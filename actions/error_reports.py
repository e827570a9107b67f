"""Something is wrong with the pay: what the payslip says, and a case with a number for a person to review."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from actions import formatting
from actions.concept_lines import in_sentence
from actions.data_requests import asks_correction, named_datum
from actions.memory import Offer
from actions.pay_period import asked_pay_period
from actions.payslip_lines import total
from actions.topic import Ask, Topic
from services.payroll.concepts import FAMILY_NAMES
from services.payroll.views import NoPayslip

if TYPE_CHECKING:
    from actions.concept_lines import ConceptLines
    from actions.data_rights import DataRights
    from actions.periods import AskedPeriod
    from actions.reply import Reply
    from actions.wording import Wording
    from services.payroll.service import PayrollService

PAY_CASE = "pago"
_ABOUT_THE_ASSISTANT = re.compile(
    r"\b(no (es|era) (eso )?lo que (te )?(pregunte|dije|pedi)|no (te )?pregunte eso|no (me )?entiend\w*|otra cosa"
    r"|no (es|era) eso|te equivoc\w*|no me (estas )?respond\w*|respuesta (mala|equivocada|incorrecta))\b"
)
_ABOUT_PAY = re.compile(
    r"\b(pag\w+|sueldos?|salarios?|nomina|quincenas?|desprendibles?|colillas?|descuent\w+|descont\w+|consign\w+"
    r"|vacaciones|dias|deben|falta|cesantias|incapacidad\w*)\b"
)


class ErrorReportTopic(Topic):
    """`reportar_error`: a complaint about the pay, or about the assistant itself."""

    intent = "reportar_error"
    action = "action_reportar_error"

    def __init__(
        self, payroll: PayrollService, concept_lines: ConceptLines, rights: DataRights, wording: Wording
    ) -> None:
        self._payroll = payroll
        self._concept_lines = concept_lines
        self._rights = rights
        self._wording = wording

    def answer(self, ask: Ask) -> Reply:
        """What the payslip shows of what is disputed, and the offer of a case."""
        text = ask.question.plain_text
        reply = ask.reply()
        if _ABOUT_THE_ASSISTANT.search(text):
            reply.say("utter_me_equivoque")
            return reply
        if ask.concept is None and asks_correction(text) and not _ABOUT_PAY.search(text):
            return self._rights.start_correction(ask, named_datum(text))
        period = self._period(ask)
        reply.memory = reply.memory.about(self.intent, period, ask.concept).offering(
            Offer(
                self.intent,
                period,
                ask.concept,
                case_kind=ask.concept or PAY_CASE,
                message_id=ask.message_id,
            )
        )
        if period is not None and ask.concept is not None:
            self._say_what_is_seen(reply, ask, period, ask.concept)
        if period is None:
            reply.say("utter_reportar_error")
        else:
            reply.say("utter_reportar_error_de_periodo", periodo=formatting.period(period))
        return reply

    def _period(self, ask: Ask) -> AskedPeriod | None:
        try:
            return asked_pay_period(ask, self._payroll)
        except NoPayslip:
            return None

    def _say_what_is_seen(self, reply: Reply, ask: Ask, period: AskedPeriod, family: str) -> None:
        try:
            lines = self._concept_lines.read(ask, period, (family,))
        except NoPayslip:
            return
        reply.say(
            "utter_error_esto_veo" if lines else "utter_error_no_lo_veo",
            formatting.when(period),
            nombre=in_sentence(FAMILY_NAMES[family]),
            valor=formatting.money(total([line for _, line in lines])),
        )
