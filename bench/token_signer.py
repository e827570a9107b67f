"""Signs access tokens for made-up people and publishes the keys, as the services API does for real ones."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from services.auth.keys import SigningKeyRing
from services.auth.principal import Role
from services.auth.tokens import TokenIssuer

if TYPE_CHECKING:
    from pathlib import Path


class TokenSigner:
    """A key set at an address of this machine; use as a context."""

    def __init__(self, folder: Path) -> None:
        self.ring = SigningKeyRing(folder / "signing.json", create=True)
        self.issuer = TokenIssuer(self.ring.current, issuer="chatnomina", audience="chatnomina")
        ring = self.ring

        class Keys(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = json.dumps(ring.jwks()).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing for each request."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Keys)
        self.jwks_url = f"http://127.0.0.1:{self._server.server_port}/.well-known/jwks.json"

    def __enter__(self) -> TokenSigner:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def token(self, person: UUID) -> str:
        """An access token of an employee."""
        return self.issuer.issue(person, frozenset({Role.EMPLOYEE}), uuid4()).value
