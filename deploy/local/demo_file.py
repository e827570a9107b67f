"""What someone needs to try the running product: the demo company's log-ins, the addresses, a command to copy."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from deploy.local.configuration import LocalConfiguration
from deploy.local.errors import LaunchError
from deploy.local.secrets_file import write_private

_TITLES = {"employee": "Empleada", "manager": "Jefe", "hr": "Talento humano", "auditor": "Auditor"}

QUESTION = "¿Cuánto me pagaron la quincena pasada?"


@dataclass(frozen=True)
class DemoUser:
    """One person of the demo company who can log in."""

    role: str
    email: str
    password: str


@dataclass(frozen=True)
class Demo:
    """What demo.json says."""

    services_url: str
    rasa_url: str
    database_url: str
    redis_url: str
    users: tuple[DemoUser, ...]


@contextmanager
def demo_file(
    configuration: LocalConfiguration, database_url: str, redis_url: str, users: Sequence[DemoUser]
) -> Iterator[None]:
    """Keep demo.json (mode 600) for scripts and tests while the product answers; none when nobody can log in."""
    path = _path(configuration)
    if users:
        demo = Demo(configuration.services_url, configuration.rasa_url, database_url, redis_url, tuple(users))
        write_private(path, json.dumps(asdict(demo), indent=2, ensure_ascii=False) + "\n")
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def read_demo_file(configuration: LocalConfiguration) -> Demo:
    """What the running product wrote. Raises LaunchError while it is still starting."""
    try:
        facts = json.loads(_path(configuration).read_text(encoding="utf-8"))
        return Demo(**{**facts, "users": tuple(DemoUser(**user) for user in facts["users"])})
    except (OSError, ValueError, TypeError, KeyError):
        raise LaunchError(
            f"No se puede leer {_path(configuration)}: espere a que «make run» termine de arrancar."
        ) from None


def _path(configuration: LocalConfiguration) -> Path:
    return configuration.home / "demo.json"


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


def welcome(configuration: LocalConfiguration, users: Sequence[DemoUser]) -> str:
    """The lines printed once everything answers; without users (production) no log-in is shown."""
    lines = [
        "",
        "ChatNomina está lista.",
        "",
        f"  Chat              {configuration.services_url}/",
        f"  Servicios y API   {configuration.services_url}  (documentación en /docs)",
        f"  Asistente (REST)  {configuration.rasa_url}/webhooks/rest/webhook",
    ]
    if users:
        width = max(len(user.email) for user in users)
        lines += ["", f"Para entrar (empresa de demostración; también en {_path(configuration)}):", ""]
        lines += [f"  {_TITLES[user.role]:<15} {user.email:<{width}}  {user.password}" for user in users]
        lines += ["", "Para probar desde otra terminal:", "", f"  {curl_line(configuration, users[0])}"]
    lines += ["", f"Registros en {configuration.logs}; Ctrl-C lo detiene todo y los datos quedan guardados.", ""]
    return "\n".join(lines)
