"""Opaque tokens (refresh, password reset): random values of which only a digest is stored."""

from __future__ import annotations

import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

TOKEN_BYTES = 32
MAXIMUM_CHARACTERS = 128
_SEAL_PURPOSE = b"chatnomina refresh token successor"
_NONCE_BYTES = 12


def new_token() -> str:
    """A URL-safe token with 256 random bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> bytes:
    """The SHA-256 of a token; a slow hash would add nothing to 256 random bits."""
    return hashlib.sha256(token.encode()).digest()


def seal(token: str, content: bytes) -> bytes:
    """Encrypt ``content`` so that only whoever presents ``token`` again can have it (HKDF, AES-256-GCM)."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(_seal_key(token)).encrypt(nonce, content, None)


def unseal(token: str, sealed: bytes) -> bytes | None:
    """The content sealed with ``token``, or ``None`` when it was sealed with another."""
    try:
        return AESGCM(_seal_key(token)).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)
    except InvalidTag:
        return None


def _seal_key(token: str) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=_SEAL_PURPOSE).derive(token.encode())
