"""Habeas data in the chat over a company of its own, because these tests write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timezone
from uuid import uuid4

import pytest

from actions.data_rights import CLAIM, CONFIRMED, CORRECTION_FORM, DATUM
from services.auth.principal import Principal
from services.bootstrap import Services
from services.chat import repository
from services.chat.published_events import SaidMessage
from services.demo.company import person_id
from services.privacy.policy import CURRENT_POLICY
from services.privacy.views import Datum
from tests.actions.conversing import Person

PROFILE, ACCEPT, DECLINE = "action_consultar_perfil", "action_afirmar", "action_negar"
VALIDATE = f"validate_{CORRECTION_FORM}"
ASK_CONFIRMATION = f"action_ask_{CORRECTION_FORM}_{CONFIRMED}"
SUBMIT = "action_enviar_correccion"


def of(services: Services, key: str) -> Principal:
    return services.users.principal(person_id(key))


def says(services: Services, key: str, text: str) -> None:
    """Leave a message in the person's history, as the stream's consumer does."""
    said = SaidMessage(uuid4().hex, person_id(key), datetime.now(timezone.utc), "person", text)
    with services.database.session() as session:
        repository.ensure_partitions(session, date.today(), 2)  # noqa: DTZ011 - any day of this month
        repository.add_messages(session, [said])
        session.commit()


def history(services: Services, key: str) -> list[str | None]:
    return [message.text for message in services.chat.history(of(services, key)).messages]


def test_what_is_held_is_told_by_part_and_who_else_looked(
    own_person: Callable[[str], Person], own_services: Services
) -> None:
    hr = Principal(uuid4(), of(own_services, "claudia.osorio").roles)
    own_services.users.profile(hr, person_id("laura.gomez"))
    payslips = own_services.personal_data.gather(of(own_services, "laura.gomez"))["payroll"]["payslips"]
    turn = own_person("laura.gomez").asks(PROFILE, "¿qué datos tienen de mí?")
    assert f"Desprendibles de pago: {len(payslips)}" in turn.one("utter_datos_guardados").values["lineas"]
    assert turn.one("utter_datos_consultas_de_otros").values["cantidad"] == "1"
    actions = {entry.action for entry in own_services.audit.entries(subject_id=person_id("laura.gomez"))}
    assert "data.consulted" in actions


def test_the_copy_is_fetched_by_the_client_with_the_persons_own_token(own_person: Callable[[str], Person]) -> None:
    said = own_person("laura.gomez").asks(PROFILE, "exporten mis datos").one("utter_datos_exportacion")
    assert said.custom == {
        "type": "documents",
        "items": [
            {
                "title": "Mis datos (JSON)",
                "path": "/me/data",
                "filename": "mis-datos.json",
                "media_type": "application/json",
            }
        ],
    }


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("borren mi historial de chat", "utter_datos_confirmar_borrado"),
        ("borren todos mis desprendibles", "utter_datos_registros_se_conservan"),
    ],
)
def test_the_conversation_is_erased_only_after_a_yes_and_payroll_is_kept(
    text: str, asked: str, own_person: Callable[[str], Person], own_services: Services
) -> None:
    says(own_services, "ana.ospina", "hola")
    says(own_services, "laura.gomez", "buenas")
    person = own_person("ana.ospina")
    before = own_services.personal_data.summary(of(own_services, "ana.ospina")).payslips
    assert person.asks(PROFILE, text).responses == [asked]
    assert "hola" in history(own_services, "ana.ospina")
    assert person.asks(ACCEPT, "sí", intent="afirmar").responses == ["utter_datos_conversacion_borrada"]
    assert history(own_services, "ana.ospina") == []
    assert "buenas" in history(own_services, "laura.gomez")
    assert own_services.personal_data.summary(of(own_services, "ana.ospina")).payslips == before > 0
    assert person.slots["tema"] is None


def test_a_no_erases_nothing(own_person: Callable[[str], Person], own_services: Services) -> None:
    says(own_services, "rosa.mosquera", "hola")
    person = own_person("rosa.mosquera")
    person.asks(PROFILE, "borren mi historial de chat")
    assert person.asks(DECLINE, "no", intent="negar").responses == ["utter_de_acuerdo_no"]
    assert person.asks(ACCEPT, "sí", intent="afirmar").responses == ["utter_si_a_que"]
    assert history(own_services, "rosa.mosquera") == ["hola"]


def test_consent_is_given_to_the_version_that_was_read_and_revoked(
    own_person: Callable[[str], Person], own_services: Services
) -> None:
    person = own_person("leidy.cano")
    shown = person.asks("action_preguntar_normativa", "¿cuál es la política de datos?")
    assert shown.one("utter_datos_politica").values["texto"] == CURRENT_POLICY.text
    assert own_services.privacy.consents(of(own_services, "leidy.cano")) == []
    person.asks(ACCEPT, "autorizo el tratamiento de mis datos", intent="afirmar")
    (consent,) = own_services.privacy.consents(of(own_services, "leidy.cano"))
    assert (consent.policy_version, consent.accepted) == (CURRENT_POLICY.version, True)
    again = person.asks(PROFILE, "acepto la política de tratamiento de datos")
    assert again.responses == ["utter_datos_politica", "utter_datos_ya_autorizada"]
    assert person.asks(PROFILE, "revoco mi autorización de datos").responses == ["utter_datos_confirmar_revocacion"]
    person.asks(ACCEPT, "sí", intent="afirmar")
    latest, _ = own_services.privacy.consents(of(own_services, "leidy.cano"))
    assert latest.accepted is False


def test_a_policy_that_changed_since_is_shown_again_and_nothing_is_recorded(
    own_person: Callable[[str], Person], own_services: Services
) -> None:
    person = own_person("laura.gomez")
    person.asks(PROFILE, "acepto la política de tratamiento de datos")
    person.slots["ofrecimiento"]["policy_version"] = "1999"
    assert person.asks(ACCEPT, "sí", intent="afirmar").responses[:2] == [
        "utter_datos_politica_cambio",
        "utter_datos_politica",
    ]
    assert own_services.privacy.consents(of(own_services, "laura.gomez")) == []


def begun(person: Person, text: str = "corrijan mi dirección", action: str = PROFILE) -> Person:
    """A person whose correction form is open."""
    turn = person.asks(action, text)
    assert (turn.responses, turn.follow_up) == (["utter_correccion_empezar"], CORRECTION_FORM)
    return person


def fills(person: Person, requested: str | None, text: str = "", intent: str = "dar_dato") -> list[str]:
    person.slots["requested_slot"] = requested
    return person.asks(VALIDATE, text, intent=intent).responses


@pytest.mark.parametrize(
    ("action", "text", "datum"),
    [
        (PROFILE, "corrijan mi dirección", "address"),
        ("action_reportar_error", "mi apellido está mal escrito", "name"),
        (PROFILE, "quiero corregir un dato mío", None),
    ],
)
def test_the_form_opens_with_the_datum_that_was_named(
    action: str, text: str, datum: str | None, own_person: Callable[[str], Person]
) -> None:
    assert begun(own_person("laura.gomez"), text, action).slots[DATUM] == datum


def test_an_error_in_the_pay_is_no_correction_of_personal_data(own_person: Callable[[str], Person]) -> None:
    turn = own_person("laura.gomez").asks("action_reportar_error", "me cambiaron el cargo y no me subieron el sueldo")
    assert turn.follow_up is None


def test_the_request_is_registered_with_its_legal_term_after_a_last_look(
    own_person: Callable[[str], Person], own_services: Services
) -> None:
    person = begun(own_person("laura.gomez"))
    fills(person, None)
    fills(person, CLAIM, "vivo en la calle 10 # 5-20, en Itagüí")
    shown = person.asks(ASK_CONFIRMATION).one("utter_correccion_confirmar").values
    assert (shown["dato"], shown["detalle"]) == ("Dirección", "vivo en la calle 10 # 5-20, en Itagüí")
    assert shown["fecha"] == "15 de diciembre de 2026"
    assert own_services.privacy.corrections(of(own_services, "laura.gomez")) == []
    fills(person, CONFIRMED, "sí", "afirmar")
    sent = person.asks(SUBMIT, "sí").one("utter_correccion_registrada")
    (kept,) = own_services.privacy.corrections(of(own_services, "laura.gomez"))
    assert (kept.datum, kept.claim) == (Datum.ADDRESS, "vivo en la calle 10 # 5-20, en Itagüí")
    assert sent.custom == {"type": "case", "number": sent.values["numero"], "state": "open", "kind": "correction"}
    assert (person.slots[DATUM], person.slots[CLAIM]) == (None, None)
    told = person.asks(PROFILE, "¿cómo va mi solicitud de corrección?").one("utter_correcciones").values["lineas"]
    assert "Dirección: recibida" in told


def test_the_form_asks_again_for_what_it_cannot_read(own_person: Callable[[str], Person]) -> None:
    person = begun(own_person("laura.gomez"), "quiero corregir un dato mío")
    assert fills(person, DATUM, "mmm") == ["utter_correccion_no_entendi_el_dato"]
    assert fills(person, CLAIM, "x" * 2001) == ["utter_correccion_falta_el_detalle"]
    assert person.slots[CLAIM] is None
    fills(person, DATUM, "otro dato")
    assert person.slots[DATUM] == "other"


@pytest.mark.parametrize(("requested", "text"), [(DATUM, "¿cuánto gano?"), (CLAIM, "¿cuándo pagan?")])
def test_a_question_in_the_middle_is_answered_and_the_form_goes_on(
    requested: str, text: str, own_person: Callable[[str], Person]
) -> None:
    person = begun(own_person("laura.gomez"), "quiero corregir un dato mío")
    person.slots["requested_slot"] = requested
    assert person.asks(VALIDATE, text, intent="consultar_salario").events == []


def test_cancelling_or_saying_no_sends_nothing(own_person: Callable[[str], Person], own_services: Services) -> None:
    person = begun(own_person("rosa.mosquera"))
    fills(person, CLAIM, "cancelar")
    assert (person.slots[CONFIRMED], person.slots["requested_slot"]) == (False, None)
    assert person.asks(SUBMIT).responses == ["utter_correccion_no_enviada"]
    person.slots |= {CLAIM: "Carrera 7"}
    fills(person, CONFIRMED, "no", "negar")
    assert person.asks(SUBMIT).responses == ["utter_correccion_no_enviada"]
    assert own_services.privacy.corrections(of(own_services, "rosa.mosquera")) == []


def test_the_last_look_takes_a_better_wording(own_person: Callable[[str], Person]) -> None:
    person = begun(own_person("laura.gomez"))
    fills(person, CLAIM, "calle 10")
    fills(person, CONFIRMED, "perdón, es la calle 11 # 4-30")
    assert (person.slots[CLAIM], person.slots[CONFIRMED]) == ("perdón, es la calle 11 # 4-30", None)


def test_slots_that_somebody_else_wrote_count_as_not_answered(own_person: Callable[[str], Person]) -> None:
    person = begun(own_person("laura.gomez"))
    person.slots |= {DATUM: {"$ne": 1}, CLAIM: 7, CONFIRMED: True}
    assert person.asks(SUBMIT).responses == ["utter_correccion_no_enviada"]
