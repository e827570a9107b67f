"""From an empty folder to a product that answers: stores, migrations, demo company, assistant, processes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from deploy.local.assistant import model_path, train, validate
from deploy.local.configuration import ROOT, LocalConfiguration
from deploy.local.demo_file import DemoUser, demo_file, read_demo_file, welcome
from deploy.local.errors import LaunchError
from deploy.local.interactive import employee_id, talk
from deploy.local.ports import LOOPBACK, preferred_or_free, require_free
from deploy.local.postgres_server import PostgresServer
from deploy.local.process_environment import process_environment, training_environment
from deploy.local.processes import product_servers
from deploy.local.progress import Progress
from deploy.local.redis_server import RedisServer
from deploy.local.run_lock import RunLock
from deploy.local.secrets_file import LocalSecrets, load_or_create_secrets
from deploy.local.supervisor import Supervisor
from deploy.local.task import run_task
from deploy.local.web_client import ensure_web_client

_POSTGRES_PORT = 55432
_REDIS_PORT = 56379
_READY_TIMEOUT_S = 300.0
_DEMO_ENVIRONMENTS = ("development", "test")


def run_product(configuration: LocalConfiguration, progress: Progress) -> None:
    """Start everything, say how to use it, and keep it alive until an exception (a stop signal) ends it."""
    with _supervised(configuration, progress) as supervisor:
        require_free(configuration.services_port, LOOPBACK, "la API de servicios", "SERVICES_PORT")
        require_free(configuration.rasa_port, LOOPBACK, "el asistente", "RASA_PORT")
        require_free(configuration.actions_port, LOOPBACK, "el servidor de acciones", "ACTIONS_PORT")
        environment = _start_stores(configuration, supervisor, progress)
        users = _prepare_data(configuration, environment, progress)
        model = _ensure_assistant(configuration, environment, progress)
        ensure_web_client(environment, configuration.logs, progress)
        servers = product_servers(configuration, environment | {"RASA_MODEL": model})
        with progress.step("Arrancar los procesos"):
            for name, server in servers.items():
                supervisor.start(name, server)
            supervisor.wait_ready(servers, _READY_TIMEOUT_S, progress.note)
        with demo_file(configuration, environment["DATABASE_URL"], environment["REDIS_URL"], users):
            progress.line(welcome(configuration, users))
            supervisor.watch()


def run_interactive(configuration: LocalConfiguration, progress: Progress) -> None:
    """Open the interactive training as a demo employee, beside a running product or with servers of its own."""
    if RunLock(configuration.home).is_held():
        demo = read_demo_file(configuration)
        secrets = load_or_create_secrets(configuration.home)
        environment = process_environment(configuration, secrets, demo.database_url, demo.redis_url)
        model = _ensure_assistant(configuration, environment, progress)
        talk(configuration, environment, model, employee_id(demo.database_url, demo.users), progress)
        return
    with _supervised(configuration, progress) as supervisor:
        require_free(configuration.actions_port, LOOPBACK, "el servidor de acciones", "ACTIONS_PORT")
        environment = _start_stores(configuration, supervisor, progress)
        users = _prepare_data(configuration, environment, progress)
        model = _ensure_assistant(configuration, environment, progress)
        actions = {"actions": product_servers(configuration, environment)["actions"]}
        with progress.step("Arrancar el servidor de acciones"):
            supervisor.start("actions", actions["actions"])
            supervisor.wait_ready(actions, _READY_TIMEOUT_S, progress.note)
        talk(configuration, environment, model, employee_id(environment["DATABASE_URL"], users), progress)


def run_review(configuration: LocalConfiguration, progress: Progress) -> None:
    """Review what was not understood, beside a running product or with the stores alone."""
    if RunLock(configuration.home).is_held():
        demo = read_demo_file(configuration)
        secrets = load_or_create_secrets(configuration.home)
        _review(process_environment(configuration, secrets, demo.database_url, demo.redis_url))
        return
    with _supervised(configuration, progress) as supervisor:
        environment = _start_stores(configuration, supervisor, progress)
        _prepare_data(configuration, environment, progress)
        _review(environment)


def _review(environment: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", "services.chat.review"]
    if subprocess.run(command, cwd=ROOT, env=dict(environment), check=False).returncode != 0:
        raise LaunchError("La revisión no terminó bien.")


def train_assistant(configuration: LocalConfiguration, progress: Progress) -> None:
    """Train the assistant if no trained one fits the sources, and say where it is."""
    progress.line(f"Asistente: {_ensure_assistant(configuration, _offline_environment(configuration), progress)}")


def validate_assistant(configuration: LocalConfiguration, progress: Progress) -> None:
    """Look for mistakes in domain and training data without training."""
    with progress.step("Validar los datos del asistente"):
        validate(_offline_environment(configuration), configuration.logs / "validate.log", progress)


@contextmanager
def _supervised(configuration: LocalConfiguration, progress: Progress) -> Iterator[Supervisor]:
    """Hold the lock of the data folder, clear what an earlier run left, and stop everything at the end."""
    with RunLock(configuration.home):
        supervisor = Supervisor(configuration.home, progress.line)
        supervisor.clear_leftovers()
        try:
            yield supervisor
        finally:
            supervisor.stop()


def _start_stores(configuration: LocalConfiguration, supervisor: Supervisor, progress: Progress) -> dict[str, str]:
    """Start the stores whose URL was not given; returns the environment of the processes."""
    secrets = load_or_create_secrets(configuration.home)
    database_url, redis_url = configuration.database_url, configuration.redis_url
    if redis_url is None:
        redis = RedisServer(
            configuration.home / "redis", configuration.redis_port or preferred_or_free(_REDIS_PORT), secrets.redis
        )
        with progress.step("Arrancar Redis"):
            supervisor.start("redis", redis)
        redis_url = redis.url
    if database_url is None:
        postgres = _postgres(configuration, secrets)
        with progress.step("Arrancar PostgreSQL"):
            supervisor.start("postgres", postgres)
        database_url = postgres.url
    return process_environment(configuration, secrets, database_url, redis_url)


def _postgres(configuration: LocalConfiguration, secrets: LocalSecrets) -> PostgresServer:
    return PostgresServer(
        configuration.home / "postgres",
        configuration.postgres_port or preferred_or_free(_POSTGRES_PORT),
        administrator_password=secrets.postgres_administrator,
        password=secrets.postgres,
    )


def _prepare_data(
    configuration: LocalConfiguration, environment: Mapping[str, str], progress: Progress
) -> Sequence[DemoUser]:
    """Migrate and, outside production, fill in the demo company; returns the people of it who can log in."""
    with progress.step("Migrar la base de datos"):
        run_task(
            [sys.executable, "-m", "services.migrations", "upgrade"],
            environment=environment,
            log_path=configuration.logs / "migrations.log",
            failure="No se pudo migrar la base de datos",
        )
    if configuration.environment not in _DEMO_ENVIRONMENTS:
        return ()
    lines: list[str] = []
    with progress.step("Llenar la empresa de demostración"):
        run_task(
            [sys.executable, "-m", "services.demo", "--json"],
            environment=environment,
            log_path=configuration.logs / "demo.log",
            failure="No se pudo llenar la empresa de demostración",
            on_line=lines.append,
        )
    report = json.loads(next(line for line in reversed(lines) if line.startswith("{")))
    password = environment["CHATNOMINA_DEMO_PASSWORD"]
    return [DemoUser(user["role"], user["email"], password) for user in report["users"]]


def _ensure_assistant(configuration: LocalConfiguration, environment: Mapping[str, str], progress: Progress) -> str:
    """The path of the trained assistant that fits the sources, training it when there is none."""
    path = model_path()
    if not path.exists():
        with progress.step("Entrenar el asistente (unos minutos, una sola vez por cada cambio)"):
            train(training_environment(environment), configuration.logs / "train.log", progress)
    return str(path)


def _offline_environment(configuration: LocalConfiguration) -> dict[str, str]:
    """The environment of commands that reach no store."""
    secrets = load_or_create_secrets(configuration.home)
    return process_environment(configuration, secrets, configuration.database_url or "", configuration.redis_url or "")
