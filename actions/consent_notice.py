"""The notice about a person's data: once a conversation, until the policy in force has an answer, yes or no."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from actions.data_rights import ACCEPT_POLICY
from actions.memory import Offer
from actions.reply import Reply
from services.privacy.policy import CURRENT_POLICY

if TYPE_CHECKING:
    from actions.memory import Memory
    from services.auth.principal import Principal
    from services.privacy.service import PrivacyService

_INTENT = "consultar_perfil"


class ConsentNotice:
    """Asks for the authorisation (Ley 1581, art. 9; Decreto 1377 de 2013, arts. 5 and 14) after an answer.

    No answer waits for it: to consult one's own data is itself a right (Ley 1581, arts. 8 and 14). A new version of
    the policy is asked about anew.
    """

    def __init__(self, privacy: PrivacyService) -> None:
        self._privacy = privacy

    def reply(self, principal: Principal, memory: Memory) -> Reply:
        """The question, then on offer, and the memory of having looked; nothing said when there is an answer."""
        reply = Reply(replace(memory, consent_asked=True))
        answers = self._privacy.consents(principal)
        version = CURRENT_POLICY.version
        if answers and answers[0].policy_version == version:
            return reply
        reply.memory = reply.memory.offering(Offer(_INTENT, data_decision=ACCEPT_POLICY, policy_version=version))
        reply.say("utter_aviso_datos_cambio" if answers else "utter_aviso_datos", version=version)
        return reply
