"""Access tokens: short-lived signed statements of who calls (RFC 9068 ``at+jwt``, EdDSA), issued and verified.

Nothing here touches the database, so any process may verify. Revocation is by session and by person: the names of
the Redis keys that say so are built here, for the side that writes them and the sides that read them.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any
from uuid import UUID, uuid4

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from services.auth.principal import Role

ALGORITHM = "EdDSA"
TOKEN_TYPE = "at+jwt"  # noqa: S105 - the media type of RFC 9068, not a secret
ACCESS_TOKEN_LIFETIME_S = 600
CLOCK_LEEWAY_S = 5
MAXIMUM_TOKEN_CHARACTERS = 4_096
TICKET_BYTES = 18
TICKET_COOKIE = "chatnomina_ticket"
TICKET_COOKIE_PATH = "/socket.io"
REQUIRED_CLAIMS = ("iss", "aud", "sub", "jti", "iat", "nbf", "exp", "roles", "sid")

EpochClock = Callable[[], float]

_TICKET = re.compile(r"([A-Za-z0-9_-]{24})\.[A-Za-z0-9_-]{20,200}")


class InvalidToken(Exception):
    """The token proves nothing; ``reason_code`` is for logs and metrics (``expired``, ``unknown_key``…)."""

    def __init__(self, reason_code: str) -> None:
        super().__init__(reason_code)
        self.reason_code = reason_code


@dataclass(frozen=True)
class VerifiedToken:
    """What a valid access token states. ``session_id`` is the log-in it belongs to."""

    subject: UUID
    roles: frozenset[Role]
    issued_at: datetime
    expires_at: datetime
    token_id: str
    session_id: UUID


@dataclass(frozen=True)
class AccessToken:
    """A newly signed token, with the seconds it will live."""

    value: str
    token_id: str
    expires_in: int

    def __repr__(self) -> str:
        return f"AccessToken(expires_in={self.expires_in})"


class TokenIssuer:
    """Signs access tokens with the current key; ``signing_key`` is asked each time, so rotation needs no restart."""

    def __init__(
        self,
        signing_key: Callable[[], tuple[str, Ed25519PrivateKey]],
        *,
        issuer: str,
        audience: str,
        lifetime_s: int = ACCESS_TOKEN_LIFETIME_S,
        clock: EpochClock = time.time,
    ) -> None:
        self._signing_key = signing_key
        self._issuer = issuer
        self._audience = audience
        self._lifetime_s = lifetime_s
        self._clock = clock

    def issue(self, subject: UUID, roles: frozenset[Role], session_id: UUID) -> AccessToken:
        """A token for one person and one log-in session."""
        key_id, key = self._signing_key()
        now = int(self._clock())
        token_id = uuid4().hex
        claims = {
            "iss": self._issuer,
            "aud": self._audience,
            "sub": str(subject),
            "jti": token_id,
            "sid": str(session_id),
            "iat": now,
            "nbf": now,
            "exp": now + self._lifetime_s,
            "roles": sorted(role.value for role in roles),
        }
        value = jwt.encode(claims, key, algorithm=ALGORITHM, headers={"typ": TOKEN_TYPE, "kid": key_id})
        return AccessToken(value, token_id, self._lifetime_s)


class TokenVerifier:
    """Checks an access token against known public keys (RFC 8725, ASVS 5.0 V9).

    Only EdDSA is accepted; keys come from ``keys`` alone, so ``jku``, ``x5u`` and ``jwk`` in the header mean nothing.
    ``keys`` is a mapping, or a function that gives the current one. Revocation is a separate question.
    """

    def __init__(
        self,
        keys: Mapping[str, Ed25519PublicKey] | Callable[[], Mapping[str, Ed25519PublicKey]],
        *,
        issuer: str,
        audience: str,
        leeway_s: int = CLOCK_LEEWAY_S,
        clock: EpochClock = time.time,
    ) -> None:
        self._keys = keys
        self._issuer = issuer
        self._audience = audience
        self._leeway_s = leeway_s
        self._clock = clock

    def verify(self, token: str) -> VerifiedToken:
        """What the token states; ``InvalidToken`` when anything at all is wrong with it."""
        key_id = key_id_of(token)
        keys = self._keys() if callable(self._keys) else self._keys
        key = keys.get(key_id)
        if key is None:
            raise InvalidToken("unknown_key")
        try:
            claims = jwt.decode(
                token,
                key,
                algorithms=[ALGORITHM],
                issuer=self._issuer,
                audience=self._audience,
                # Times are checked below, against the clock this object was given.
                options={
                    "require": list(REQUIRED_CLAIMS),
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                    "strict_aud": True,
                },
            )
        except jwt.PyJWTError as error:
            raise InvalidToken(_reason(error)) from None
        # PyJWT takes the last of two members of one name; another reader of the same token may take the first.
        if _members(token.split(".")[1]) != claims:
            raise InvalidToken("malformed")
        return self._statement(claims)

    def _statement(self, claims: dict[str, Any]) -> VerifiedToken:
        issued, not_before, expires = (_seconds(claims[name]) for name in ("iat", "nbf", "exp"))
        now = self._clock()
        if now >= expires + self._leeway_s:
            raise InvalidToken("expired")
        if now < not_before - self._leeway_s or now < issued - self._leeway_s:
            raise InvalidToken("not_yet_valid")
        roles = claims["roles"]
        if not isinstance(roles, list) or not isinstance(claims["jti"], str) or not claims["jti"]:
            raise InvalidToken("claims")
        try:
            return VerifiedToken(
                subject=UUID(claims["sub"]),
                roles=frozenset(Role(role) for role in roles),
                issued_at=datetime.fromtimestamp(issued, timezone.utc),
                expires_at=datetime.fromtimestamp(expires, timezone.utc),
                token_id=claims["jti"],
                session_id=UUID(claims["sid"]),
            )
        except (ValueError, TypeError, AttributeError, OverflowError, OSError):
            raise InvalidToken("claims") from None


def key_id_of(token: str) -> str:
    """The ``kid`` of a token's header, read before any trust, after checking the header's form and type."""
    if not isinstance(token, str) or len(token) > MAXIMUM_TOKEN_CHARACTERS:
        raise InvalidToken("too_long")
    if token.count(".") != 2 or not token.isascii():
        raise InvalidToken("malformed")
    header = _members(token.split(".", 1)[0])
    if not isinstance(header, dict):
        raise InvalidToken("malformed")
    if header.get("alg") != ALGORITHM:
        raise InvalidToken("algorithm")
    if not isinstance(header.get("typ"), str) or header["typ"].lower() not in {TOKEN_TYPE, f"application/{TOKEN_TYPE}"}:
        raise InvalidToken("type")
    if "crit" in header:
        raise InvalidToken("critical_header")
    key_id = header.get("kid")
    if not isinstance(key_id, str) or not key_id:
        raise InvalidToken("unknown_key")
    return key_id


def parse_jwks(document: object) -> dict[str, Ed25519PublicKey]:
    """The Ed25519 public keys of a JWK Set (RFC 7517, RFC 8037) by ``kid``; other keys are passed over."""
    if not isinstance(document, Mapping) or not isinstance(document.get("keys"), list):
        raise ValueError("not a JWK Set")
    keys: dict[str, Ed25519PublicKey] = {}
    for entry in document["keys"]:
        if not isinstance(entry, Mapping) or entry.get("kty") != "OKP" or entry.get("crv") != "Ed25519":
            continue
        key_id, public = entry.get("kid"), entry.get("x")
        if entry.get("use", "sig") != "sig" or not isinstance(key_id, str) or not isinstance(public, str):
            continue
        try:
            keys[key_id] = Ed25519PublicKey.from_public_bytes(
                base64.urlsafe_b64decode(public + "=" * (-len(public) % 4))
            )
        except (ValueError, UnsupportedAlgorithm):
            continue
    return keys


def session_revocation_key(tenant: str, session_id: UUID) -> str:
    """The Redis key whose presence means that a log-in session has ended."""
    return f"{tenant}:auth:revoked:session:{session_id}"


def user_revocation_key(tenant: str, user_id: UUID) -> str:
    """The Redis key whose presence means that a person may not use any token (deactivated)."""
    return f"{tenant}:auth:revoked:user:{user_id}"


def revocation_keys(tenant: str, token: VerifiedToken) -> tuple[str, str]:
    """The Redis keys to look up for a token: it is revoked when either exists."""
    return session_revocation_key(tenant, token.session_id), user_revocation_key(tenant, token.subject)


def cut_ticket(access_token: str) -> tuple[str, str, str]:
    """Cut a token in two: the ticket to hand out, the name to keep the rest under, and that rest.

    A ticket stands once, for seconds, for a token where only a URL can carry one. It holds the token's signature: the
    ticket without the rest says nothing, and the rest without the ticket proves nothing.
    """
    statement, _, signature = access_token.rpartition(".")
    name = secrets.token_urlsafe(TICKET_BYTES)
    return f"{name}.{signature}", name, statement


def ticket_name(ticket: str) -> str:
    """The name under which the rest of a ticket's token is kept; ``InvalidToken`` when it is no ticket."""
    match = _TICKET.fullmatch(ticket)
    if match is None:
        raise InvalidToken("ticket")
    return match.group(1)


def join_ticket(ticket: str, statement: str) -> str:
    """The access token of a ticket and the rest of it; it is still to be verified."""
    return f"{statement}.{ticket.rpartition('.')[2]}"


def ticket_key(tenant: str, name: str) -> str:
    """The Redis key of the rest of a ticket's token, there until the ticket is used or expires."""
    return f"{tenant}:auth:ticket:{name}"


def _members(encoded: str) -> Any:
    """The JSON of a token's part, in which no name may come twice."""
    try:
        raw = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
        return json.loads(raw, object_pairs_hook=_without_duplicates)
    except (ValueError, binascii.Error, RecursionError):
        raise InvalidToken("malformed") from None


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("duplicate member")
    return members


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise InvalidToken("claims")
    return float(value)


def _reason(error: jwt.PyJWTError) -> str:
    if isinstance(error, jwt.InvalidSignatureError):
        return "signature"
    if isinstance(error, jwt.InvalidAudienceError):
        return "audience"
    if isinstance(error, jwt.InvalidIssuerError):
        return "issuer"
    if isinstance(error, jwt.MissingRequiredClaimError):
        return "missing_claim"
    if isinstance(error, jwt.InvalidAlgorithmError):
        return "algorithm"
    return "malformed"
