"""Questions about the rule rather than about one's own pay: a quoted passage with its source, or a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions import formatting
from actions.follow_ups import topic_of_concept
from actions.memory import Offer
from actions.reply import payload
from actions.topic import Ask, Topic
from services.normativa.passages import PassageKind

if TYPE_CHECKING:
    from datetime import date

    from actions.reply import Reply
    from actions.wording import Wording
    from services.normativa.passages import Passage
    from services.normativa.service import NormativaService

CASE_KIND = "consulta_normativa"
_RESPONSES = {
    PassageKind.NORM: "utter_normativa_cita",
    PassageKind.FACT: "utter_normativa_dato",
    PassageKind.POLICY: "utter_normativa_politica",
}


class RegulationsTopic(Topic):
    """`preguntar_normativa`: quotes the passage that answers, with norm, article, validity and link.

    Without one it says so, shows one's own calculation and offers a person.
    """

    intent = "preguntar_normativa"
    action = "action_preguntar_normativa"

    def __init__(self, normativa: NormativaService, wording: Wording) -> None:
        self._normativa = normativa
        self._wording = wording

    def answer(self, ask: Ask) -> Reply:
        """The passage in force on the day asked about (today unless a past or future period was said)."""
        concept = ask.question.concept
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent, ask.period, concept).offering(
            Offer(self.intent, ask.period, concept, case_kind=CASE_KIND, message_id=ask.message_id)
        )
        passage = None if ask.question.payload else self._normativa.answer(ask.question.text, _day_asked(ask))
        if passage is not None:
            reply.say(_RESPONSES[passage.kind], self._quotation(passage))
            reply.say("utter_normativa_ofrece_persona")
            return reply
        own = None if concept is None else topic_of_concept(concept)
        if own is None:
            reply.say("utter_normativa")
        else:
            reply.say("utter_normativa_con_calculo", boton_calculo=payload(own, None, concept))
        return reply

    def _quotation(self, passage: Passage) -> dict[str, str]:
        numbered = passage.kind is not PassageKind.POLICY and passage.article[:1].isdigit()
        start = formatting.day(passage.start)
        return {
            "titulo": passage.title,
            "texto": passage.text,
            "norma": passage.norm,
            "articulo": self._wording.render("utter_normativa_articulo", articulo=passage.article)
            if numbered
            else passage.article,
            "vigencia": self._wording.render("utter_normativa_vigente", desde=start)
            if passage.end is None
            else self._wording.render("utter_normativa_vigente_entre", desde=start, hasta=formatting.day(passage.end)),
            "enlace": passage.link,
        }


def _day_asked(ask: Ask) -> date:
    period = ask.question.period
    if period is None or period.start <= ask.today <= period.end:
        return ask.today
    return period.end
