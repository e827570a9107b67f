"""A message that is handled again, after a crash or because the client sent it again, writes nothing a second time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from actions.data_rights import CLAIM, CONFIRMED, DATUM
from services.auth.principal import Principal
from services.bootstrap import Services
from services.demo.company import person_id
from services.payroll.views import AbsenceKind, CaseState, VacationStatus
from tests.actions.conversing import Person, Turn
from tests.actions.test_request_forms import ACCOUNT, Filling, attached, code_sent
from tests.demo_company import TODAY

OwnPerson = Callable[[str], Person]


def of(services: Services, key: str) -> Principal:
    return services.users.principal(person_id(key))


def twice(person: Person, action: str, text: str = "", **message: Any) -> Turn:
    """Handle a message, lose what the conversation would have remembered, and handle it again."""
    before = dict(person.slots)
    first = person.asks(action, text, message_id="el-mismo", **message)
    person.slots = before
    second = person.asks(action, text, message_id="el-mismo", **message)
    assert second.said == first.said
    assert second.events == first.events
    return second


def test_one_vacation_request_and_one_word_to_the_manager(own_person: OwnPerson, own_services: Services) -> None:
    laura = own_person("laura.gomez")
    laura.slots |= {"vacaciones_inicio": "2026-12-21", "vacaciones_dias": 5, "vacaciones_confirmadas": True}
    said = twice(laura, "action_enviar_solicitud_vacaciones", "sí")
    assert said.responses == ["utter_vacaciones_solicitadas"]
    requests = own_services.payroll.vacation_history(of(own_services, "laura.gomez"))
    assert [each.start for each in requests if each.status is VacationStatus.REQUESTED] == [date(2026, 12, 21)]
    boss = own_services.users.manager_of(person_id("laura.gomez"))
    assert boss is not None
    told = own_services.desk.notices.recent(own_services.users.principal(boss))
    assert len([notice for notice in told if notice.text.startswith("Laura")]) == 1


def test_the_next_message_is_another_request(own_person: OwnPerson, own_services: Services) -> None:
    diana = own_person("diana.perez")
    for message_id, start in (("uno", "2026-12-21"), ("dos", "2027-02-01")):
        diana.slots |= {"vacaciones_inicio": start, "vacaciones_dias": 1, "vacaciones_confirmadas": True}
        said = diana.asks("action_enviar_solicitud_vacaciones", "sí", message_id=message_id)
        assert said.responses == ["utter_vacaciones_solicitadas"]
    assert len(own_services.payroll.vacation_balance(of(own_services, "diana.perez"), TODAY).upcoming) == 2


def test_one_permission_without_a_certificate(own_person: OwnPerson, own_services: Services) -> None:
    jhon = own_person("jhon.valencia")
    jhon.slots |= {"ausencia_tipo": AbsenceKind.UNPAID.value, "ausencia_fechas": "2026-12-04/2026-12-04"}
    jhon.slots |= {"ausencia_soporte": "ninguno", "ausencia_confirmada": True}
    assert twice(jhon, "action_enviar_ausencia", "sí").responses == ["utter_permiso_registrado"]
    assert len(own_services.payroll.cases(of(own_services, "jhon.valencia"))) == 1


def test_one_change_of_account_although_its_code_and_its_file_are_spent(
    own_person: OwnPerson, own_services: Services, home: Path
) -> None:
    form = Filling("cuenta_form", ACCOUNT, own_person("ana.ospina"))
    form.answers("Nequi")
    form.answers("ahorros")
    form.answers(attached(own_services, "ana.ospina"), "nlu_fallback")
    form.answers(code_sent(home, own_services, "ana.ospina"))
    assert form.asked_next is None
    assert twice(form.person, "action_enviar_cambio_cuenta", "sí").responses == ["utter_cuenta_solicitada"]
    assert len(own_services.payroll.cases(of(own_services, "ana.ospina"))) == 1


def test_one_case_of_what_was_offered(own_person: OwnPerson, own_services: Services) -> None:
    rosa = own_person("rosa.mosquera")
    rosa.asks("action_solicitar_certificado", "necesito una carta laboral", intent="solicitar_certificado")
    before = len(own_services.payroll.cases(of(own_services, "rosa.mosquera")))
    rosa.asks("action_reportar_error", "me pagaron mal las horas extras", intent="reportar_error")
    twice(rosa, "action_afirmar", "sí", intent="afirmar")
    assert len(own_services.payroll.cases(of(own_services, "rosa.mosquera"))) == before + 1


def test_one_correction(own_person: OwnPerson, own_services: Services) -> None:
    ana = own_person("fabio.restrepo")
    ana.slots |= {DATUM: "address", CLAIM: "Carrera 7", CONFIRMED: True}
    assert twice(ana, "action_enviar_correccion", "sí").responses == ["utter_correccion_registrada"]
    assert len(own_services.privacy.corrections(of(own_services, "fabio.restrepo"))) == 1


def test_one_answer_to_the_data_policy(own_person: OwnPerson, own_services: Services) -> None:
    wilson = own_person("wilson.murillo")
    wilson.asks("action_consultar_perfil", "acepto la política de datos", intent="consultar_perfil")
    twice(wilson, "action_afirmar", "sí", intent="afirmar")
    assert len(own_services.privacy.consents(of(own_services, "wilson.murillo"))) == 1


def test_a_decision_is_said_again_as_it_was_taken(own_person: OwnPerson, own_services: Services) -> None:
    yuliana = of(own_services, "yuliana.palacios")
    own_services.desk.office.request_vacation(yuliana, date(2027, 2, 1), 3, TODAY)
    number = own_services.payroll.cases(yuliana)[0].number
    boss = own_person("beatriz.londono")
    boss.asks("action_consultar_vacaciones", "mis vacaciones")  # hears the news before
    button = {
        "text": f'/afirmar{{"tramite": "{number}"}}',
        "intent": {"name": "afirmar"},
        "entities": [{"entity": "tramite", "value": number}],
    }
    said = twice(boss, "action_afirmar", "Aprobar", message=button)
    assert said.responses == ["utter_equipo_aprobada"]
    case = own_services.payroll.cases(yuliana)[0]
    assert case.state is CaseState.RESOLVED
    assert len(case.events) == 2


def test_a_cancelled_vacation_is_said_again_to_be_cancelled(own_person: OwnPerson, own_services: Services) -> None:
    edwin = of(own_services, "edwin.cuesta")
    own_services.desk.office.request_vacation(edwin, date(2027, 2, 8), 2, TODAY)
    person = own_person("edwin.cuesta")
    person.asks("action_solicitar_vacaciones", "cancela mis vacaciones", intent="solicitar_vacaciones")
    assert "utter_vacaciones_canceladas" in twice(person, "action_afirmar", "sí", intent="afirmar").responses
