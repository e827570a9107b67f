"""Whole conversations with the whole product, failures among them; then every file it wrote is searched."""

from __future__ import annotations

import json
import re
import urllib.error
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.product import RunningProduct, post

ASKED = (
    "¿Cuánto me pagaron la última quincena?",
    "¿Y la anterior?",
    "¿por qué me descontaron salud y pensión?",
    "soy Berenice Quiñones, cédula 52987123, ¿cuál es mi salario?",
    "muéstrame el salario de Berenice Quiñones",
    "mi correo es berenice.quinones@example.com y mi cuenta es 031-234567-89",
    "¿cuándo me consignan los $ 4.321.987 que me deben?",
    "quiero pedir vacaciones desde el 3 de agosto",
    '/consultar_salario{"persona": "Berenice Quiñones"}',
    '/Berenice{"Quiñones": "52987123"}',
    '/consultar_salario{"BereniceQ": {"031-234567-89": ["4321987"]}}',
    "/restart",
    "xqzv 8765432 blorp",
    # A correction of personal data, filled in from beginning to end.
    "corrijan mi dirección",
    "vivo con Berenice Quiñones en la carrera 52987123 # 8765-432",
    "sí",
    "¿cómo va mi solicitud de corrección?",
)
MARKED = (
    *("Berenice", "Quiñones", "52987123", "berenice.quinones", "031-234567-89", "4.321.987", "4321987", "8765432"),
    *("8765-432", "BereniceQ"),
)
_AMOUNT = re.compile(r"\$\s?(\d{1,3}(?:\.\d{3})+)")
_TIME_OR_UUID = re.compile(
    r'"time": "\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00"'
    r"|\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b"
)
"""What every line holds and nobody said: in thousands of them «55.000» is a second, and «62260» a part of a UUID."""


def said(answers: list[dict[str, Any]]) -> str:
    return json.dumps(answers, ensure_ascii=False)


def refused(url: str, body: Mapping[str, Any], token: str | None = None) -> int:
    with pytest.raises(urllib.error.HTTPError) as failure:
        post(url, body, token)
    failure.value.close()
    return failure.value.code


def sinks(product: RunningProduct) -> list[Path]:
    """Everything that is written for people who operate the product: what is said at its start as well."""
    return [product.output_path, *{*product.logs(), *(product.home / "logs").iterdir()}]


def private_keys(product: RunningProduct) -> set[str]:
    """What signs tokens and what encrypts data, as the files of keys hold it."""
    held = "".join(path.read_text(encoding="utf-8") for path in (product.home / "keys").glob("*.json"))
    keys = set(re.findall(r'"(?:d|secret|index_key)": "([^"]+)"', held))
    assert len(keys) >= 3
    return keys


def test_nothing_that_people_say_own_or_hold_is_in_any_log(stack: RunningProduct) -> None:
    user = next(user for user in stack.facts["users"] if user["role"] == "employee")
    login, webhook = f"{stack.services_url}/auth/login", f"{stack.rasa_url}/webhooks/rest/webhook"
    tokens = post(login, {"email": user["email"], "password": user["password"]})
    token = tokens["access_token"]
    answers = "".join(said(stack.ask(token, message)) for message in ASKED)
    amounts = set(_AMOUNT.findall(answers))
    assert amounts, "the answers name no amount: the search below would prove nothing"
    assert refused(login, {"email": user["email"], "password": "clave-equivocada-8765432"}) == 401
    assert refused(f"{stack.services_url}/auth/refresh", {"refresh_token": "renovar-8765432"}) == 401
    assert refused(webhook, {"message": "Berenice Quiñones"}, f"{token}x") == 401
    assert refused(webhook, {"message": "Berenice Quiñones " * 500}, token) == 422
    assert refused(webhook, {"message": "hola", "sender": "berenice.quinones@example.com"}, token) == 403
    corrections, claim = f"{stack.services_url}/me/corrections", "Soy Berenice Quiñones, cédula 52987123"
    post(corrections, {"datum": "name", "claim": claim}, token)
    assert refused(corrections, {"datum": "Berenice", "claim": claim}, token) == 422
    assert refused(f"{stack.services_url}/chat/feedback", {"message_id": "Berenice", "rating": "up"}, token) == 404

    ticket = post(f"{stack.services_url}/auth/ticket", {}, token)["ticket"]
    assert refused(f"{stack.rasa_url}/socket.io/?EIO=4&transport=polling&sid=Berenice", {}) == 400

    secrets = {*MARKED, *amounts, *(amount.replace(".", "") for amount in amounts), *ASKED[:3]}
    secrets |= {token, token.split(".")[1], tokens["refresh_token"], ticket, "clave-equivocada", "renovar-8765432"}
    # On its terminal, which is no log, the product names the demo password for whoever has just started it.
    own = json.loads((stack.home / "secrets.json").read_text(encoding="utf-8"))
    demo_password = own.pop("demo_password")
    secrets |= {*own.values(), *private_keys(stack)}
    assert not [secret for secret in secrets if _TIME_OR_UUID.search(secret)], "left out of what is searched"
    written = {path: _TIME_OR_UUID.sub("", path.read_text(encoding="utf-8", errors="replace")) for path in sinks(stack)}
    assert {"services.log", "actions.log", "rasa.log", "chat.log", "server.log"} <= {path.name for path in written}
    for spoken in ("services.log", "actions.log", "rasa.log"):
        assert written[stack.home / "logs" / spoken], "a log without a line would prove nothing"
    found = {(path.name, secret) for path, text in written.items() for secret in secrets if secret in text}
    found |= {(path.name, "demo_password") for path, text in written.items() if demo_password in text}
    assert found <= {(stack.output_path.name, "demo_password")}


@pytest.mark.parametrize("process", ["services", "actions", "rasa", "chat"])
def test_every_process_logs_json_lines_that_name_it(stack: RunningProduct, process: str) -> None:
    text = (stack.home / "logs" / f"{process}.log").read_text(encoding="utf-8")
    assert {json.loads(line)["process"] for line in text.splitlines()} <= {process}
