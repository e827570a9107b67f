from __future__ import annotations

from pathlib import Path

import pytest

from deploy.local.configuration import LocalConfiguration
from deploy.local.process_environment import process_environment, training_environment
from deploy.local.secrets_file import LocalSecrets, load_or_create_secrets


@pytest.fixture
def secrets(tmp_path: Path) -> LocalSecrets:
    return load_or_create_secrets(tmp_path)


def environment(secrets: LocalSecrets, inherited: dict[str, str]) -> dict[str, str]:
    configuration = LocalConfiguration.from_environment(inherited)
    return process_environment(configuration, secrets, "postgresql://d", "redis://r", inherited)


def test_addresses_follow_the_chosen_ports(secrets: LocalSecrets) -> None:
    variables = environment(secrets, {"SERVICES_PORT": "18000", "ACTIONS_PORT": "15055"})
    assert variables["AUTH_JWKS_URL"] == "http://127.0.0.1:18000/.well-known/jwks.json"
    assert variables["ACTION_SERVER_URL"] == "http://127.0.0.1:15055/webhook"
    assert (variables["DATABASE_URL"], variables["REDIS_URL"]) == ("postgresql://d", "redis://r")


def test_each_installation_has_its_own_action_server_secret_unless_one_is_given(secrets: LocalSecrets) -> None:
    assert environment(secrets, {})["ACTION_SERVER_SECRET"] == secrets.action_server
    assert environment(secrets, {"ACTION_SERVER_SECRET": "de fuera"})["ACTION_SERVER_SECRET"] == "de fuera"


def test_another_python_environment_is_not_inherited(secrets: LocalSecrets) -> None:
    variables = environment(secrets, {"PATH": "/usr/bin", "PYTHONHOME": "/otra", "VIRTUAL_ENV": "/otra", "LANG": "C"})
    assert not {"PYTHONHOME", "VIRTUAL_ENV"} & variables.keys()
    assert variables["LANG"] == "C"
    assert variables["PATH"].endswith(".venv/bin:/usr/bin")


def test_telemetry_is_off_and_accents_do_not_depend_on_the_locale(secrets: LocalSecrets) -> None:
    variables = environment(secrets, {})
    assert variables["RASA_TELEMETRY_ENABLED"] == "false"
    assert variables["PYTHONUTF8"] == "1"


def test_servers_use_one_thread_and_a_training_every_core(secrets: LocalSecrets) -> None:
    servers = environment(secrets, {})
    names = ("OMP_NUM_THREADS", "TF_INTRA_OP_PARALLELISM_THREADS", "TF_INTER_OP_PARALLELISM_THREADS")
    assert {servers[name] for name in names} == {"1"}
    assert {training_environment(servers, cores=6)[name] for name in names} == {"6"}
