"""Encryption of single fields at rest (national IDs, bank accounts), with key rotation."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.private_files import read_private_file, replace_private_file

if TYPE_CHECKING:
    from pathlib import Path

FORMAT_VERSION = 1
KEY_ID_BYTES = 4
NONCE_BYTES = 12
KEY_BYTES = 32


class EncryptionError(Exception):
    """A stored field cannot be read: unknown key, damaged, or moved from another row."""


@dataclass(frozen=True)
class EncryptionKey:
    """One AES-256 key and the identifier that its ciphertexts carry."""

    key_id: bytes
    secret: bytes

    def __repr__(self) -> str:
        return f"EncryptionKey({self.key_id.hex()})"


@dataclass(frozen=True)
class _KeyRing:
    """Keys by identifier, and the one that encrypts."""

    current: bytes
    keys: dict[bytes, AESGCM] = field(repr=False)

    @classmethod
    def of(cls, keys: tuple[EncryptionKey, ...]) -> _KeyRing:
        if not keys:
            raise ValueError("at least one encryption key is needed")
        return cls(keys[0].key_id, {key.key_id: AESGCM(key.secret) for key in keys})


class FieldCipher:
    """AES-256-GCM for one database field at a time.

    ``context`` (table, column and row, e.g. ``users.document:<uuid>``) is authenticated with the value, so a ciphertext
    copied to another row does not decrypt. Stored: version, key id (4 bytes), nonce (12 bytes), ciphertext and tag.
    The first key encrypts; all of them decrypt. Those of a file are read again when it changes, so a rotation needs no
    restart. ``blind_index`` gives the same digest for the same value, so that
    uniqueness and look-ups work without decrypting; its key is not rotated.
    """

    def __init__(self, keys: tuple[EncryptionKey, ...], index_key: bytes) -> None:
        self._ring = _KeyRing.of(keys)
        self._index_key = index_key
        self._path: Path | None = None
        self._stamp: tuple[int, int] | None = None
        self._guard = threading.Lock()

    @classmethod
    def from_file(cls, path: Path, *, create: bool = False) -> FieldCipher:
        """Read the keys of a private file; ``create`` makes it on first use (development and test)."""
        text = read_private_file(path, _new_key_file if create else None)
        cipher = cls(*_parse_key_file(text))
        cipher._path, cipher._stamp = path, _stamp(path)
        return cipher

    @property
    def current_key_id(self) -> bytes:
        """The identifier that new ciphertexts carry after their first byte."""
        return self._fresh().current

    def encrypt(self, value: str, context: str) -> bytes:
        """The stored form of ``value``."""
        return self.encrypt_bytes(value.encode(), context)

    def encrypt_bytes(self, value: bytes, context: str) -> bytes:
        """The stored form of a file's content."""
        nonce, ring = secrets.token_bytes(NONCE_BYTES), self._fresh()
        sealed = ring.keys[ring.current].encrypt(nonce, value, context.encode())
        return bytes((FORMAT_VERSION,)) + ring.current + nonce + sealed

    def decrypt(self, stored: bytes, context: str) -> str:
        """The value of a stored form; ``EncryptionError`` when it is not authentic for this context."""
        return self.decrypt_bytes(stored, context).decode()

    def decrypt_bytes(self, stored: bytes, context: str) -> bytes:
        """The content of a stored form; ``EncryptionError`` when it is not authentic for this context."""
        key_id = stored[1 : 1 + KEY_ID_BYTES]
        key = self._fresh().keys.get(key_id)
        if stored[:1] != bytes((FORMAT_VERSION,)) or key is None:
            raise EncryptionError("the field was encrypted with an unknown key or format")
        body = stored[1 + KEY_ID_BYTES :]
        try:
            return key.decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], context.encode())
        except (InvalidTag, ValueError):  # cryptography's ValueError: too short to hold a nonce
            raise EncryptionError("the field is damaged or belongs to another row") from None

    def needs_rotation(self, stored: bytes) -> bool:
        """Whether the stored form was made with an older key than the current one."""
        return stored[1 : 1 + KEY_ID_BYTES] != self.current_key_id

    def blind_index(self, value: str, purpose: str) -> bytes:
        """A keyed digest (HMAC-SHA-256, 32 bytes) of ``value`` for equality look-ups within ``purpose``."""
        return hmac.new(self._index_key, purpose.encode() + b"\0" + value.encode(), hashlib.sha256).digest()

    def _fresh(self) -> _KeyRing:
        if self._path is None:
            return self._ring
        with self._guard:
            stamp = _stamp(self._path)
            if stamp != self._stamp:
                self._ring = _KeyRing.of(_parse_key_file(read_private_file(self._path))[0])
                self._stamp = stamp
            return self._ring


def rotate_key_file(path: Path) -> str:
    """Put a new key first in the file, keeping the older ones for reading; returns the new key's identifier."""
    keys, index_key = _parse_key_file(read_private_file(path))
    new = _new_key()
    replace_private_file(path, _dump_key_file((new, *keys), index_key))
    return new.key_id.hex()


def _stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_mtime_ns, status.st_ino


def _new_key() -> EncryptionKey:
    return EncryptionKey(secrets.token_bytes(KEY_ID_BYTES), secrets.token_bytes(KEY_BYTES))


def _new_key_file() -> str:
    return _dump_key_file((_new_key(),), secrets.token_bytes(KEY_BYTES))


def _dump_key_file(keys: tuple[EncryptionKey, ...], index_key: bytes) -> str:
    document = {
        "keys": [{"id": key.key_id.hex(), "secret": base64.b64encode(key.secret).decode()} for key in keys],
        "index_key": base64.b64encode(index_key).decode(),
    }
    return json.dumps(document, indent=2) + "\n"


def _parse_key_file(text: str) -> tuple[tuple[EncryptionKey, ...], bytes]:
    try:
        document = json.loads(text)
        keys = tuple(
            EncryptionKey(bytes.fromhex(key["id"]), base64.b64decode(key["secret"], validate=True))
            for key in document["keys"]
        )
        index_key = base64.b64decode(document["index_key"], validate=True)
    except (ValueError, KeyError, TypeError, binascii.Error):
        raise EncryptionError("the encryption key file is not well formed") from None
    if any(len(key.key_id) != KEY_ID_BYTES or len(key.secret) != KEY_BYTES for key in keys) or len(index_key) < 32:
        raise EncryptionError("the encryption key file holds keys of the wrong size")
    return keys, index_key
