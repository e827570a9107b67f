from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import psycopg2
import pytest
import redis

from deploy.local.errors import LaunchError
from deploy.local.ports import LOOPBACK, free_port
from deploy.local.postgres_server import PostgresServer
from deploy.local.redis_server import RedisServer
from deploy.local.stores import Stores
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stores]:
    with Stores(tmp_path_factory.mktemp("launcher")) as stores:
        yield stores


def show(url: str, setting: str) -> str:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(f"SHOW {setting}")
        row = cursor.fetchone()
        assert row is not None
        return str(row[0])


def kept_answer(stores: Stores) -> int:
    with closing(psycopg2.connect(stores.postgres.url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT answer FROM kept")
        row = cursor.fetchone()
        assert row is not None
        return int(row[0])


def without_password(url: str) -> str:
    parts = urlsplit(url)
    return url.replace(f":{parts.password}@", ":wrong@")


def test_postgres_has_data_checksums_and_stores_no_plain_passwords(running: Stores) -> None:
    assert show(running.postgres.url, "data_checksums") == "on"
    assert show(running.postgres.url, "password_encryption") == "scram-sha-256"


def test_postgres_refuses_a_wrong_password(running: Stores) -> None:
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(without_password(running.postgres.url))


def test_the_application_is_no_superuser_and_owns_its_database(running: Stores) -> None:
    with closing(psycopg2.connect(running.postgres.url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolcreaterole FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)
        cursor.execute("CREATE SCHEMA proof")
        cursor.execute("CREATE TABLE proof.nombres (nombre text)")
        cursor.execute("INSERT INTO proof.nombres VALUES ('Ñandú'), ('zapato')")
        cursor.execute("SELECT upper(nombre) FROM proof.nombres ORDER BY nombre")
        assert cursor.fetchall() == [("ZAPATO",), ("ÑANDÚ",)]


def test_redis_refuses_to_answer_without_its_password(running: Stores) -> None:
    with pytest.raises(redis.exceptions.AuthenticationError):
        redis.Redis(port=running.redis.port).ping()
    with pytest.raises(redis.exceptions.AuthenticationError):
        redis.Redis.from_url(without_password(running.redis.url)).ping()


def test_redis_appends_every_write_to_a_file(running: Stores) -> None:
    with closing(redis.Redis.from_url(running.redis.url)) as client:
        assert client.config_get("appendonly") == {"appendonly": "yes"}


def test_both_listen_on_the_loopback_address_alone(running: Stores) -> None:
    for server in (running.postgres, running.redis):
        assert server.process is not None
        listening = [
            connection.laddr[0]
            for connection in psutil.Process(server.process.pid).net_connections(kind="tcp")
            if connection.status == psutil.CONN_LISTEN
        ]
        assert listening == [LOOPBACK]


def test_no_password_is_seen_in_the_process_list_or_in_a_readable_file(running: Stores) -> None:
    secrets_file = running.redis.directory.parent / "secrets.json"
    assert secrets_file.stat().st_mode & 0o777 == 0o600
    for server in (running.postgres, running.redis):
        assert server.process is not None
        password = urlsplit(server.url).password
        assert password
        assert password not in " ".join(psutil.Process(server.process.pid).cmdline())
        assert server.directory.stat().st_mode & 0o077 == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has somebody else to be")
def test_as_root_postgres_runs_as_somebody_else_and_the_folders_above_keep_their_mode(running: Stores) -> None:
    assert running.postgres.process is not None
    assert psutil.Process(running.postgres.process.pid).uids().effective != 0
    parent = running.postgres.directory.parent
    assert parent.stat().st_uid == 0
    assert parent.stat().st_mode & 0o077 == 0


def test_data_survive_a_restart(tmp_path: Path) -> None:
    with Stores(tmp_path) as stores:
        with closing(psycopg2.connect(stores.postgres.url)) as connection, connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        with closing(redis.Redis.from_url(stores.redis.url)) as client:
            client.set("kept", "ñ")
    with Stores(tmp_path) as stores:
        assert kept_answer(stores) == 42
        with closing(redis.Redis.from_url(stores.redis.url, decode_responses=True)) as client:
            assert client.get("kept") == "ñ"


def test_data_survive_the_death_of_both_servers(tmp_path: Path) -> None:
    with Stores(tmp_path) as stores:
        with closing(psycopg2.connect(stores.postgres.url)) as connection, connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        with closing(redis.Redis.from_url(stores.redis.url)) as client:
            client.set("kept", "1")
            client.execute_command("WAITAOF", 1, 0, 10_000)
        for server in (stores.postgres, stores.redis):
            assert server.process is not None
            server.process.kill()
            server.process.wait()
        assert (tmp_path / "postgres" / "data" / "postmaster.pid").exists()
        stores.postgres.start()
        stores.redis.start()
        assert kept_answer(stores) == 42
        with closing(redis.Redis.from_url(stores.redis.url)) as client:
            assert client.get("kept") == b"1"


def test_a_lock_file_that_names_a_living_stranger_does_not_hinder_the_start(tmp_path: Path) -> None:
    with Stores(tmp_path) as stores:
        port = stores.postgres.port
    lock = tmp_path / "postgres" / "data" / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{tmp_path}\n0\n{port}\n\n127.0.0.1\n")
    with Stores(tmp_path) as stores:
        assert show(stores.postgres.url, "data_checksums") == "on"


def test_an_interrupted_initialisation_is_done_again(tmp_path: Path) -> None:
    draft = tmp_path / "postgres" / "draft"
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18\n")
    with Stores(tmp_path) as stores:
        assert show(stores.postgres.url, "data_checksums") == "on"
    assert not draft.exists()


@pytest.mark.parametrize("kind", ["PostgreSQL", "Redis"])
def test_a_busy_port_is_told_in_one_line(tmp_path: Path, kind: str) -> None:
    with socket.socket() as holder:
        holder.bind((LOOPBACK, 0))
        holder.listen()
        port = holder.getsockname()[1]
        server = (
            PostgresServer(tmp_path / "postgres", port, "a-password", "b-password")
            if kind == "PostgreSQL"
            else RedisServer(tmp_path / "redis", port, "a-password")
        )
        with pytest.raises(LaunchError, match=f"^El puerto {port}, que necesita {kind}, está ocupado.$"):
            server.start()


def test_killing_whoever_started_them_stops_both_and_they_start_again(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "deploy.local.stores", "--dir", str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout is not None
        urls = [starter.stdout.readline().strip().partition("=")[2] for _ in range(2)]
        children = psutil.Process(starter.pid).children(recursive=True)
        assert {"postgres", "valkey-server"} <= {child.name() for child in children}
        starter.kill()
        starter.wait(timeout=30)
    _, alive = psutil.wait_procs(children, timeout=30)
    assert alive == []
    with Stores(tmp_path, urlsplit(urls[0]).port, urlsplit(urls[1]).port) as stores:
        assert [stores.postgres.url, stores.redis.url] == urls


def test_the_command_stops_both_at_sigterm(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "deploy.local.stores", "--dir", str(tmp_path), "--redis-port", str(free_port())]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout is not None
        assert starter.stdout.readline().startswith("export DATABASE_URL=postgresql://chatnomina:")
        assert starter.stdout.readline().startswith("export REDIS_URL=redis://:")
        children = psutil.Process(starter.pid).children(recursive=True)
        starter.send_signal(signal.SIGTERM)
        assert starter.wait(timeout=60) == 0
    assert [child for child in children if child.is_running()] == []
    assert not (tmp_path / "postgres" / "data" / "postmaster.pid").exists()
