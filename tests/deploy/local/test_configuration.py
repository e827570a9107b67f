from __future__ import annotations

from pathlib import Path

import pytest

from deploy.local.configuration import ROOT, LocalConfiguration
from deploy.local.errors import LaunchError


def test_an_empty_environment_gives_the_documented_ports_and_embedded_stores() -> None:
    configuration = LocalConfiguration.from_environment({})
    assert configuration.home == ROOT / ".chatnomina"
    assert (configuration.services_url, configuration.rasa_url) == ("http://127.0.0.1:8000", "http://127.0.0.1:5005")
    assert configuration.actions_port == 5055
    assert configuration.database_url is None
    assert configuration.redis_url is None


def test_ports_folder_and_stores_come_from_the_environment() -> None:
    configuration = LocalConfiguration.from_environment(
        {
            "CHATNOMINA_HOME": "/data/chatnomina",
            "SERVICES_PORT": "18000",
            "POSTGRES_PORT": "15432",
            "DATABASE_URL": "postgresql://u:p@db/chatnomina",
            "REDIS_URL": "",
        }
    )
    assert configuration.home == Path("/data/chatnomina")
    assert configuration.services_url == "http://127.0.0.1:18000"
    assert configuration.postgres_port == 15432
    assert configuration.database_url == "postgresql://u:p@db/chatnomina"
    assert configuration.redis_url is None


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "80 80"])
def test_what_is_no_port_is_refused(port: str) -> None:
    with pytest.raises(LaunchError, match=f"^RASA_PORT={port} no es un puerto"):
        LocalConfiguration.from_environment({"RASA_PORT": port})
