"""Real rows × every sort of caller: what crosses to each, also from the cache, in PDFs, in the history and in cases."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timezone
from typing import Any
from uuid import UUID, uuid4

import httpx
import pdfplumber
import pytest
from prometheus_client import CollectorRegistry
from rasa_sdk.interfaces import Tracker

from actions.registry import build_actions, build_conversation
from actions.server import create_app
from actions.wording import Wording
from deploy.local.ports import free_port
from services.api.metrics import ApiMetrics
from services.api.operation import AccessKind, Operation
from services.api.server import declared_operations
from services.auth.principal import Principal, Role
from services.auth.sessions import Client
from services.bootstrap import Services
from services.chat import repository
from services.chat.published_events import SaidMessage
from services.demo.company import person_id
from services.payroll.periods import Month
from services.payroll.views import AbsenceKind
from tests.actions.conftest import DOMAIN
from tests.demo_company import NOW, SECRET, TODAY, sender_id
from tests.security.test_access_matrix import LET_IN_BY_OPERATION, LET_IN_BY_PERMISSION
from tests.services.api.conftest import RunningApi, running_api

SUBJECT = "laura.gomez"
CALLERS = {
    "self": SUBJECT,
    "colleague": "ana.ospina",
    "own_manager": "",
    "other_manager": "ricardo.salazar",
    "hr": "claudia.osorio",
    "payroll": "gloria.zapata",
    "auditor": "juan.cardenas",
    "admin": "sebastian.rojas",
}
DISABLED = "leidy.cano"
SAID = "mi mensaje privado sobre la quincena"
WRITTEN = "respuesta reservada del caso"
VALUES = {"month": "2026-10", "year": "2025", "from": "2026-10", "to": "2026-10"}


@dataclass
class Matrix:
    """The API over the company, a token of each sort of caller, and what is the subject's alone."""

    api: RunningApi
    tokens: dict[str, str | None]
    case_id: UUID
    file_id: UUID
    leave_id: UUID
    cursor: str

    def call(self, caller: str, method: str, path: str, **options: Any) -> httpx.Response:
        return self.api.call(method, path, self.tokens[caller], **options)


@pytest.fixture(scope="module")
def matrix(company: Services) -> Iterator[Matrix]:
    subject = company.users.principal(person_id(SUBJECT))
    manager = company.users.manager_of(subject.user_id)
    assert manager is not None
    hr = company.users.principal(person_id(CALLERS["hr"]))
    say(company, subject)
    file = company.desk.files.take(subject, "certificado.pdf", b"%PDF-1.7 reservado")
    leave = company.desk.office.report_leave(
        subject, AbsenceKind.SICK_LEAVE, TODAY, TODAY, TODAY, reference=file.reference
    )
    case = company.payroll.open_case(subject, "pago", None, None)
    assert case.id is not None
    assert leave.id is not None
    company.desk.inbox.reply(hr, case.id, WRITTEN)
    ids = {name: manager if name == "own_manager" else person_id(key) for name, key in CALLERS.items()}
    tokens: dict[str, str | None] = {
        name: company.auth.open_session(user_id, Client("203.0.113.7"), "test").access_token
        for name, user_id in {**ids, "disabled": person_id(DISABLED)}.items()
    }
    company.accounts.deactivate(Principal(ids["admin"], frozenset({Role.ADMIN})), person_id(DISABLED))
    with running_api(company) as api:
        page = api.call("GET", "/chat/history?limit=1", tokens["self"]).json()
        yield Matrix(api, {**tokens, "anonymous": None}, case.id, file.id, leave.id, page["next_cursor"])


def say(services: Services, subject: Principal) -> None:
    with services.database.session() as session:
        repository.ensure_partitions(session, date.today(), 2)  # noqa: DTZ011 - any day of this month
        now = datetime.now(timezone.utc)
        repository.add_messages(
            session,
            [SaidMessage(uuid4().hex, subject.user_id, now, author, SAID) for author in ("person", "assistant")],
        )
        session.commit()


def about_people(services: Services) -> list[Operation]:
    declared = declared_operations(services, ApiMetrics(CollectorRegistry()))
    return [each for each in declared if each.policy.kind is AccessKind.SUBJECT and each.method == "GET"]


def read(response: httpx.Response) -> str:
    """What a person reads in an answer, digits without their separators."""
    text = response.text
    if response.headers["content-type"] == "application/pdf":
        with pdfplumber.open(io.BytesIO(response.content)) as file:
            text = " ".join(page.extract_text() for page in file.pages)
    return re.sub(r"(?<=\d)[.,](?=\d{3})", "", text)


def test_figures_cross_only_to_whom_the_routes_declare(matrix: Matrix, company: Services) -> None:
    subject = company.users.principal(person_id(SUBJECT))
    payslip = company.payroll.payslip(subject, Month(2026, 10))
    profile = company.users.profile(subject)
    pay = {f"{payslip.net:.0f}", f"{payslip.gross:.0f}"}
    private = {*pay, profile.email, str(profile.document_number)}
    operations = about_people(company)
    assert {"payslip", "payslips", "payslipsPdf", "workCertificatePdf", "incomeCertificatePdf"} <= {
        operation.operation_id for operation in operations
    }
    for operation in operations:
        let_in = LET_IN_BY_OPERATION.get(operation.operation_id)
        if let_in is None:
            assert operation.policy.permission is not None
            let_in = LET_IN_BY_PERMISSION[operation.policy.permission.value]
        path, query = operation.path, {}
        for parameter in operation.parameters:
            value = str(subject.user_id) if parameter.name == "user_id" else VALUES.get(parameter.name)
            if parameter.location == "path":
                path = path.replace(f"<{parameter.name}:str>", str(value))
            elif value is not None:
                query[parameter.name] = value
        # The person first, so that what is cached for one is there for the others.
        for caller in ("self", *sorted(matrix.tokens.keys() - {"self"})):
            answer = matrix.call(caller, operation.method, path, params=query)
            where = (operation.operation_id, caller)
            if caller in let_in:
                assert answer.status_code == 200, (where, answer.text[:300])
                # Whoever leads a person is let in to their time and never to their pay.
                assert caller != "own_manager" or not [value for value in pay if value in read(answer)], where
            else:
                assert answer.status_code == (401 if caller in {"anonymous", "disabled"} else 403), where
                assert [value for value in private if value in read(answer)] == [], where
    shown = read(matrix.call("self", "GET", "/documents/payslips.pdf", params={"from": "2026-10", "to": "2026-10"}))
    assert f"{payslip.net:.0f}" in shown


def test_nothing_that_a_manager_may_ask_for_tells_what_anybody_else_earns(matrix: Matrix, company: Services) -> None:
    subject = company.users.principal(person_id(SUBJECT))
    payslip = company.payroll.payslip(subject, Month(2026, 10))
    salary = company.payroll.current_salary(subject, TODAY).amount
    figures = {f"{figure:.0f}" for figure in (payslip.net, payslip.gross, salary)}
    declared = declared_operations(company, ApiMetrics(CollectorRegistry()))
    without_values = [each for each in declared if each.method == "GET" and "<" not in each.path]
    answered = set()
    for operation in without_values:
        query = {
            item.name: VALUES.get(item.name, str(subject.user_id) if item.name == "user_id" else "a")
            for item in operation.parameters
            if item.required or item.name == "user_id"
        }
        answer = matrix.call("own_manager", "GET", operation.path, params=query)
        assert not [figure for figure in figures if figure in read(answer)], operation.operation_id
        if answer.status_code == 200:
            answered.add(operation.operation_id)
    assert {"team", "teamRequests"} <= answered


@pytest.mark.parametrize("caller", sorted(CALLERS.keys() - {"self"}))
def test_nobody_is_given_for_their_own_what_was_kept_for_another(
    caller: str, matrix: Matrix, company: Services
) -> None:
    payslip = company.payroll.payslip(company.users.principal(person_id(SUBJECT)), Month(2026, 10))
    for path in ("/me", "/payslips", "/payslips/2026-10", "/me/cases", "/me/notifications"):
        assert matrix.call("self", "GET", path).status_code == 200
        own = matrix.call(caller, "GET", path)
        assert own.status_code in {200, 404}, path
        assert str(payslip.net) not in own.text
        assert company.users.profile(company.users.principal(person_id(SUBJECT))).email not in own.text


@pytest.mark.parametrize("caller", [*CALLERS, "anonymous", "disabled"])
def test_a_conversation_is_read_by_its_person_alone(caller: str, matrix: Matrix) -> None:
    for query in ("", f"?cursor={matrix.cursor}", "?limit=100"):
        answer = matrix.call(caller, "GET", f"/chat/history{query}")
        assert (SAID in answer.text) is (caller == "self"), query
    exported = matrix.call(caller, "GET", "/me/data")
    assert (SAID in exported.text) is (caller == "self")
    assert (WRITTEN in exported.text) is (caller == "self")


@pytest.mark.parametrize("caller", [*CALLERS, "anonymous", "disabled"])
def test_a_case_its_answers_and_its_files_reach_only_who_handles_it(caller: str, matrix: Matrix) -> None:
    dossier = matrix.call(caller, "GET", f"/desk/cases/{matrix.case_id}")
    assert (WRITTEN in dossier.text) is (caller in {"hr", "payroll", "auditor"})
    file = matrix.call(caller, "GET", f"/desk/cases/{matrix.leave_id}/files/{matrix.file_id}")
    assert (b"reservado" in file.content) is (caller == "hr")
    # Not by another case either.
    crossed = matrix.call(caller, "GET", f"/desk/cases/{matrix.case_id}/files/{matrix.file_id}")
    assert crossed.status_code in {401, 403, 404}
    own = matrix.call(caller, "GET", "/me/notifications")
    assert (WRITTEN in own.text) is (caller == "self")
    cases = matrix.call(caller, "GET", "/me/cases")
    assert (str(matrix.case_id) in cases.text) is (caller == "self")


@pytest.mark.parametrize("caller", [*sorted(CALLERS.keys() - {"hr"}), "anonymous", "disabled"])
def test_a_real_request_is_decided_by_nobody_who_may_not(caller: str, matrix: Matrix, company: Services) -> None:
    for path in (f"/team/requests/{matrix.leave_id}", f"/desk/cases/{matrix.leave_id}"):
        for decision in ("approve", "reject"):
            assert matrix.call(caller, "POST", f"{path}/{decision}", json={}).status_code in {401, 403}, (
                path,
                decision,
            )
    subject = company.users.principal(person_id(SUBJECT))
    (leave,) = [case for case in company.payroll.cases(subject) if case.id == matrix.leave_id]
    assert not leave.state.final


async def test_the_action_server_tells_callers_nothing_whatever_token_they_bring(
    matrix: Matrix, company: Services
) -> None:
    conversation = build_conversation(company, Wording.from_domain(DOMAIN), clock=lambda: NOW, time_limit_s=30)
    actions = build_actions(conversation, company, Wording.from_domain(DOMAIN))
    port = free_port()
    server = await create_app(actions, SECRET, name=f"actions_{port}").create_server(
        "127.0.0.1", port, return_asyncio_server=True, access_log=False
    )
    assert server is not None
    await server.startup()
    await server.start_serving()
    tracker = Tracker(sender_id(SUBJECT), {}, {"text": "¿cuánto gano?"}, [], False, None, {}, "action_listen")
    call = {"next_action": "action_consultar_salario", "tracker": tracker.current_state(), "domain": {}}
    bearers = [f"Bearer {token}" for token in matrix.tokens.values() if token is not None]
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        for authorization in (*bearers, "Bearer", f"Basic {SECRET}", SECRET, f"Bearer {SECRET}x", f"bearer {SECRET}"):
            answer = await client.post("/webhook", json=call, headers={"Authorization": authorization})
            assert (answer.status_code, answer.json()) == (401, {"error": "unauthorized"})
        assert (await client.post("/webhook", json=call)).status_code == 401
        assert (await client.get("/actions")).status_code == 401
        known = await client.post("/webhook", json=call, headers={"Authorization": f"Bearer {SECRET}"})
    server.close()
    await server.wait_closed()
    conversation.close()
    assert known.json()["responses"][0]["response"] == "utter_salario_actual"
