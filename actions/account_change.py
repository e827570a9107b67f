"""Another account for the pay: the bank, the bank's certificate and a code by e-mail; the number is never asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from actions.attachments import read_attachment
from actions.guided_form import Answering, GuidedForm, Step, Unacceptable
from actions.reply import Reply, case_card
from services.payroll.desk.errors import NoSuchFile, NotConfirmed
from services.payroll.desk.office import LONGEST_BANK_NAME
from services.rate_limits import RateLimited

if TYPE_CHECKING:
    from uuid import UUID

    from actions.question import Question
    from services.auth.principal import Principal
    from services.payroll.desk.desk import Desk

FORM = "cuenta_form"
BANK, TYPE, FILE, CONFIRMED = "cuenta_banco", "cuenta_tipo", "cuenta_soporte", "cuenta_confirmada"
_TYPES = {"Ahorros": re.compile(r"\bahorros?\b"), "Corriente": re.compile(r"\bcorrientes?\b")}
_CODE = re.compile(r"\b(\d{6})\b")
_AGAIN = re.compile(r"\b(reenv\w*|otra vez|de nuevo|otro codigo|no (me )?llego)\b")
_LEADING = re.compile(
    r"^(quiero |seria |es |en |a |al |el |la |mi |una |cuenta (nueva )?(de|en|del) |banco es |nueva |de |del )+", re.I
)
_TRAILING = re.compile(r"[\s,.]+(?:(?:en |de |la |una |mi )*(?:cuenta )?(?:de )?(?:ahorros?|corriente))\b.*$", re.I)
_ACCOUNT_NUMBER = re.compile(r"(?:\d[\s.-]?){6,}")
_NOT_A_BANK = re.compile(
    r"[\d@/\\<>{}?¿]|https?:"
    r"|\b(?:que|qué|cuando|cuándo|como|cómo|cuanto|cuánto|cual|cuál|por|quiero|necesito|puedo|me|mi|pag\w+|cambi\w+)\b",
    re.I,
)
_OPEN = frozenset({"dar_dato", "fuera_de_alcance", "nlu_fallback", "consultar_cuenta_bancaria"})
"""Intents under which any short text may be a bank's name; under another one it has to sound like a bank."""
_SOUNDS_LIKE_A_BANK = re.compile(
    r"banc|bank|\b(?:bbva|nequi|davi\w+|itau|colpatria|scotia\w*|av villas|caja social|lulo|nu|rappi\w*|movii|dale|uala"
    r"|citi\w*|coop\w*|confiar|cotrafa|jfk|financiera|falabella|pichincha|serfinanza|coltefinanciera)\b"
)
_MOST_WORDS = 6
_LETTERS = re.compile(r"[^\W\d_]{2,}")


def account_form(desk: Desk) -> GuidedForm:
    """The form with its steps."""

    def bank(answering: Answering) -> str | None:
        if answering.question.payload or not _may_name_a_bank(answering.question):
            return None
        text = answering.question.text.strip(' .¡!"«»')
        said = _ACCOUNT_NUMBER.sub("", text)
        if said != text:
            answering.reply.say("utter_cuenta_sin_numero")
        name = _LEADING.sub("", _TRAILING.sub("", said)).strip(" ,.-:")
        if len(name) > LONGEST_BANK_NAME or len(name.split()) > _MOST_WORDS:
            return None
        if _NOT_A_BANK.search(name) or not _LETTERS.search(name):
            return None
        return name[:1].upper() + name[1:]

    def kind(answering: Answering) -> str | None:
        text = answering.question.plain_text
        return next((name for name, words in _TYPES.items() if words.search(text)), None)

    def file(answering: Answering) -> str | None:
        reference = read_attachment(desk.files, answering)
        if reference is not None:
            _send_code(desk, answering.principal, answering.reply)
        return reference

    def confirmed(answering: Answering) -> bool | None:
        text = answering.question.plain_text
        if (code := _CODE.search(text)) is not None:
            try:
                desk.office.confirm(answering.principal, code[1])
            except NotConfirmed:
                raise Unacceptable("utter_cuenta_codigo_errado") from None
            return True
        if _AGAIN.search(text):
            _send_code(desk, answering.principal, answering.reply)
            raise Unacceptable("utter_cuenta_codigo_reenviado")
        return None

    steps = (Step(BANK, bank), Step(TYPE, kind, early=True), Step(FILE, file), Step(CONFIRMED, confirmed))
    return GuidedForm(FORM, "consultar_cuenta_bancaria", steps, "utter_cuenta_no_entendi")


def _may_name_a_bank(question: Question) -> bool:
    return question.intent in _OPEN or bool(_SOUNDS_LIKE_A_BANK.search(question.plain_text))


def submit_account(
    desk: Desk, principal: Principal, slots: Mapping[str, Any], reply: Reply, today: date, asked: UUID | None
) -> None:
    """Open the case, and say that HR verifies it."""
    try:
        case = desk.office.request_account_change(
            principal, slots[BANK], slots[TYPE], reference=slots[FILE], request_id=asked
        )
    except (NotConfirmed, NoSuchFile):
        reply.say("utter_cuenta_vencida")
        return
    reply.say("utter_cuenta_solicitada", banco=slots[BANK], numero=case.number, custom=case_card(case))


def _send_code(desk: Desk, principal: Principal, reply: Reply) -> None:
    try:
        address = desk.office.send_code(principal)
    except RateLimited:
        raise Unacceptable("utter_cuenta_demasiados_codigos") from None
    reply.say("utter_cuenta_codigo_enviado", correo=address)
