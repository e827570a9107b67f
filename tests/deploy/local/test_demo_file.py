from __future__ import annotations

import json
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from deploy.local.configuration import LocalConfiguration
from deploy.local.demo_file import QUESTION, DemoUser, curl_line, demo_file, read_demo_file, welcome
from deploy.local.errors import LaunchError
from services.demo.seeding import LOG_INS

USER = DemoUser("employee", "ana.gómez@tejidosdelvalle.example", "una clave $larga y \\rara")


def test_the_facts_are_there_for_their_owner_alone_while_the_product_answers(tmp_path: Path) -> None:
    configuration = LocalConfiguration.from_environment({"CHATNOMINA_HOME": str(tmp_path), "RASA_PORT": "15005"})
    path = tmp_path / "demo.json"
    with demo_file(configuration, "postgresql://d", "redis://r", [USER]):
        assert path.stat().st_mode & 0o777 == 0o600
        assert read_demo_file(configuration).users == (USER,)
        assert json.loads(path.read_text()) == {
            "services_url": "http://127.0.0.1:8000",
            "rasa_url": "http://127.0.0.1:15005",
            "database_url": "postgresql://d",
            "redis_url": "redis://r",
            "users": [{"role": "employee", "email": USER.email, "password": USER.password}],
        }
    assert not path.exists()


def test_everybody_of_the_demo_company_who_can_log_in_is_named(tmp_path: Path) -> None:
    configuration = LocalConfiguration.from_environment({"CHATNOMINA_HOME": str(tmp_path)})
    users = [DemoUser(role, f"{key}@tejidosdelvalle.example", "una clave") for role, key in LOG_INS.items()]
    said = welcome(configuration, users)
    assert all(user.email in said for user in users)


def test_nothing_is_written_when_nobody_can_log_in(tmp_path: Path) -> None:
    configuration = LocalConfiguration.from_environment({"CHATNOMINA_HOME": str(tmp_path)})
    with demo_file(configuration, "postgresql://d", "redis://r", []):
        assert not (tmp_path / "demo.json").exists()


def test_reading_while_nothing_answers_says_what_to_wait_for(tmp_path: Path) -> None:
    configuration = LocalConfiguration.from_environment({"CHATNOMINA_HOME": str(tmp_path)})
    with pytest.raises(LaunchError, match="espere a que «make run» termine de arrancar"):
        read_demo_file(configuration)


def test_the_printed_line_logs_in_and_asks_in_a_plain_shell() -> None:
    seen: list[tuple[str, str | None, object]] = []

    class Product(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            seen.append((self.path, self.headers["Authorization"], body))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"access_token": "a.b-c_d", "refresh_token": "other", "expires_in": 600}')

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class's name
            pass

    with HTTPServer(("127.0.0.1", 0), Product) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        port = str(http.server_port)
        configuration = LocalConfiguration.from_environment({"SERVICES_PORT": port, "RASA_PORT": port})
        line = curl_line(configuration, USER)
        subprocess.run(["/bin/sh", "-c", line], check=True, capture_output=True, timeout=60)
        http.shutdown()
    assert seen == [
        ("/auth/login", None, {"email": USER.email, "password": USER.password}),
        ("/webhooks/rest/webhook", "Bearer a.b-c_d", {"message": QUESTION}),
    ]
    assert urlsplit(configuration.rasa_url).port == int(port)
