"""The keys that sign access tokens: a private JWK Set, rotated by adding a new key before the others."""

from __future__ import annotations

import base64
import binascii
import json
import secrets
import threading
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from services.private_files import read_private_file, replace_private_file

if TYPE_CHECKING:
    from pathlib import Path

# Keys kept after a rotation: the signing one and those whose tokens may still be alive.
KEPT_KEYS = 3


class SigningKeysError(Exception):
    """The key file does not hold a usable private JWK Set."""


class SigningKeyRing:
    """The signing keys of a private file (Ed25519, RFC 8037). The first signs; all verify.

    A change of the file is taken up by itself, so rotating keys needs no restart.
    """

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self._path = path
        self._guard = threading.Lock()
        text = read_private_file(path, _new_key_set if create else None)
        self._keys = _parse_key_set(text)
        self._loaded_stamp = self._stamp()

    def current(self) -> tuple[str, Ed25519PrivateKey]:
        """The identifier and private key that sign now."""
        return self._fresh_keys()[0]

    def public_keys(self) -> dict[str, Ed25519PublicKey]:
        """Every verification key by ``kid``."""
        return {key_id: key.public_key() for key_id, key in self._fresh_keys()}

    def jwks(self) -> dict[str, Any]:
        """The public JWK Set to publish."""
        return {
            "keys": [
                {
                    "kty": "OKP",
                    "crv": "Ed25519",
                    "use": "sig",
                    "alg": "EdDSA",
                    "kid": key_id,
                    "x": _encode(_public_bytes(key)),
                }
                for key_id, key in self.public_keys().items()
            ]
        }

    def _fresh_keys(self) -> tuple[tuple[str, Ed25519PrivateKey], ...]:
        with self._guard:
            stamp = self._stamp()
            if stamp != self._loaded_stamp:
                self._keys = _parse_key_set(read_private_file(self._path))
                self._loaded_stamp = stamp
            return self._keys

    def _stamp(self) -> tuple[int, int]:
        status = self._path.stat()
        return status.st_mtime_ns, status.st_ino


def rotate_signing_keys(path: Path) -> str:
    """Put a new signing key first and drop the oldest beyond three; returns the new ``kid``."""
    keys = _parse_key_set(read_private_file(path))
    new = _new_key()
    replace_private_file(path, _dump_key_set((new, *keys)[:KEPT_KEYS]))
    return new[0]


def _new_key() -> tuple[str, Ed25519PrivateKey]:
    return secrets.token_hex(8), Ed25519PrivateKey.generate()


def _new_key_set() -> str:
    return _dump_key_set((_new_key(),))


def _dump_key_set(keys: tuple[tuple[str, Ed25519PrivateKey], ...]) -> str:
    entries = [
        {
            "kty": "OKP",
            "crv": "Ed25519",
            "use": "sig",
            "alg": "EdDSA",
            "kid": key_id,
            "x": _encode(_public_bytes(key.public_key())),
            "d": _encode(
                key.private_bytes(
                    serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption()
                )
            ),
        }
        for key_id, key in keys
    ]
    return json.dumps({"keys": entries}, indent=2) + "\n"


def _parse_key_set(text: str) -> tuple[tuple[str, Ed25519PrivateKey], ...]:
    try:
        entries = json.loads(text)["keys"]
        keys = tuple(
            (str(entry["kid"]), Ed25519PrivateKey.from_private_bytes(_decode(entry["d"])))
            for entry in entries
            if entry["kty"] == "OKP" and entry["crv"] == "Ed25519"
        )
    except (ValueError, KeyError, TypeError, binascii.Error):
        raise SigningKeysError("the signing key file is not a private JWK Set") from None
    if not keys:
        raise SigningKeysError("the signing key file holds no Ed25519 key")
    return keys


def _public_bytes(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def _encode(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _decode(value: str) -> bytes:
    return base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
