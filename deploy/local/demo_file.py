"""What someone needs to try the running product: the demo company's log-ins, the addresses, a command to copy."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from deploy.local.configuration import LocalConfiguration
from deploy.local.secrets_file import write_private

QUESTION = "¿Cuánto me pagaron la quincena pasada?"


@dataclass(frozen=True)
class DemoUser:
    """One person of the demo company who can log in."""

    role: str
    email: str
    password: str


def write_demo_file(
    configuration: LocalConfiguration, database_url: str, redis_url: str, users: Sequence[DemoUser]
) -> Path:
    """Write demo.json (mode 600) for scripts and tests; for development only, as it holds passwords."""
    path = configuration.home / "demo.json"
    facts = {
        "services_url": configuration.services_url,
        "rasa_url": configuration.rasa_url,
        "database_url": database_url,
        "redis_url": redis_url,
        "users": [asdict(user) for user in users],
    }
    write_private(path, json.dumps(facts, indent=2, ensure_ascii=False) + "\n")
    return path


def curl_line(configuration: LocalConfiguration, user: DemoUser) -> str:
    """A shell line that logs a person in and asks a question about their pay."""
    log_in = json.dumps({"email": user.email, "password": user.password})
    question = json.dumps({"message": QUESTION}, ensure_ascii=False)
    return (
        f"TOKEN=$(curl -s {configuration.services_url}/auth/login -H 'Content-Type: application/json' -d '{log_in}'"
        """ | sed 's/.*"access_token": *"\\([^"]*\\)".*/\\1/')"""
        f' && curl -s {configuration.rasa_url}/webhooks/rest/webhook -H "Authorization: Bearer $TOKEN"'
        f" -H 'Content-Type: application/json' -d '{question}'"
    )


def welcome(configuration: LocalConfiguration, users: Sequence[DemoUser], demo_file: Path) -> str:
    """The lines printed once everything answers."""
    names = {"employee": "Persona empleada", "manager": "Jefe o jefa", "hr": "Talento humano"}
    rows = "\n".join(f"  {names.get(user.role, user.role):<17} {user.email}  {user.password}" for user in users)
    return f"""
ChatNomina está lista.

  Servicios y API   {configuration.services_url}
  Asistente (REST)  {configuration.rasa_url}/webhooks/rest/webhook

Para entrar (empresa de demostración; también en {demo_file}):
{rows}

Para probar desde otra terminal:

  {curl_line(configuration, users[0])}

Registros: {configuration.logs}/*.log · Ctrl-C lo detiene todo; los datos quedan en {configuration.home}.
"""
