"""The notice about a person's data: when it is given, what an answer to it keeps, and that nothing waits for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions import consent_notice, data_rights
from services.bootstrap import Services
from services.demo.company import person_id
from services.privacy import service as privacy_service
from services.privacy.policy import CURRENT_POLICY, Policy
from services.privacy.service import PrivacyService
from tests.actions.conversing import Person

SALARY, GREETING, HANDOVER = "action_consultar_salario", "action_saludar", "action_hablar_con_humano"
ACCEPT, DECLINE, PROFILE = "action_afirmar", "action_negar", "action_consultar_perfil"
VACATION_REQUEST = "action_solicitar_vacaciones"


@pytest.fixture
def newcomer(own_person: Callable[[str], Person], own_services: Services) -> Callable[[str], Person]:
    """Somebody whose conversation has just begun, with no answer to any policy."""

    def begin(key: str) -> Person:
        assert answers(own_services, key) == []
        return again(own_person, key)

    return begin


def again(own_person: Callable[[str], Person], key: str) -> Person:
    """The same person in another conversation."""
    person = own_person(key)
    person.slots = {}
    return person


def answers(services: Services, key: str) -> list[tuple[str, bool]]:
    who = services.users.principal(person_id(key))
    return [(each.policy_version, each.accepted) for each in services.privacy.consents(who)]


@pytest.mark.parametrize(
    ("action", "text", "intent"),
    [(GREETING, "hola", "saludar"), (SALARY, "¿cuánto gano?", "consultar_salario")],
    ids=["greeting", "question"],
)
def test_the_first_turn_is_answered_and_then_asks_once(
    action: str, text: str, intent: str, newcomer: Callable[[str], Person]
) -> None:
    person = newcomer("laura.gomez")
    first = person.asks(action, text, intent=intent)
    assert first.responses[-1] == "utter_aviso_datos"
    assert len(first.responses) >= 2
    assert first.one("utter_aviso_datos").values == {"version": CURRENT_POLICY.version}
    assert "utter_aviso_datos" not in person.asks(SALARY, "¿cuánto gano?", intent="consultar_salario").responses


def test_a_yes_is_kept_with_the_version_and_nobody_is_asked_again(
    newcomer: Callable[[str], Person], own_person: Callable[[str], Person], own_services: Services
) -> None:
    person = newcomer("ana.ospina")
    person.asks(GREETING, "hola", intent="saludar")
    assert person.asks(ACCEPT, "/afirmar", intent="afirmar").responses == ["utter_datos_autorizacion_dada"]
    assert answers(own_services, "ana.ospina") == [(CURRENT_POLICY.version, True)]
    assert again(own_person, "ana.ospina").asks(GREETING, "hola", intent="saludar").responses == ["utter_saludo"]


def test_a_no_is_kept_too_and_questions_are_answered_all_the_same(
    newcomer: Callable[[str], Person], own_person: Callable[[str], Person], own_services: Services
) -> None:
    person = newcomer("rosa.mosquera")
    person.asks(GREETING, "hola", intent="saludar")
    assert person.asks(DECLINE, "/negar", intent="negar").responses == ["utter_datos_autorizacion_no_dada"]
    assert answers(own_services, "rosa.mosquera") == [(CURRENT_POLICY.version, False)]
    later = again(own_person, "rosa.mosquera").asks(SALARY, "¿cuánto gano?", intent="consultar_salario")
    assert [each for each in later.responses if each.startswith("utter_aviso")] == []
    assert any("salario" in each for each in later.responses)


def test_a_new_version_of_the_policy_is_asked_about_anew(
    newcomer: Callable[[str], Person],
    own_person: Callable[[str], Person],
    own_services: Services,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    person = newcomer("leidy.cano")
    person.asks(GREETING, "hola", intent="saludar")
    person.asks(ACCEPT, "/afirmar", intent="afirmar")
    for module in (consent_notice, data_rights, privacy_service):
        monkeypatch.setattr(module, "CURRENT_POLICY", Policy("2027-03", "Otro texto"))
    person = again(own_person, "leidy.cano")
    assert person.asks(GREETING, "hola", intent="saludar").responses == ["utter_saludo", "utter_aviso_datos_cambio"]
    person.asks(ACCEPT, "/afirmar", intent="afirmar")
    assert answers(own_services, "leidy.cano") == [("2027-03", True), (CURRENT_POLICY.version, True)]


def test_what_is_on_offer_or_being_filled_in_goes_first(newcomer: Callable[[str], Person]) -> None:
    person = newcomer("laura.gomez")
    assert person.asks(HANDOVER, "quiero hablar con alguien", intent="hablar_con_humano").responses == [
        "utter_hablar_con_humano"
    ]
    assert person.asks(DECLINE, "no", intent="negar").responses == ["utter_de_acuerdo_no", "utter_aviso_datos"]
    form = newcomer("laura.gomez").asks(VACATION_REQUEST, "quiero pedir vacaciones", intent="solicitar_vacaciones")
    assert form.follow_up is not None
    assert "utter_aviso_datos" not in form.responses


def test_another_question_in_place_of_an_answer_keeps_nothing(
    newcomer: Callable[[str], Person], own_services: Services
) -> None:
    person = newcomer("laura.gomez")
    person.asks(SALARY, "¿cuánto gano?", intent="consultar_salario")
    person.asks(DECLINE, "no, mejor marzo", intent="negar", periods=["2026-03"])
    assert answers(own_services, "laura.gomez") == []
    assert person.asks(ACCEPT, "sí", intent="afirmar").responses != ["utter_datos_autorizacion_dada"]


def test_a_question_is_answered_when_the_answers_to_the_policy_cannot_be_read(
    newcomer: Callable[[str], Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise ConnectionError

    person = newcomer("laura.gomez")
    monkeypatch.setattr(PrivacyService, "consents", away)
    answered = person.asks(SALARY, "¿cuánto gano?", intent="consultar_salario").responses
    assert answered[0] == "utter_salario_actual"
    assert "utter_aviso_datos" not in answered
    assert "ya_aviso_datos" not in person.slots
