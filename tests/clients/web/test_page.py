"""The page of the chat in a real browser, against the whole product as `make run` starts it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.product import RunningProduct

PAGE = Path(__file__).parent / "page.mjs"
CLIENTS = ROOT / "tests" / "connectors" / "independent_clients"
RUN_TIMEOUT_S = 180
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


def visit(stack: RunningProduct, questions: tuple[str, ...], **settings: Any) -> dict[str, Any]:
    """Log in as the demo company's employee, ask, reload, and return what was seen."""
    node, browser = shutil.which("node"), shutil.which("chromium") or shutil.which("chromium-browser")
    assert node is not None
    assert browser is not None
    user = next(user for user in stack.facts["users"] if user["role"] == "employee")
    wanted = {
        "url": f"{stack.services_url}/",
        "email": user["email"],
        "password": user["password"],
        "questions": questions,
        "viewport": DESKTOP,
        "colorScheme": "light",
        "executablePath": browser,
    }
    finished = subprocess.run(
        [node, str(PAGE), json.dumps(wanted | settings)],
        cwd=CLIENTS,
        capture_output=True,
        text=True,
        timeout=RUN_TIMEOUT_S,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    seen: dict[str, Any] = json.loads(finished.stdout)
    return seen


@pytest.fixture(scope="module", autouse=True)
def browser_packages() -> None:
    """The driver of the browser, installed when it is not there."""
    subprocess.run([str(CLIENTS / "install.sh")], check=True, timeout=900)


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop in light", "phone in dark"]
)
def test_a_person_logs_in_asks_and_finds_the_conversation_again(
    stack: RunningProduct, viewport: dict[str, int], scheme: str
) -> None:
    questions = ("¿Cuánto me pagaron la quincena pasada?", "¿y en marzo?", "historial de pagos de este año")
    seen = visit(stack, questions, viewport=viewport, colorScheme=scheme)
    assert seen["complaints"] == []
    assert all("$" in answer for answer in seen["answers"])
    assert "marzo de" in seen["answers"][1]
    assert all(question in seen["afterReload"] for question in questions)
    assert seen["documentHeight"] == viewport["height"]  # only the conversation scrolls


def test_what_people_write_is_text_and_no_token_is_within_reach_of_scripts(stack: RunningProduct) -> None:
    seen = visit(stack, ("<b>hola</b> <img src=x onerror=alert(1)> ¿cuánto gana Juan Pérez?",))
    assert seen["complaints"] == []
    assert "<b>hola</b>" in seen["answers"][0]
    assert seen["boldElements"] == 0
    assert not seen["storedTokens"]
    assert seen["cookiesOfScripts"] == ""


def test_a_wrong_password_is_told_in_spanish_and_lets_nobody_in(stack: RunningProduct) -> None:
    seen = visit(stack, (), password="no es la clave de nadie")
    assert "contraseña" in seen["alert"].lower() or "clave" in seen["alert"].lower()
