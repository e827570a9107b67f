"""Every route × every sort of caller, made from what the routes declare: who is let in, and what they never see."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest
from prometheus_client import CollectorRegistry

from services.api.metrics import ApiMetrics
from services.api.operation import AccessKind, Operation
from services.api.server import build_application, declared_operations
from services.auth.principal import Principal, Role
from services.users.directory import NewEmployee
from tests.services.api.conftest import RunningApi

EVERYONE = {"self", "colleague", "own_manager", "other_manager", "hr", "payroll", "auditor", "admin"}
WITHOUT_SESSION = {"anonymous", "disabled"}
# Who is let in to another person's data by each permission that a route may ask for. A route that asks for one that is
# not here has to be thought about: the test fails until it has a line.
LET_IN_BY_PERMISSION: dict[str, set[str]] = {
    "pay.read": {"self", "hr", "payroll", "auditor"},
    "leave.read": {"self", "own_manager", "hr", "payroll", "auditor"},
    "profile.read": {"self", "hr", "auditor"},
    "work_profile.read": {"hr", "payroll", "auditor", "admin"},
    "document.issue": {"self", "hr", "payroll"},
    "audit.read": {"auditor"},
    "privacy.decide": {"hr"},
    "account.manage": {"admin"},
    "case.read": {"hr", "payroll", "auditor"},
    "case.handle": {"hr", "payroll"},
    "case.file.read": {"hr"},
    "import.run": {"hr", "payroll"},
}
LET_IN_BY_OPERATION = {
    # Work data is shown to whoever may not see the personal data; the fields are tested below.
    "person": {"self", "own_manager", "hr", "payroll", "auditor", "admin"},
    "team": {"own_manager", "other_manager"},
    "teamRequests": {"own_manager", "other_manager"},
    "approveTeamRequest": {"own_manager", "other_manager"},
    "rejectTeamRequest": {"own_manager", "other_manager"},
}
BODIES = {
    "extendCorrection": {"reason": "Falta un soporte"},
    "answerCorrection": {"accepted": True, "answer": "Corregido"},
    "approveTeamRequest": {},
    "rejectTeamRequest": {"text": "Hay cierre de inventario"},
    "assignCase": {},
    "replyToCase": {"text": "Ya lo revisamos"},
    "resolveCase": {},
    "approveCase": {},
    "rejectCase": {},
}
VALUES = {"month": "2026-03", "year": "2025", "search": "Restrepo"} | {
    name: str(uuid4()) for name in ("session_id", "request_id", "case_id", "file_id")
}


@dataclass
class Company:
    """The person whose data are asked for, and a token of each sort of caller."""

    subject: NewEmployee
    tokens: dict[str, str | None]


@pytest.fixture(scope="module")
def company(api: RunningApi) -> Company:
    managers = {"own_manager": api.hire(Role.MANAGER), "other_manager": api.hire(Role.MANAGER)}
    subject = api.hire(manager_id=managers["own_manager"].user_id)
    api.hire(manager_id=managers["other_manager"].user_id)
    people = {"self": subject, "colleague": api.hire(), "disabled": api.hire(), **managers}
    people |= {role.value: api.hire(role) for role in (Role.HR, Role.PAYROLL, Role.AUDITOR, Role.ADMIN)}
    tokens: dict[str, str | None] = {name: api.token_of(person) for name, person in people.items()}
    admin = people["admin"]
    api.services.accounts.deactivate(Principal(admin.user_id, admin.roles), people["disabled"].user_id)
    return Company(subject, {**tokens, "anonymous": None})


def operations_of(api: RunningApi, *kinds: AccessKind) -> list[Operation]:
    declared = declared_operations(api.services, ApiMetrics(CollectorRegistry()))
    return [operation for operation in declared if operation.policy.kind in kinds]


def call(api: RunningApi, operation: Operation, token: str | None, subject: NewEmployee) -> httpx.Response:
    path, query = operation.path, {}
    for parameter in operation.parameters:
        if parameter.name == "user_id" and parameter.location == "query":
            query["user_id"] = str(subject.user_id)
        elif parameter.location == "path":
            value = str(subject.user_id) if parameter.name == "user_id" else VALUES[parameter.name]
            path = path.replace(f"<{parameter.name}:str>", value)
        elif parameter.required:
            query[parameter.name] = VALUES[parameter.name]
    body: dict[str, Any] = {"json": BODIES[operation.operation_id]} if operation.body is not None else {}
    if operation.upload is not None:
        row = f"documento;desde;salario;motivo\n{subject.document_number};01/03/2022;2.000.000,00;ingreso\n"
        body = {"files": {"file": ("salarios.csv", row.encode())}, "data": {"kind": "salarios"}}
    return api.call(operation.method, path, token, params=query, **body)


def let_in(operation: Operation) -> set[str]:
    if operation.operation_id in LET_IN_BY_OPERATION:
        return LET_IN_BY_OPERATION[operation.operation_id]
    assert operation.policy.permission is not None
    return LET_IN_BY_PERMISSION[operation.policy.permission.value]


def assert_names_nobody(response: httpx.Response, subject: NewEmployee) -> None:
    for private in (subject.email, subject.document_number, subject.first_names, subject.last_names):
        assert private not in response.text


def test_every_caller_gets_exactly_what_the_routes_declare(api: RunningApi, company: Company) -> None:
    found: dict[str, set[str]] = {}
    expected: dict[str, set[str]] = {}
    for operation in operations_of(api, AccessKind.SUBJECT, AccessKind.ROLE):
        expected[operation.operation_id] = let_in(operation)
        found[operation.operation_id] = set()
        # The person first: what is cached for one must not be served to another.
        for caller in ("self", *sorted((EVERYONE | WITHOUT_SESSION) - {"self"})):
            response = call(api, operation, company.tokens[caller], company.subject)
            assert response.status_code < 500, (operation.operation_id, caller)
            if caller in WITHOUT_SESSION:
                assert response.status_code == 401, (operation.operation_id, caller)
            if response.status_code in {401, 403}:
                assert_names_nobody(response, company.subject)
            else:
                assert response.status_code != 422, (operation.operation_id, response.text)
                found[operation.operation_id].add(caller)
    assert found == expected
    assert len(found) >= 5


def test_no_address_answers_that_declares_nothing(api: RunningApi) -> None:
    declared = {(operation.method, operation.path) for operation in operations_of(api, *AccessKind)}
    app = build_application(api.services, CollectorRegistry())
    served = {(method, f"/{route.path}") for route in app.router.routes for method in route.methods}
    # The rest is the page of the chat, which is the same for everybody, and what browsers ask beforehand.
    others = {(method, path) for method, path in served - declared if method != "OPTIONS"}
    assert declared <= served
    assert {method for method, _ in others} <= {"GET", "HEAD"}
    for method, path in others:
        page = api.call(method, path)
        assert page.status_code == 200, path
        assert page.content == api.call(method, path, api.token_of(api.hire(Role.HR))).content


def test_no_route_knows_who_has_been_deactivated(api: RunningApi, company: Company) -> None:
    closed = company.tokens["disabled"]
    guarded = [operation for operation in operations_of(api, *AccessKind) if operation.policy.authenticated]
    assert len(guarded) >= 40
    for operation in guarded:
        path = re.sub(r"<\w+:str>", str(company.subject.user_id), operation.path)
        assert api.call(operation.method, path, closed, content=b"{}").status_code == 401, operation.operation_id


def test_a_route_on_another_person_always_names_the_person(api: RunningApi) -> None:
    for operation in operations_of(api, AccessKind.SUBJECT):
        assert "user_id" in {parameter.name for parameter in operation.parameters}, operation.operation_id


def test_a_route_on_ones_own_data_takes_nobody_else(api: RunningApi, company: Company) -> None:
    other = company.tokens["colleague"]
    operations = operations_of(api, AccessKind.OWN_DATA)
    assert len(operations) >= 10
    for operation in operations:
        assert not {"user_id", "person", "email", "sender"} & {item.name for item in operation.parameters}
        if operation.body is not None:
            assert not {"user_id", "sender", "sender_id", "roles", "sub"} & set(operation.body.__fields__)
        if operation.method == "GET" and "<" not in operation.path:
            named = api.call("GET", operation.path, other, params={"user_id": str(company.subject.user_id)})
            assert named.status_code == 422, operation.operation_id
            assert_names_nobody(named, company.subject)


@pytest.mark.parametrize(
    "find",
    [
        lambda api, token: api.call("GET", "/auth/sessions", token).json()["sessions"][0]["session_id"],
        lambda api, token: str(uuid4()),
    ],
    ids=["real", "made-up"],
)
def test_anothers_session_is_ended_by_nobody_and_looks_like_none(
    api: RunningApi, company: Company, find: Callable[[RunningApi, str], str]
) -> None:
    token = company.tokens["self"]
    assert token is not None
    session_id = find(api, token)
    for caller in EVERYONE - {"self"}:
        response = api.call("DELETE", f"/auth/sessions/{session_id}", company.tokens[caller])
        assert response.status_code == 404
    assert api.call("GET", "/me", token).status_code == 200


PERSONAL_FIELDS = {"document_type", "document_number"}


@pytest.mark.parametrize(
    ("caller", "personal"),
    [
        ("self", True),
        ("hr", True),
        ("auditor", True),
        ("own_manager", False),
        ("payroll", False),
        ("admin", False),
    ],
)
def test_each_reader_of_a_profile_gets_the_fields_of_the_own_ground(
    api: RunningApi, company: Company, caller: str, personal: bool
) -> None:
    profile: dict[str, Any] = api.call("GET", f"/people/{company.subject.user_id}", company.tokens[caller]).json()
    assert (set(profile) >= PERSONAL_FIELDS) is personal
    assert profile["personal_data"] is personal
    assert company.subject.document_number not in str(profile)


def test_an_auditor_writes_nothing(api: RunningApi, company: Company) -> None:
    auditor = company.tokens["auditor"]
    writing = [o for o in operations_of(api, AccessKind.SUBJECT, AccessKind.ROLE) if o.method != "GET"]
    assert writing
    for operation in writing:
        assert call(api, operation, auditor, company.subject).status_code == 403, operation.operation_id
