"""What people ask of the company, from the chat to the decision and back, in the product as `make run` starts it."""

from __future__ import annotations

import re
import time
from datetime import date, timedelta
from email import message_from_bytes
from typing import Any

import pytest
import requests

from services.payroll.rules.vacations import is_business_day
from tests.product import RunningProduct

PDF = b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
_TIMEOUT_S = 60.0
_NUMBER = re.compile(r"N-\d{4}-\d{6,}")


class Chat:
    """Somebody of the demo company in the chat and in the API."""

    def __init__(self, product: RunningProduct, role: str) -> None:
        self._product = product
        self._token = product.log_in(role)
        self.email = next(user["email"] for user in product.facts["users"] if user["role"] == role)

    def says(self, *messages: str) -> str:
        """Say each message; the text of all that was answered to the last one."""
        answers: list[dict[str, Any]] = []
        for message in messages:
            answers = self._product.ask(self._token, message)
        return "\n".join(answer.get("text", "") for answer in answers)

    def call(self, method: str, path: str, **content: Any) -> requests.Response:
        """Call the API, and expect it to do what it is asked."""
        headers = {"Authorization": f"Bearer {self._token}"}
        answer = requests.request(
            method, f"{self._product.services_url}{path}", headers=headers, timeout=_TIMEOUT_S, **content
        )
        assert answer.ok, answer.text
        return answer

    def attach(self, name: str) -> str:
        """Upload a certificate as a client does; what the client says in the chat afterwards."""
        return str(self.call("POST", "/me/files", files={"file": (name, PDF, "application/pdf")}).json()["message"])


@pytest.fixture
def employee(stack: RunningProduct) -> Chat:
    return Chat(stack, "employee")


@pytest.fixture
def hr(stack: RunningProduct) -> Chat:
    return Chat(stack, "hr")


def business_day_after(days: int) -> date:
    day = date.today() + timedelta(days=days)  # noqa: DTZ011 - the product under test has the machine's own calendar
    while not is_business_day(day, works_saturdays=False):
        day += timedelta(days=1)
    return day


def number_in(text: str) -> str:
    found = _NUMBER.search(text)
    assert found is not None, text
    return found[0]


def case_of(hr: Chat, number: str) -> dict[str, Any]:
    cases = hr.call("GET", "/desk/cases").json()["cases"]
    return next(case for case in cases if case["number"] == number)


def code_mailed(product: RunningProduct, email: str) -> str:
    """The code of the latest mail to somebody; mail leaves from a thread of its own."""
    deadline = time.monotonic() + _TIMEOUT_S
    while time.monotonic() < deadline:
        mails = sorted((product.home / "outbox").glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True)
        for mail in (message_from_bytes(path.read_bytes()) for path in mails):
            code = re.search(r"\b\d{6}\b", str(mail.get_payload(decode=True), "utf-8"))
            if mail["To"] == email and code is not None:
                return code[0]
        time.sleep(0.1)
    raise AssertionError(f"no code was mailed in {_TIMEOUT_S:.0f} s")


def test_vacations_are_asked_for_decided_by_the_manager_in_the_chat_and_told_to_both(
    stack: RunningProduct, employee: Chat
) -> None:
    start = business_day_after(40)
    employee.says("quiero pedir vacaciones", f"desde el {start:%d/%m/%Y}", "2 días")
    assert "registrada" in employee.says("sí")
    number = employee.call("GET", "/me/cases").json()["cases"][0]["number"]
    manager = Chat(stack, "manager")
    assert number in manager.says("hola")
    assert number in manager.says("¿qué solicitudes tengo pendientes?")
    assert "Laura" in manager.says(f'/afirmar{{"tramite": "{number}"}}')
    history = employee.says(f"¿en qué va el {number}?")
    assert "aprobó tus vacaciones" in history
    assert "lo registraste" in history
    assert "lo aprobaron" in history


def test_a_sick_leave_goes_with_its_certificate_to_hr(employee: Chat, hr: Chat) -> None:
    employee.says("estoy incapacitada y quiero reportarlo", "ayer")
    employee.says(employee.attach("incapacidad.pdf"))
    number = number_in(employee.says("sí"))
    case = case_of(hr, number)
    assert case["kind"] == "leave"
    dossier = hr.call("GET", f"/desk/cases/{case['case_id']}").json()
    (file,) = dossier["files"]
    assert file["file_name"] == "incapacidad.pdf"
    content = hr.call("GET", f"/desk/cases/{case['case_id']}/files/{file['file_id']}").content
    assert content == PDF


def test_another_account_needs_the_code_of_the_mail_and_then_hr(
    stack: RunningProduct, employee: Chat, hr: Chat
) -> None:
    employee.says("quiero cambiar mi cuenta bancaria", "Nequi", "ahorros", employee.attach("certificacion.pdf"))
    number = number_in(employee.says(code_mailed(stack, employee.email)))
    case = case_of(hr, number)
    assert case["kind"] == "bank_account"
    hr.call("POST", f"/desk/cases/{case['case_id']}/approve", json={"account_number": "3001234567"})
    told = employee.says("¿a qué cuenta me pagan?")
    assert "••••4567" in told
    assert "terminada en 4567" in told
