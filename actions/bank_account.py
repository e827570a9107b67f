"""The account where pay is deposited, always masked, and how to change it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from actions import formatting
from actions.account_change import BANK, CONFIRMED, FILE, FORM, TYPE
from actions.topic import Ask, Topic

if TYPE_CHECKING:
    from actions.reply import Reply
    from actions.wording import Wording
    from services.payroll.service import PayrollService

_CHANGES = re.compile(
    r"\b(cambi\w*|actualiz\w*|modific\w*|nueva cuenta|otra cuenta|otro banco|pas\w+ (la|mi) nomina)\b"
)


class BankAccountTopic(Topic):
    """`consultar_cuenta_bancaria`: see the account; to change it, a form."""

    intent = "consultar_cuenta_bancaria"
    action = "action_consultar_cuenta_bancaria"

    def __init__(self, payroll: PayrollService, wording: Wording) -> None:
        self._payroll = payroll
        self._wording = wording

    def answer(self, ask: Ask) -> Reply:
        """The masked account and, when the words ask to change it, the form that asks for it."""
        account = self._payroll.bank_account(ask.principal)
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent)
        reply.say(
            "utter_cuenta_bancaria",
            banco=account.bank,
            tipo=self._wording.render(f"utter_tipo_cuenta_{account.account_type.lower()}"),
            numero=account.masked_number,
            desde=formatting.day(account.since),
        )
        if _CHANGES.search(ask.question.plain_text):
            reply.say("utter_cambiar_cuenta")
            reply.form = FORM
            reply.slots = dict.fromkeys((BANK, TYPE, FILE, CONFIRMED))
        return reply
