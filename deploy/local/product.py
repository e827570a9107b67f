"""From an empty folder to a product that answers: stores, migrations, demo company, assistant, processes."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from deploy.local.assistant import model_path, train
from deploy.local.configuration import LocalConfiguration
from deploy.local.demo_file import DemoUser, welcome, write_demo_file
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

_POSTGRES_PORT = 55432
_REDIS_PORT = 56379
_READY_TIMEOUT_S = 180.0


def run_product(configuration: LocalConfiguration, progress: Progress) -> None:
    """Start everything, say how to use it, and keep it alive until an exception (a stop signal) ends it."""
    with supervised(configuration, progress) as supervisor:
        secrets = load_or_create_secrets(configuration.home)
        environment = _start_stores(configuration, secrets, supervisor, progress)
        users = _prepare_data(configuration, environment, secrets, progress)
        model = ensure_assistant(configuration, environment, progress)
        servers = product_servers(configuration, environment | {"RASA_MODEL": model})
        with progress.step("Arrancar los procesos"):
            for name, server in servers.items():
                supervisor.start(name, server)
            supervisor.wait_ready(servers, _READY_TIMEOUT_S, progress.note)
        if users:
            demo_file = write_demo_file(configuration, environment["DATABASE_URL"], environment["REDIS_URL"], users)
            progress.line(welcome(configuration, users, demo_file))
        supervisor.watch()


@contextmanager
def supervised(configuration: LocalConfiguration, progress: Progress) -> Iterator[Supervisor]:
    """Hold the lock of the data folder, clear what an earlier run left, and stop everything at the end."""
    with RunLock(configuration.home):
        supervisor = Supervisor(configuration.home, progress.line)
        supervisor.clear_leftovers()
        for port, owner, variable in (
            (configuration.services_port, "la API de servicios", "SERVICES_PORT"),
            (configuration.rasa_port, "el asistente", "RASA_PORT"),
            (configuration.actions_port, "el servidor de acciones", "ACTIONS_PORT"),
        ):
            require_free(port, LOOPBACK, owner, variable)
        try:
            yield supervisor
        finally:
            supervisor.stop()


def train_assistant(configuration: LocalConfiguration, progress: Progress) -> None:
    """Train the assistant if no trained one fits the sources, and say where it is."""
    secrets = load_or_create_secrets(configuration.home)
    environment = process_environment(
        configuration, secrets, configuration.database_url or "", configuration.redis_url or ""
    )
    progress.line(f"Asistente: {ensure_assistant(configuration, environment, progress)}")


def ensure_assistant(configuration: LocalConfiguration, environment: Mapping[str, str], progress: Progress) -> str:
    """The path of the trained assistant that fits the sources, training it when there is none."""
    path = model_path()
    if not path.exists():
        with progress.step("Entrenar el asistente (unos minutos, una sola vez por cada cambio)"):
            train(training_environment(environment), configuration.logs / "train.log", progress)
    return str(path)


def _start_stores(
    configuration: LocalConfiguration, secrets: LocalSecrets, supervisor: Supervisor, progress: Progress
) -> dict[str, str]:
    """Start the stores whose URL was not given; returns the environment of the processes."""
    database_url, redis_url = configuration.database_url, configuration.redis_url
    if redis_url is None:
        if configuration.redis_port:
            require_free(configuration.redis_port, LOOPBACK, "Redis", "REDIS_PORT")
        redis = RedisServer(
            configuration.home / "redis", configuration.redis_port or preferred_or_free(_REDIS_PORT), secrets.redis
        )
        with progress.step("Arrancar Redis"):
            supervisor.start("redis", redis)
        redis_url = redis.url
    if database_url is None:
        if configuration.postgres_port:
            require_free(configuration.postgres_port, LOOPBACK, "PostgreSQL", "POSTGRES_PORT")
        postgres = PostgresServer(
            configuration.home / "postgres",
            configuration.postgres_port or preferred_or_free(_POSTGRES_PORT),
            administrator_password=secrets.postgres_administrator,
            password=secrets.postgres,
        )
        with progress.step("Arrancar PostgreSQL"):
            supervisor.start("postgres", postgres)
        database_url = postgres.url
    return process_environment(configuration, secrets, database_url, redis_url)


def _prepare_data(
    configuration: LocalConfiguration, environment: Mapping[str, str], secrets: LocalSecrets, progress: Progress
) -> list[DemoUser]:
    """Migrate, and outside production seed the demo company; returns the people who can log in."""
    with progress.step("Migrar la base de datos"):
        run_task(
            [sys.executable, "-m", "services.migrations", "upgrade"],
            environment=environment,
            log_path=configuration.logs / "migrations.log",
            failure="No se pudo migrar la base de datos",
        )
    return []
