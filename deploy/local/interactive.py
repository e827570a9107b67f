"""`make interactive`: a designer talks to the assistant as an employee of the demo company, corrects it, and saves."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import psycopg2

from deploy.local.child_process import die_with_parent
from deploy.local.configuration import ROOT, LocalConfiguration
from deploy.local.demo_file import DemoUser
from deploy.local.errors import LaunchError
from deploy.local.ports import LOOPBACK, require_free
from deploy.local.progress import Progress

STORIES = Path("data/stories/interactivo.yml")
EXAMPLES = Path("data/nlu/interactivo.yml")

# The session keeps its conversation in memory: it neither sees nor leaves anything in the employee's own conversation.
_ENDPOINTS = """\
action_endpoint:
  url: ${ACTION_SERVER_URL}
  headers:
    Authorization: Bearer ${ACTION_SERVER_SECRET}
"""


def employee_id(database_url: str, users: Sequence[DemoUser]) -> str:
    """The id of the demo company's employee, the sender of the session. Raises LaunchError when there is none."""
    email = next((user.email for user in users if user.role == "employee"), None)
    with closing(psycopg2.connect(database_url, connect_timeout=5)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT id::text FROM users WHERE lower(email) = lower(%s)", (email,))
        row = cursor.fetchone()
    if row is None:
        raise LaunchError("No hay empresa de demostración en esta base de datos: use CHATNOMINA_ENV=development.")
    return str(row[0])


def talk(
    configuration: LocalConfiguration, environment: Mapping[str, str], model: str, employee_id: str, progress: Progress
) -> int:
    """Open `rasa interactive` with the employee's id as the conversation's, so that actions read that person's data.

    What is learnt goes to data/stories/interactivo.yml and data/nlu/interactivo.yml. The domain is exported beside the
    data folder's other files and never over domain.yml, whose comments and order Rasa would not keep.
    Returns Rasa's exit status.
    """
    require_free(configuration.interactive_port, LOOPBACK, "la sesión interactiva", "INTERACTIVE_PORT")
    workplace = configuration.home / "interactive"
    workplace.mkdir(parents=True, exist_ok=True, mode=0o700)
    endpoints, domain = workplace / "endpoints.yml", workplace / "domain.yml"
    endpoints.write_text(_ENDPOINTS, encoding="utf-8")
    shutil.copyfile(ROOT / "domain.yml", domain)
    progress.line(
        f"Ejemplos nuevos: {EXAMPLES} · historias nuevas: {STORIES} · dominio: {domain} (páselo a domain.yml a mano).\n"
        "Al terminar: «make validate»."
    )
    command = [
        *(sys.executable, "-m", "deploy.local.interactive_session", "interactive"),
        *("--model", model, "--endpoints", str(endpoints), "--domain", str(domain)),
        *("--data", "data/nlu", "data/rules", "data/stories"),
        *("--conversation-id", employee_id, "--port", str(configuration.interactive_port), "--skip-visualization"),
    ]
    tie_to_parent = die_with_parent(signal.SIGTERM)

    def prepare() -> None:
        tie_to_parent()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    # Ctrl-C belongs to the session, which answers it with its own menu.
    previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return subprocess.run(command, cwd=ROOT, env=dict(environment), check=False, preexec_fn=prepare).returncode
    finally:
        signal.signal(signal.SIGINT, previous)
