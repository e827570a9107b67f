"""Habeas data in the chat (Ley 1581): what is held, a copy of it, erasing the conversation, the policy and consent."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from actions import formatting
from actions.data_requests import DataRequest, data_request
from actions.memory import Memory, Offer
from actions.reply import Document, Reply, documents
from services.privacy.policy import CURRENT_POLICY
from services.privacy.service import OutdatedPolicy
from services.privacy.views import CorrectionState

if TYPE_CHECKING:
    from actions.topic import Ask
    from actions.wording import Wording
    from services.chat.service import ChatService
    from services.privacy.export import PersonalDataExport
    from services.privacy.service import PrivacyService
    from services.privacy.views import ConsentView, CorrectionView, Datum

CORRECTION_FORM = "correccion_form"
DATUM, CLAIM, CONFIRMED = "correccion_dato", "correccion_detalle", "correccion_confirmada"
BOGOTA = ZoneInfo("America/Bogota")
EXPORT_PATH = "/me/data"
EXPORT_FILENAME = "mis-datos.json"
_INTENT = "consultar_perfil"
_ERASE, ACCEPT_POLICY, _REVOKE = "erase_conversation", "accept_policy", "revoke_policy"
_ANSWERS = frozenset({"afirmar", "negar"})
_SHOWN_CORRECTIONS = 5


class DataRights:
    """Answers what a person asks about the own data as such; whatever changes something is done after a «sí»."""

    def __init__(
        self, privacy: PrivacyService, personal_data: PersonalDataExport, chat: ChatService, wording: Wording
    ) -> None:
        self._privacy = privacy
        self._personal_data = personal_data
        self._chat = chat
        self._wording = wording

    def answer(self, ask: Ask) -> Reply | None:
        """The answer to a request about one's own data; None when the words are about something else."""
        request = data_request(ask.question.plain_text)
        offer = ask.memory.offer
        decides = ask.question.intent in _ANSWERS and offer is not None and offer.data_decision is not None
        if request is None or decides:
            return None
        reply = ask.reply()
        reply.memory = reply.memory.about(_INTENT)
        if request is DataRequest.CONSULT:
            self._say_what_is_held(reply, ask)
        elif request is DataRequest.EXPORT:
            self._say_export(reply)
        elif request is DataRequest.CORRECTIONS:
            self._say_corrections(reply, ask)
        elif request in (DataRequest.POLICY, DataRequest.ACCEPT):
            self._say_policy(reply, ask)
        elif request is DataRequest.REVOKE:
            self._offer_revoking(reply, ask)
        else:
            reply.memory = reply.memory.offering(Offer(_INTENT, data_decision=_ERASE))
            records = request is DataRequest.ERASE_RECORDS
            reply.say("utter_datos_registros_se_conservan" if records else "utter_datos_confirmar_borrado")
        return reply

    def decide(self, ask: Ask, offer: Offer) -> Reply:
        """Do what was offered about one's data."""
        reply = ask.reply()
        if offer.data_decision == _ERASE:
            self._chat.forget(ask.principal)
            # What was being talked about is part of what was said.
            reply.memory = Memory(greeted=ask.memory.greeted, consent_asked=ask.memory.consent_asked)
            reply.say("utter_datos_conversacion_borrada")
            return reply
        if offer.data_decision == ACCEPT_POLICY:
            return self._record(ask, offer, accepted=True, response="utter_datos_autorizacion_dada")
        return self._record(ask, offer, accepted=False, response="utter_datos_autorizacion_revocada")

    def decline(self, ask: Ask, offer: Offer) -> Reply | None:
        """Keep a «no» to the policy, so that it is not asked again; None for what a «no» leaves as it is."""
        if offer.data_decision != ACCEPT_POLICY:
            return None
        return self._record(ask, offer, accepted=False, response="utter_datos_autorizacion_no_dada")

    def start_correction(self, ask: Ask, datum: Datum | None) -> Reply:
        """Open the form of a correction, with the datum that was named, if any."""
        reply = ask.reply()
        reply.memory = reply.memory.about(_INTENT)
        reply.say("utter_correccion_empezar")
        reply.form = CORRECTION_FORM
        reply.slots = {DATUM: None if datum is None else datum.value, CLAIM: None, CONFIRMED: None}
        return reply

    def _record(self, ask: Ask, offer: Offer, *, accepted: bool, response: str) -> Reply:
        reply = ask.reply()
        version = offer.policy_version or ""
        try:
            self._privacy.record_consent(
                ask.principal, version, accepted=accepted, request_id=ask.request_id("consent")
            )
        except OutdatedPolicy:
            reply.say("utter_datos_politica_cambio")
            self._say_policy(reply, ask)
            return reply
        reply.say(response, version=version)
        return reply

    def _say_what_is_held(self, reply: Reply, ask: Ask) -> None:
        held = self._personal_data.summary(ask.principal)
        counts = (
            ("desprendibles", held.payslips),
            ("consignaciones", held.deposits),
            ("vacaciones", held.vacations),
            ("ausencias", held.absences),
            ("creditos", held.loans),
            ("casos", held.cases),
            ("correcciones", held.corrections),
            ("mensajes", held.messages),
            ("sesiones", held.sessions),
        )
        lines = [self._wording.render("utter_datos_linea_perfil")]
        lines += [
            self._wording.render(
                "utter_linea", nombre=self._wording.render(f"utter_datos_parte_{name}"), valor=formatting.number(count)
            )
            for name, count in counts
            if count
        ]
        reply.say("utter_datos_guardados", lineas="\n".join(lines))
        if held.accesses_by_others:
            reply.say(
                "utter_datos_consultas_de_otros",
                cantidad=formatting.number(len(held.accesses_by_others)),
                fecha=_day(held.accesses_by_others[0]),
            )

    def _say_export(self, reply: Reply) -> None:
        title = self._wording.render("utter_datos_titulo_exportacion")
        file = Document(title, EXPORT_PATH, EXPORT_FILENAME, "application/json")
        reply.say("utter_datos_exportacion", custom=documents([file]))

    def _say_policy(self, reply: Reply, ask: Ask) -> None:
        latest = self._latest_consent(ask)
        reply.say("utter_datos_politica", texto=CURRENT_POLICY.text, version=CURRENT_POLICY.version)
        if latest is not None and latest.accepted and latest.policy_version == CURRENT_POLICY.version:
            reply.say("utter_datos_ya_autorizada", fecha=_day(latest.recorded_at))
            return
        reply.memory = reply.memory.offering(
            Offer(_INTENT, data_decision=ACCEPT_POLICY, policy_version=CURRENT_POLICY.version)
        )
        reply.say("utter_datos_pedir_autorizacion")

    def _offer_revoking(self, reply: Reply, ask: Ask) -> None:
        reply.memory = reply.memory.offering(
            Offer(_INTENT, data_decision=_REVOKE, policy_version=CURRENT_POLICY.version)
        )
        reply.say("utter_datos_confirmar_revocacion", version=CURRENT_POLICY.version)

    def _latest_consent(self, ask: Ask) -> ConsentView | None:
        consents = self._privacy.consents(ask.principal)
        return consents[0] if consents else None

    def _say_corrections(self, reply: Reply, ask: Ask) -> None:
        corrections = self._privacy.corrections(ask.principal)[:_SHOWN_CORRECTIONS]
        if not corrections:
            reply.say("utter_correccion_ninguna")
            return
        reply.say("utter_correcciones", lineas="\n".join(self._correction(view) for view in corrections))

    def _correction(self, view: CorrectionView) -> str:
        state = self._wording.render(
            f"utter_correccion_estado_{view.state.value}",
            fecha=formatting.day(view.due_on),
            respuesta=view.answer or "",
        )
        return self._wording.render(
            "utter_linea", nombre=self._wording.render(f"utter_correccion_dato_{view.datum.value}"), valor=state
        )


def case_of_correction(view: CorrectionView) -> dict[str, str]:
    """The card of a correction request, for clients that draw one."""
    state = "open" if view.state is CorrectionState.RECEIVED else view.state.value
    return {"type": "case", "number": correction_number(view), "state": state, "kind": "correction"}


def correction_number(view: CorrectionView) -> str:
    """The number that a person quotes."""
    return f"HD-{str(view.request_id)[:8].upper()}"


def _day(moment: datetime) -> str:
    return formatting.day(moment.astimezone(BOGOTA).date())
