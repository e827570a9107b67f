"""Habeas data as people and HR use it over HTTP."""

from __future__ import annotations

from datetime import date, datetime, timezone
from uuid import uuid4

from services.api.routes.privacy import EXPORTS_PER_PERSON
from services.auth.principal import Principal, Role
from services.chat import repository
from services.chat.published_events import SaidMessage
from tests.services.api.conftest import RunningApi
from tests.services.api.test_application import assert_problem


def test_everything_held_about_a_person_is_given_as_one_document(api: RunningApi) -> None:
    person, hr = api.hire(), api.hire(Role.HR)
    api.services.users.profile(Principal(hr.user_id, hr.roles), person.user_id)
    response = api.call("GET", "/me/data", api.token_of(person))
    assert response.status_code == 200, response.text
    assert "attachment" in response.headers["content-disposition"]
    held = response.json()
    assert held["profile"]["email"] == person.email
    assert person.document_number not in response.text
    assert held["payroll"]["payslips"] == []
    assert held["conversation"] == []
    accesses = {(each["action"], each["by"], each["reason"]) for each in held["accesses"]}
    assert ("profile.read", str(hr.user_id), "role:hr") in accesses
    assert ("data.exported", "self", "self") in accesses


def test_the_conversation_is_exported_and_then_erased_while_payroll_is_kept(api: RunningApi) -> None:
    person = api.hire()
    said = SaidMessage(uuid4().hex, person.user_id, datetime.now(timezone.utc), "person", "hola")
    with api.services.database.session() as session:
        repository.ensure_partitions(session, date.today(), 2)  # noqa: DTZ011 - any day of this month
        repository.add_messages(session, [said])
        session.commit()
    token = api.token_of(person)
    assert [each["text"] for each in api.call("GET", "/me/data", token).json()["conversation"]] == ["hola"]
    erased = api.call("DELETE", "/chat/history", token).json()
    assert erased["deleted_messages"] == 1
    assert "se conservan" in erased["notice"]
    assert api.call("GET", "/chat/history", token).json() == {"messages": []}


def test_consent_is_recorded_for_the_policy_in_force(api: RunningApi) -> None:
    token = api.token_of(api.hire())
    policy = api.call("GET", "/me/consent", token).json()
    assert "Ley 1581" in policy["text"]
    body = {"policy_version": policy["policy_version"], "accepted": True}
    assert api.call("POST", "/me/consent", token, json=body).status_code == 201
    (consent,) = api.call("GET", "/me/consent", token).json()["consents"]
    assert (consent["policy_version"], consent["accepted"]) == (policy["policy_version"], True)
    old = api.call("POST", "/me/consent", token, json={"policy_version": "1999", "accepted": True})
    assert_problem(old, 409, "politica-no-vigente")


def test_a_correction_is_requested_extended_and_answered(api: RunningApi) -> None:
    person, hr = api.hire(), api.hire(Role.HR)
    own, desk = api.token_of(person), api.token_of(hr)
    made = api.call("POST", "/me/corrections", own, json={"datum": "name", "claim": "Es Giraldo"})
    assert made.status_code == 201
    request_id = made.json()["request_id"]
    assert request_id in {each["request_id"] for each in api.call("GET", "/corrections", desk).json()["corrections"]}
    path = f"/corrections/{request_id}"
    extended = api.call("POST", f"{path}/extension", desk, json={"reason": "Falta un soporte"}).json()
    assert extended["due_on"] > made.json()["due_on"]
    answer = {"accepted": True, "answer": "Corregido"}
    assert api.call("POST", f"{path}/answer", desk, json=answer).json()["state"] == "accepted"
    assert_problem(api.call("POST", f"{path}/answer", desk, json=answer), 409, "solicitud-cerrada")
    (seen,) = api.call("GET", "/me/corrections", own).json()["corrections"]
    assert (seen["state"], seen["answer"]) == ("accepted", "Corregido")
    assert_problem(api.call("POST", f"/corrections/{uuid4()}/answer", desk, json=answer), 404, "no-encontrado")
    assert_problem(api.call("POST", f"{path}/answer", own, json=answer), 403, "sin-permiso")


def test_text_that_cannot_be_stored_is_refused(api: RunningApi) -> None:
    body = b'{"datum": "name", "claim": "a\\u0000b"}'
    headers = {"Content-Type": "application/json"}
    response = api.call("POST", "/me/corrections", api.token_of(api.hire()), content=body, headers=headers)
    assert_problem(response, 422, "datos-invalidos")


def test_the_whole_of_ones_data_is_given_a_dozen_times_an_hour(api: RunningApi) -> None:
    token = api.token_of(api.hire())
    for _ in range(EXPORTS_PER_PERSON.maximum):
        assert api.call("GET", "/me/data", token).status_code == 200
    refused = api.call("GET", "/me/data", token)
    assert_problem(refused, 429, "demasiadas-solicitudes")
    assert int(refused.headers["retry-after"]) > 0
