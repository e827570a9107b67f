"""Each topic of the API as its callers use it."""

from __future__ import annotations

import email
import json
import time
from email.policy import default
from pathlib import Path
from uuid import uuid4

import jwt
import pytest

from services.auth.principal import Role
from services.auth.tokens import TokenVerifier, parse_jwks
from tests.services.api.conftest import RunningApi
from tests.services.api.test_application import assert_problem
from tests.services.people import PASSWORD

NEW_PASSWORD = "colibri-barro-19-ventana-sol"


class TestIdentity:
    def test_log_in_refresh_and_log_out(self, api: RunningApi) -> None:
        tokens = api.log_in(api.hire())
        assert set(tokens) == {"access_token", "refresh_token", "token_type", "expires_in"}
        assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 600)
        renewed = api.call("POST", "/auth/refresh", json={"refresh_token": tokens["refresh_token"]}).json()
        assert api.call("GET", "/me", renewed["access_token"]).status_code == 200
        assert api.call("POST", "/auth/logout", renewed["access_token"], json={}).status_code == 204
        assert_problem(api.call("GET", "/me", renewed["access_token"]), 401, "no-autenticado")
        refused = api.call("POST", "/auth/refresh", json={"refresh_token": renewed["refresh_token"]})
        assert_problem(refused, 401, "sesion-terminada")

    def test_a_wrong_password_and_an_unknown_person_look_alike(self, api: RunningApi) -> None:
        person = api.hire()
        bodies = [
            api.call("POST", "/auth/login", json={"email": email, "password": "equivocada-72"}).json()
            for email in (person.email, "nadie@tejidosdelvalle.example")
        ]
        for body in bodies:
            body.pop("instance")
        assert bodies[0] == bodies[1]
        assert bodies[0]["detail"] == "El correo o la contraseña no son correctos."

    def test_the_published_keys_verify_the_tokens(self, api: RunningApi) -> None:
        person = api.hire(Role.HR)
        token = api.token_of(person)
        keys = parse_jwks(api.call("GET", "/.well-known/jwks.json").json())
        verified = TokenVerifier(keys, issuer="chatnomina", audience="chatnomina").verify(token)
        assert verified.subject == person.user_id
        assert jwt.get_unverified_header(token)["typ"] == "at+jwt"
        assert all("d" not in key for key in api.call("GET", "/.well-known/jwks.json").json()["keys"])

    def test_sessions_are_listed_and_ended(self, api: RunningApi) -> None:
        person = api.hire()
        first, second = api.token_of(person), api.token_of(person)
        sessions = api.call("GET", "/auth/sessions", first).json()["sessions"]
        assert len(sessions) == 2
        (other,) = [session for session in sessions if not session["current"]]
        assert api.call("DELETE", f"/auth/sessions/{other['session_id']}", first).status_code == 204
        assert_problem(api.call("GET", "/me", second), 401, "no-autenticado")
        assert_problem(api.call("DELETE", f"/auth/sessions/{uuid4()}", first), 404, "no-encontrado")
        assert_problem(api.call("DELETE", "/auth/sessions/1", first), 404, "no-encontrado")

    def test_the_password_is_changed(self, api: RunningApi) -> None:
        person = api.hire()
        token = api.token_of(person)
        body = {"current_password": PASSWORD, "new_password": "password12345"}
        problem = assert_problem(api.call("POST", "/auth/password", token, json=body), 422, "contrasena-debil")
        assert "adivinar" in problem["detail"]
        wrong = {"current_password": "equivocada", "new_password": NEW_PASSWORD}
        assert_problem(api.call("POST", "/auth/password", token, json=wrong), 403, "contrasena-actual-incorrecta")
        changed = api.call("POST", "/auth/password", token, json={**body, "new_password": NEW_PASSWORD})
        assert changed.status_code == 200
        assert_problem(api.call("GET", "/me", token), 401, "no-autenticado")
        assert api.call("GET", "/me", changed.json()["access_token"]).status_code == 200

    def test_a_forgotten_password_is_reset_with_the_link_sent(self, api: RunningApi) -> None:
        person = api.hire()
        assert api.call("POST", "/auth/password/reset-request", json={"email": person.email}).status_code == 202
        unknown = api.call("POST", "/auth/password/reset-request", json={"email": "nadie@nada.example"})
        assert unknown.status_code == 202
        (sent,) = arrived(api.services.settings.mail_outbox_path)
        assert sent.stat().st_mode & 0o777 == 0o600
        message = email.message_from_bytes(sent.read_bytes(), policy=default)
        assert message["To"] == person.email
        token = message.get_content().split("#token=")[1].split()[0]
        body = {"token": token, "new_password": NEW_PASSWORD}
        assert api.call("POST", "/auth/password/reset", json=body).status_code == 204
        assert_problem(api.call("POST", "/auth/password/reset", json=body), 400, "enlace-vencido")
        login = api.call("POST", "/auth/login", json={"email": person.email, "password": NEW_PASSWORD})
        assert login.status_code == 200


def arrived(outbox: Path, patience_s: float = 15.0) -> list[Path]:
    """The messages of an outbox, as soon as there is a whole one: they are delivered after the answer."""
    deadline = time.monotonic() + patience_s
    while not (found := [path for path in outbox.glob("*.eml") if path.stat().st_size]):
        assert time.monotonic() < deadline, "no message arrived"
        time.sleep(0.01)
    return found


class TestPeople:
    def test_me_shows_the_own_profile_with_the_id_masked(self, api: RunningApi) -> None:
        person = api.hire()
        me = api.call("GET", "/me", api.token_of(person)).json()
        assert me["roles"] == ["employee"]
        assert me["profile"]["email"] == person.email
        assert me["profile"]["position"] == "Tejedora"
        assert me["profile"]["document_number"] == "••••••" + person.document_number[-4:]
        assert person.document_number not in json.dumps(me)

    def test_a_colleague_is_refused(self, api: RunningApi) -> None:
        response = api.call("GET", f"/people/{api.hire().user_id}", api.token_of(api.hire()))
        assert_problem(response, 403, "sin-permiso")

    def test_a_manager_sees_the_work_data_of_the_own_people_alone(self, api: RunningApi) -> None:
        manager = api.hire(Role.MANAGER)
        member, stranger = api.hire(manager_id=manager.user_id), api.hire()
        token = api.token_of(manager)
        profile = api.call("GET", f"/people/{member.user_id}", token).json()
        assert profile["position"] == "Tejedora"
        assert not profile["personal_data"]
        assert "document_number" not in profile
        assert_problem(api.call("GET", f"/people/{stranger.user_id}", token), 403, "sin-permiso")
        assert [each["user_id"] for each in api.call("GET", "/team", token).json()["members"]] == [str(member.user_id)]
        assert_problem(api.call("GET", "/team", api.token_of(member)), 403, "sin-permiso")

    def test_an_unknown_person_is_refused_like_a_colleague(self, api: RunningApi) -> None:
        assert_problem(api.call("GET", f"/people/{uuid4()}", api.token_of(api.hire())), 403, "sin-permiso")
        assert_problem(api.call("GET", f"/people/{uuid4()}", api.token_of(api.hire(Role.HR))), 404, "no-encontrado")

    def test_people_are_found_by_any_words_of_their_name_whatever_the_accents(self, api: RunningApi) -> None:
        person, auditor = api.hire(), api.hire(Role.AUDITOR)
        token = api.token_of(auditor)
        local_part = person.email.split("@")[0]
        for search in (f"{local_part} MARIA", f"gil {local_part}", f"{local_part} ána"):
            found = api.call("GET", "/people", token, params={"search": search}).json()["people"]
            assert [each["user_id"] for each in found] == [str(person.user_id)]
        assert api.call("GET", "/people", token, params={"search": f"{local_part} %"}).json()["people"] == []
        assert_problem(api.call("GET", "/people?search=a", token), 422, "datos-invalidos")
        trail = api.services.audit.entries(actor_id=auditor.user_id, subject_id=person.user_id)
        assert {entry.action for entry in trail} == {"person.found"}


class TestPayslips:
    def test_a_person_without_payslips_gets_none(self, api: RunningApi) -> None:
        token = api.token_of(api.hire())
        assert api.call("GET", "/payslips", token).json() == {"payslips": []}
        assert_problem(api.call("GET", "/payslips/2026-03", token), 404, "sin-desprendible")

    @pytest.mark.parametrize("role", [None, Role.MANAGER, Role.ADMIN])
    def test_nobody_else_without_the_permission_reads_them(self, api: RunningApi, role: Role | None) -> None:
        reader = api.hire(*([role] if role else []))
        person = api.hire(manager_id=reader.user_id)
        token = api.token_of(reader)
        for path in ("/payslips", "/payslips/2026-03"):
            assert_problem(api.call("GET", f"{path}?user_id={person.user_id}", token), 403, "sin-permiso")

    @pytest.mark.parametrize("month", ["2026-00", "2026-13", "26-03", "marzo", "2026-3", "٢٠٢٦-٠٣"])
    def test_what_is_not_a_month_is_not_found(self, api: RunningApi, month: str) -> None:
        assert_problem(api.call("GET", f"/payslips/{month}", api.token_of(api.hire())), 404, "no-encontrado")


class TestAudit:
    def test_auditors_read_who_saw_whom_and_nobody_else_does(self, api: RunningApi) -> None:
        hr, auditor, person = api.hire(Role.HR), api.hire(Role.AUDITOR), api.hire()
        api.call("GET", f"/people/{person.user_id}", api.token_of(hr))
        path = f"/audit?subject_id={person.user_id}&action=profile.read"
        (entry,) = api.call("GET", path, api.token_of(auditor)).json()["entries"]
        assert (entry["actor_id"], entry["reason"], entry["outcome"]) == (str(hr.user_id), "role:hr", "allowed")
        assert entry["correlation_id"]
        assert (entry["actor_name"], entry["subject_name"]) == ("Ana María Restrepo Gil", "Ana María Restrepo Gil")
        for other in (hr, person):
            assert_problem(api.call("GET", path, api.token_of(other)), 403, "sin-permiso")

    def test_pages_lead_through_the_log_and_a_family_of_actions_is_asked_for_at_once(self, api: RunningApi) -> None:
        hr, person = api.hire(Role.HR), api.hire()
        reader, auditor = api.token_of(hr), api.token_of(api.hire(Role.AUDITOR))
        for _ in range(3):
            api.call("GET", f"/people/{person.user_id}", reader)
        api.call("GET", f"/payslips?user_id={person.user_id}", api.token_of(api.hire()))
        of_person = {"subject_id": str(person.user_id)}
        found, cursor = [], None
        while True:
            query = of_person | {"action": "profile.", "limit": "2"} | ({"cursor": cursor} if cursor else {})
            page = api.call("GET", "/audit", auditor, params=query).json()
            found += [entry["entry_id"] for entry in page["entries"]]
            cursor = page.get("next_cursor")
            if cursor is None:
                break
        assert len(found) == 3
        assert found == sorted(set(found), reverse=True)
        denied = api.call("GET", "/audit", auditor, params=of_person | {"outcome": "denied"}).json()["entries"]
        assert [entry["outcome"] for entry in denied] == ["denied"]


class TestConversation:
    def test_an_empty_conversation_is_an_empty_page(self, api: RunningApi) -> None:
        assert api.call("GET", "/chat/history", api.token_of(api.hire())).json() == {"messages": []}

    def test_a_cursor_of_ones_own_making_is_refused(self, api: RunningApi) -> None:
        token = api.token_of(api.hire())
        assert_problem(api.call("GET", "/chat/history?cursor=x", token), 422, "datos-invalidos")


class TestDocumentation:
    def test_describes_every_operation_with_its_policy(self, api: RunningApi) -> None:
        document = api.call("GET", "/openapi.json").json()
        assert document["openapi"] == "3.1.0"
        for methods in document["paths"].values():
            for operation in methods.values():
                assert operation["description"]
                guarded = operation["security"] != []
                assert guarded == ("401" in operation["responses"]) or operation["operationId"] in {"login", "refresh"}

    def test_every_reference_of_the_document_resolves(self, api: RunningApi) -> None:
        text = api.call("GET", "/openapi.json").text
        schemas = json.loads(text)["components"]["schemas"]
        for reference in set(text.split('"$ref": "')[1:]):
            assert reference.split('"')[0].rsplit("/", 1)[-1] in schemas

    def test_the_page_needs_nothing_from_outside(self, api: RunningApi) -> None:
        response = api.call("GET", "/docs")
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        assert "<script" not in response.text
        assert "http://" not in response.text
        assert "https://" not in response.text
        assert "/auth/login" in response.text
