"""The environment that every process of the product is started with."""

from __future__ import annotations

import os
from collections.abc import Mapping

from deploy.local.configuration import ROOT, LocalConfiguration
from deploy.local.secrets_file import LocalSecrets

_DROPPED = ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV")


def process_environment(
    configuration: LocalConfiguration,
    secrets: LocalSecrets,
    database_url: str,
    redis_url: str,
    inherited: Mapping[str, str] = os.environ,
) -> dict[str, str]:
    """What is inherited, and over it the addresses, the secrets and the limits; a secret set outside is kept."""
    variables = {name: value for name, value in inherited.items() if name not in _DROPPED}
    variables.update(
        {
            "PATH": f"{ROOT / '.venv' / 'bin'}:{inherited.get('PATH', os.defpath)}",
            "CHATNOMINA_ENV": configuration.environment,
            "CHATNOMINA_DATA_DIRECTORY": str(configuration.home),
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "SERVICES_PORT": str(configuration.services_port),
            "RASA_PORT": str(configuration.rasa_port),
            "ACTIONS_PORT": str(configuration.actions_port),
        }
    )
    defaults = {
        "SERVICES_HOST": "127.0.0.1",
        "RASA_HOST": "127.0.0.1",
        "ACTIONS_HOST": "127.0.0.1",
        "ACTION_SERVER_URL": f"http://127.0.0.1:{configuration.actions_port}/webhook",
        "ACTION_SERVER_SECRET": secrets.action_server,
        "AUTH_JWKS_URL": f"{configuration.services_url}/.well-known/jwks.json",
        "WEB_CLIENT_URL": configuration.services_url,
        "WEB_CLIENT_DIRECTORY": str(ROOT / "clients" / "web" / "dist"),
        "AUTH_ISSUER": "chatnomina",
        "AUTH_AUDIENCE": "chatnomina",
        "CHATNOMINA_TENANT": "demo",
        "CHATNOMINA_DEMO_PASSWORD": secrets.demo_password,
        "RASA_TELEMETRY_ENABLED": "false",
        "PYTHONUTF8": "1",  # accents survive whatever the terminal's locale
        "PYTHONUNBUFFERED": "1",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",  # SQLAlchemy stays at 1.4 with Rasa
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "MALLOC_ARENA_MAX": "2",  # glibc would keep an arena of memory for each of many threads
        **thread_limits(1),
    }
    return defaults | variables


def thread_limits(threads: int) -> dict[str, str]:
    """Bounds for the thread pools of TensorFlow, OpenMP and OpenBLAS: three servers share the machine's few cores."""
    return {
        "OMP_NUM_THREADS": str(threads),
        "OPENBLAS_NUM_THREADS": str(threads),
        "TF_INTRA_OP_PARALLELISM_THREADS": str(threads),
        "TF_INTER_OP_PARALLELISM_THREADS": str(threads),
    }


def training_environment(environment: Mapping[str, str], cores: int | None = None) -> dict[str, str]:
    """The environment of a training: it may use every core, and its cache is found again from any folder."""
    cache = {"RASA_CACHE_DIRECTORY": str(ROOT / ".rasa" / "cache")}
    return cache | dict(environment) | thread_limits(cores or len(os.sched_getaffinity(0)))
