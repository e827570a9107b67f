"""The nginx configuration, run by nginx itself with other ports and a certificate of the moment."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from deploy.local.ports import free_port
from services.api.multipart import OVERHEAD_BYTES
from services.api.routes import imports
from services.payroll.desk import files
from tests.conftest import ROOT

MOST_ATTACHED = files.LARGEST_FILE_BYTES + OVERHEAD_BYTES
MOST_LOADED = imports.LARGEST_FILE_BYTES + OVERHEAD_BYTES
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


class Upstream(BaseHTTPRequestHandler):
    """Says which process was asked, and with which headers."""

    name: str
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = f"{self.name} {self.path}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Strict-Transport-Security", "max-age=1")
        self.send_header("X-Seen-Forwarded-For", self.headers.get("X-Forwarded-For", ""))
        self.send_header("X-Seen-Upgrade", self.headers.get("Upgrade", ""))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 - the names that http.server looks for

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@dataclass
class Proxy:
    """A running nginx."""

    http_port: int
    https_port: int
    access_log: Path

    def get(self, path: str, **options: object) -> httpx.Response:
        return self.request("GET", path, **options)

    def request(self, method: str, path: str, **options: object) -> httpx.Response:
        with httpx.Client(verify=False) as client:  # noqa: S501 - the certificate was made a second ago
            return client.request(method, f"https://127.0.0.1:{self.https_port}{path}", timeout=60, **options)


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    folder = tmp_path_factory.mktemp("nginx")
    certificate, key = _certificate(folder)
    servers = {name: _upstream(name) for name in ("services", "assistant")}
    running = Proxy(free_port(), free_port(), folder / "access.log")
    text = (ROOT / "deploy" / "nginx" / "chatnomina.conf").read_text(encoding="utf-8")
    for original, local in (
        ("listen [::]:80;", ""),
        ("listen [::]:443 ssl http2;", ""),
        ("listen 80;", f"listen 127.0.0.1:{running.http_port};"),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{running.https_port} ssl http2;"),
        ("127.0.0.1:8000", f"127.0.0.1:{servers['services'].server_port}"),
        ("127.0.0.1:5005", f"127.0.0.1:{servers['assistant'].server_port}"),
        ("/etc/chatnomina/tls/fullchain.pem", str(certificate)),
        ("/etc/chatnomina/tls/privkey.pem", str(key)),
        ("/var/log/nginx/chatnomina.log", str(running.access_log)),
        ("/var/log/nginx/chatnomina.error.log", str(folder / "error.log")),
    ):
        assert original in text
        text = text.replace(original, local)
    (folder / "chatnomina.conf").write_text(text, encoding="utf-8")
    main = folder / "nginx.conf"
    paths = "".join(
        f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main.write_text(
        f"daemon off;\npid {folder}/nginx.pid;\nerror_log {folder}/main.log;\n"
        f"events {{ worker_connections 64; }}\nhttp {{\n{paths}include {folder}/chatnomina.conf;\n}}\n",
        encoding="utf-8",
    )
    assert NGINX is not None
    command = [NGINX, "-c", str(main), "-p", str(folder), "-e", str(folder / "main.log")]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, timeout=30, check=False)
    assert checked.returncode == 0, checked.stderr
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            try:
                running.get("/health")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield running
    finally:
        process.terminate()
        process.wait(20)
        for server in servers.values():
            server.shutdown()
            server.server_close()


def _upstream(name: str) -> ThreadingHTTPServer:
    server = ThreadingHTTPServer(("127.0.0.1", 0), type(name, (Upstream,), {"name": name}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "chatnomina.example")])
    now = datetime.now(timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=1))
        .not_valid_after(now + timedelta(hours=1))
        .sign(key, hashes.SHA256())
    )
    certificate_path, key_path = folder / "cert.pem", folder / "key.pem"
    certificate_path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate_path, key_path


@pytest.mark.parametrize(
    ("path", "upstream"),
    [
        ("/me", "services"),
        ("/auth/login", "services"),
        ("/chat/history", "services"),
        ("/.well-known/jwks.json", "services"),
        ("/conversations/x/tracker", "services"),
        ("/model/parse", "services"),
        ("/webhooks/rest/webhook", "assistant"),
        ("/socket.io/?transport=polling", "assistant"),
    ],
)
def test_each_address_reaches_its_process_and_nothing_else_of_the_assistant(
    proxy: Proxy, path: str, upstream: str
) -> None:
    assert proxy.get(path).text == f"{upstream} {path}"


@pytest.mark.parametrize("path", ["/metrics", "/ready", "/webhooks/rest/metrics", "/webhooks/socketio/metrics"])
def test_what_is_for_monitors_stays_inside(proxy: Proxy, path: str) -> None:
    response = proxy.get(path)
    assert response.status_code == 404
    assert "services" not in response.text
    assert "assistant" not in response.text


def test_plain_http_is_sent_to_tls(proxy: Proxy) -> None:
    response = httpx.get(f"http://127.0.0.1:{proxy.http_port}/me?a=1", timeout=10)
    assert response.status_code == 308
    assert response.headers["location"].startswith("https://")


def test_old_tls_is_refused(proxy: Proxy) -> None:
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises((httpx.ConnectError, ssl.SSLError)), httpx.Client(verify=old) as client:
        client.get(f"https://127.0.0.1:{proxy.https_port}/me", timeout=10)


def test_transport_security_is_stated_once(proxy: Proxy) -> None:
    stated = proxy.get("/me").headers.get_list("strict-transport-security")
    assert stated == ["max-age=31536000; includeSubDomains"]


def test_a_caller_cannot_make_up_an_address(proxy: Proxy) -> None:
    response = proxy.get("/me", headers={"X-Forwarded-For": "10.9.8.7"})
    assert response.headers["x-seen-forwarded-for"] == "127.0.0.1"


def test_large_bodies_are_refused_before_they_reach_anything(proxy: Proxy) -> None:
    assert proxy.request("POST", "/auth/login", content=b"x" * 60_000).status_code == 200
    assert proxy.request("POST", "/auth/login", content=b"x" * 70_000).status_code == 413


@pytest.mark.parametrize(("path", "maximum"), [("/me/files", MOST_ATTACHED), ("/desk/imports/preview", MOST_LOADED)])
def test_files_are_as_large_as_the_api_takes_them(proxy: Proxy, path: str, maximum: int) -> None:
    whole = proxy.request("POST", path, content=b"x" * maximum)
    assert (whole.status_code, whole.text) == (200, f"services {path}")
    assert proxy.request("POST", path, content=b"x" * (maximum + 1)).status_code == 413


def test_sockets_are_upgraded(proxy: Proxy) -> None:
    assert proxy.get("/socket.io/", headers={"Upgrade": "websocket"}).headers["x-seen-upgrade"] == "websocket"
    assert proxy.get("/me", headers={"Upgrade": "websocket"}).headers["x-seen-upgrade"] == ""


def test_the_access_log_holds_no_query(proxy: Proxy) -> None:
    proxy.get("/socket.io/?token=boleto-secreto-8765432")
    deadline = time.monotonic() + 10
    while "/socket.io/" not in (written := proxy.access_log.read_text(encoding="utf-8")):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert "boleto" not in written
