"""One's own work data: position, area, manager, contract, seniority and affiliations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from actions import formatting
from actions.data_requests import asks_correction, named_datum
from actions.topic import Ask, Topic

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from actions.data_rights import DataRights
    from actions.reply import Reply
    from actions.wording import Wording
    from services.users.service import UserService
    from services.users.views import AffiliationView, Profile, Seniority

_MANAGER = re.compile(r"\b(jefe|jefa|superior|lider|me reporto|le reporto)\b")
_SENIORITY = re.compile(
    r"\b(antiguedad|cuanto (tiempo )?llevo|cuando (ingrese|entre|empece)|fecha de ingreso|desde cuando)\b"
)
_CONTRACT = re.compile(r"\bcontrato\b")
_AFFILIATIONS = re.compile(r"\b(eps|fondo|afiliad[oa]|afiliacion(es)?|arl|pension(es)?|caja)\b")
_AFFILIATION_WORDS = {
    "eps": re.compile(r"\b(eps|salud)\b"),
    "pension_fund": re.compile(r"\bpension(es)?\b"),
    "severance_fund": re.compile(r"\bcesantias?\b"),
    "arl": re.compile(r"\b(arl|riesgos)\b"),
    "compensation_fund": re.compile(r"\b(caja|compensacion)\b"),
}


class ProfileTopic(Topic):
    """`consultar_perfil`: the datum that was asked for, or all of them."""

    intent = "consultar_perfil"
    action = "action_consultar_perfil"

    def __init__(self, users: UserService, rights: DataRights, wording: Wording) -> None:
        self._users = users
        self._rights = rights
        self._wording = wording

    def answer(self, ask: Ask) -> Reply:
        """The part of the profile that the words name, or the form to correct it; the whole of it otherwise."""
        text = ask.question.plain_text
        if asks_correction(text):
            return self._rights.start_correction(ask, named_datum(text))
        profile = self._users.profile(ask.principal)
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent)
        if _MANAGER.search(text):
            self._say_manager(reply, profile)
        elif _SENIORITY.search(text):
            self._say_seniority(reply, profile, ask.today)
        elif _CONTRACT.search(text):
            self._say_contract(reply, profile)
        elif _AFFILIATIONS.search(text):
            self._say_affiliations(reply, profile, text)
        else:
            self._say_all(reply, profile, ask.today)
        return reply

    @staticmethod
    def _say_manager(reply: Reply, profile: Profile) -> None:
        if profile.manager_name is None:
            reply.say("utter_perfil_sin_jefe")
        else:
            reply.say("utter_perfil_jefe", jefe=profile.manager_name)

    def _say_seniority(self, reply: Reply, profile: Profile, today: date) -> None:
        seniority = profile.seniority(today)
        if seniority is None or profile.hired_on is None:
            reply.say("utter_sin_registro")
            return
        reply.say(
            "utter_perfil_antiguedad",
            ingreso=formatting.day(profile.hired_on),
            antiguedad=self._seniority(seniority),
        )

    def _say_contract(self, reply: Reply, profile: Profile) -> None:
        if profile.contract_kind is None or profile.hired_on is None:
            reply.say("utter_sin_registro")
            return
        reply.say(
            "utter_perfil_contrato" if profile.agreed_end is None else "utter_perfil_contrato_con_fin",
            fin="" if profile.agreed_end is None else formatting.day(profile.agreed_end),
            contrato=self._wording.render(f"utter_contrato_{profile.contract_kind}"),
            ingreso=formatting.day(profile.hired_on),
        )

    def _say_affiliations(self, reply: Reply, profile: Profile, text: str) -> None:
        named = [kind for kind, words in _AFFILIATION_WORDS.items() if words.search(text)]
        shown = [each for each in profile.affiliations if not named or each.kind in named]
        if not shown:
            reply.say("utter_perfil_sin_afiliaciones")
            return
        reply.say("utter_perfil_afiliaciones", lineas=self._affiliations(shown))

    def _say_all(self, reply: Reply, profile: Profile, today: date) -> None:
        seniority = profile.seniority(today)
        data = (
            ("cargo", profile.position),
            ("area", profile.area),
            ("jefe", profile.manager_name),
            ("contrato", profile.contract_kind and self._wording.render(f"utter_contrato_{profile.contract_kind}")),
            ("ingreso", None if profile.hired_on is None else formatting.day(profile.hired_on)),
            ("fin_contrato", None if profile.agreed_end is None else formatting.day(profile.agreed_end)),
            ("antiguedad", None if seniority is None else self._seniority(seniority)),
            ("correo", profile.email),
            ("documento", profile.document_number and f"{profile.document_type} {profile.document_number}"),
        )
        lines = [
            self._wording.render("utter_linea", nombre=self._wording.render(f"utter_dato_{name}"), valor=value)
            for name, value in data
            if value
        ]
        if profile.affiliations:
            lines.append(self._affiliations(profile.affiliations))
        reply.say("utter_perfil", nombre=profile.full_name, lineas="\n".join(lines))

    def _affiliations(self, affiliations: Sequence[AffiliationView]) -> str:
        return "\n".join(
            self._wording.render(
                "utter_linea",
                nombre=self._wording.render(f"utter_afiliacion_{each.kind}"),
                valor=each.institution,
            )
            for each in affiliations
        )

    def _seniority(self, seniority: Seniority) -> str:
        parts = []
        for name, count in (("anio", seniority.years), ("mes", seniority.months), ("dia", seniority.days)):
            if count:
                phrase = f"utter_tiempo_{name}" if count == 1 else f"utter_tiempo_{name}_plural"
                parts.append(self._wording.render(phrase, cantidad=formatting.number(count)))
        return formatting.listing(parts) or self._wording.render("utter_tiempo_dia_plural", cantidad="0")
