"""Documents over HTTP: who may download them, and what the public page says of them."""

from __future__ import annotations

import hashlib
import re

import pytest

from services.auth.principal import Role
from tests.services.api.conftest import RunningApi
from tests.services.api.test_application import assert_problem

CERTIFICATE = "/documents/certificado-laboral.pdf?salary=false"


def test_a_certificate_is_downloaded_and_verified_by_anyone(api: RunningApi) -> None:
    person = api.hire()
    response = api.call("GET", CERTIFICATE, api.token_of(person))
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/pdf"
    assert re.search(r'filename="certificado-laboral-[\d-]+\.pdf"', response.headers["content-disposition"])
    assert response.headers["cache-control"] == "no-store"
    assert response.content.startswith(b"%PDF-")
    page = api.call("GET", f"/verificar/{response.headers['x-verification-code']}")
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "script" not in page.text
    assert "Documento auténtico" in page.text
    assert "A••• M••• R••• G•••" in page.text
    assert hashlib.sha256(response.content).hexdigest() in page.text
    for secret in (person.document_number, person.last_names, str(person.user_id), person.email):
        assert secret not in page.text


@pytest.mark.parametrize("code", ["0000-0000-0000-0000-0000", "no-es-un-codigo", "%3Cscript%3E"])
def test_an_unknown_code_says_so_and_is_not_repeated(api: RunningApi, code: str) -> None:
    page = api.call("GET", f"/verificar/{code}")
    assert page.status_code == 404
    assert "No encontramos este documento" in page.text
    assert "script" not in page.text


def test_documents_need_a_session(api: RunningApi) -> None:
    for path in ("payslips.pdf", "certificado-laboral.pdf", "certificado-220.pdf?year=2025"):
        assert_problem(api.call("GET", f"/documents/{path}"), 401, "no-autenticado")


@pytest.mark.parametrize("role", [None, Role.MANAGER, Role.AUDITOR, Role.ADMIN])
def test_another_person_s_documents_are_refused(api: RunningApi, role: Role | None) -> None:
    reader = api.hire(*([role] if role else []))
    person = api.hire(manager_id=reader.user_id)
    response = api.call("GET", f"{CERTIFICATE}&user_id={person.user_id}", api.token_of(reader))
    assert_problem(response, 403, "sin-permiso")


@pytest.mark.parametrize("role", [Role.HR, Role.PAYROLL])
def test_hr_and_payroll_issue_for_others(api: RunningApi, role: Role) -> None:
    response = api.call("GET", f"{CERTIFICATE}&user_id={api.hire().user_id}", api.token_of(api.hire(role)))
    assert response.status_code == 200


def test_what_cannot_be_issued_says_why(api: RunningApi) -> None:
    token = api.token_of(api.hire())
    problems = {
        "/documents/payslips.pdf?from=2026-01&to=2026-03": (404, "sin-desprendible"),
        "/documents/payslips.pdf?from=2026-03&to=2026-01": (422, "datos-invalidos"),
        "/documents/payslips.pdf?from=marzo": (422, "datos-invalidos"),
        "/documents/certificado-220.pdf?year=2025": (404, "sin-desprendible"),
        "/documents/certificado-220.pdf?year=2099": (422, "anio-sin-terminar"),
        "/documents/certificado-220.pdf": (422, "datos-invalidos"),
        "/documents/certificado-laboral.pdf?salary=quizas": (422, "datos-invalidos"),
        "/documents/certificado-laboral.pdf": (404, "no-encontrado"),
    }
    for path, (status, slug) in problems.items():
        assert_problem(api.call("GET", path, token), status, slug)


def test_codes_are_not_checked_without_limit(api: RunningApi) -> None:
    statuses = [api.call("GET", "/verificar/0000").status_code for _ in range(31)]
    assert statuses[0] == 404
    assert statuses[-1] == 429
