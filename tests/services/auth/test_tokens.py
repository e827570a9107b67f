"""Access tokens: what verifies, and every mutation that does not (RFC 8725)."""

from __future__ import annotations

import base64
import json
import time
from typing import Any
from uuid import UUID, uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from services.auth.principal import Role
from services.auth.tokens import InvalidToken, TokenIssuer, TokenVerifier, parse_jwks

KEY = Ed25519PrivateKey.generate()
OTHER_KEY = Ed25519PrivateKey.generate()
PERSON, SESSION = UUID(int=1), UUID(int=2)
NOW = 1_800_000_000


def issuer(**options: Any) -> TokenIssuer:
    return TokenIssuer(lambda: ("k1", KEY), issuer="chatnomina", audience="chatnomina", clock=lambda: NOW, **options)


def verifier(now: float = NOW, **options: Any) -> TokenVerifier:
    expected = {"issuer": "chatnomina", "audience": "chatnomina", **options}
    return TokenVerifier({"k1": KEY.public_key()}, clock=lambda: now, **expected)


def claims(**changes: Any) -> dict[str, Any]:
    return {
        "iss": "chatnomina",
        "aud": "chatnomina",
        "sub": str(PERSON),
        "sid": str(SESSION),
        "jti": "1",
        "iat": NOW,
        "nbf": NOW,
        "exp": NOW + 600,
        "roles": ["employee"],
    } | changes


def signed(payload: dict[str, Any], key: Any = KEY, algorithm: str = "EdDSA", **header: Any) -> str:
    return jwt.encode(payload, key, algorithm, headers={"typ": "at+jwt", "kid": "k1", **header})


def refusal(token: str, **options: Any) -> str:
    with pytest.raises(InvalidToken) as caught:
        verifier(**options).verify(token)
    return caught.value.reason_code


def encoded(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def test_what_was_issued_is_verified() -> None:
    token = issuer().issue(PERSON, frozenset({Role.HR, Role.EMPLOYEE}), SESSION)
    verified = verifier().verify(token.value)
    assert (verified.subject, verified.session_id, verified.token_id) == (PERSON, SESSION, token.token_id)
    assert verified.roles == {Role.HR, Role.EMPLOYEE}
    assert verified.expires_at.timestamp() == NOW + 600


def test_lives_ten_minutes_and_five_seconds() -> None:
    token = issuer().issue(PERSON, frozenset(), SESSION).value
    verifier(NOW + 604).verify(token)
    assert refusal(token, now=NOW + 605) == "expired"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"exp": NOW - 600}, "expired"),
        ({"nbf": NOW + 60}, "not_yet_valid"),
        ({"iat": NOW + 60}, "not_yet_valid"),
        ({"iss": "otro"}, "issuer"),
        ({"aud": "otro"}, "audience"),
        ({"aud": ["chatnomina", "otro"]}, "audience"),
        ({"sub": "admin"}, "claims"),
        ({"sid": "1"}, "claims"),
        ({"roles": "admin"}, "claims"),
        ({"roles": ["rey"]}, "claims"),
        ({"roles": [1]}, "claims"),
        ({"exp": True}, "claims"),
        ({"exp": float("inf")}, "claims"),
        ({"exp": 10**20}, "claims"),
        ({"jti": ""}, "claims"),
    ],
)
def test_refuses_wrong_claims(changes: dict[str, Any], reason: str) -> None:
    assert refusal(signed(claims(**changes))) == reason


@pytest.mark.parametrize("name", ["iss", "aud", "sub", "sid", "jti", "iat", "nbf", "exp", "roles"])
def test_refuses_a_missing_claim(name: str) -> None:
    payload = claims()
    del payload[name]
    assert refusal(signed(payload)) in {"missing_claim", "issuer", "audience"}


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ({"typ": "JWT"}, "type"),
        ({"typ": "rt+jwt"}, "type"),
        ({"typ": None}, "type"),
        ({"kid": "k2"}, "unknown_key"),
        ({"kid": ""}, "unknown_key"),
        ({"crit": ["exp"]}, "critical_header"),
    ],
)
def test_refuses_wrong_headers(header: dict[str, Any], reason: str) -> None:
    assert refusal(signed(claims(), **header)) == reason


def test_refuses_no_signature_and_other_algorithms() -> None:
    assert refusal(signed(claims(), "", "none")) == "algorithm"
    assert refusal(signed(claims(), "a" * 32, "HS256")) == "algorithm"


def test_refuses_the_public_key_used_as_a_shared_secret() -> None:
    public = KEY.public_key().public_bytes_raw()
    header = encoded(json.dumps({"alg": "HS256", "typ": "at+jwt", "kid": "k1"}).encode())
    body = encoded(json.dumps(claims()).encode())
    import hashlib
    import hmac

    mac = hmac.new(public, f"{header}.{body}".encode(), hashlib.sha256).digest()
    assert refusal(f"{header}.{body}.{encoded(mac)}") == "algorithm"


def test_a_key_that_the_token_brings_is_ignored() -> None:
    brought = {"kty": "OKP", "crv": "Ed25519", "x": encoded(OTHER_KEY.public_key().public_bytes_raw())}
    for header in ({"jwk": brought}, {"jku": "http://127.0.0.1/keys"}, {"x5u": "http://127.0.0.1/cert"}):
        assert refusal(signed(claims(), OTHER_KEY, **header)) == "signature"
        verifier().verify(signed(claims(), KEY, **header))


def test_refuses_changed_content() -> None:
    header, body, signature = signed(claims()).split(".")
    forged = encoded(json.dumps(claims(sub=str(uuid4()))).encode())
    assert refusal(f"{header}.{forged}.{signature}") == "signature"
    assert refusal(f"{header}.{body}.{'A' * len(signature)}") == "signature"


def test_refuses_duplicate_header_members() -> None:
    header = encoded(b'{"alg":"none","alg":"EdDSA","typ":"at+jwt","kid":"k1"}')
    assert refusal(f"{header}.{encoded(b'{}')}.{encoded(b'x')}") == "malformed"


@pytest.mark.parametrize("twice", ["sub", "roles", "exp"])
def test_refuses_a_claim_that_comes_twice(twice: str) -> None:
    content = json.dumps(claims())[:-1] + f', "{twice}": {json.dumps(claims()[twice])}}}'
    header = json.dumps({"alg": "EdDSA", "typ": "at+jwt", "kid": "k1"})
    signed_part = f"{encoded(header.encode())}.{encoded(content.encode())}"
    assert refusal(f"{signed_part}.{encoded(KEY.sign(signed_part.encode()))}") == "malformed"


@pytest.mark.parametrize("token", ["", ".", "..", "a.b", "a.b.c.d", "ñ.a.b", "a b.c.d", "e30.e30.", "W10.e30.eA"])
def test_refuses_what_is_not_a_token(token: str) -> None:
    assert refusal(token) in {"malformed", "algorithm"}


def test_refuses_a_huge_token() -> None:
    assert refusal(signed(claims(extra="a" * 5000))) == "too_long"


@given(st.text(max_size=200) | st.from_regex(r"[A-Za-z0-9_-]{0,80}\.[A-Za-z0-9_-]{0,80}\.[A-Za-z0-9_-]{0,80}"))
def test_anything_at_all_is_refused_without_another_failure(token: str) -> None:
    with pytest.raises(InvalidToken):
        verifier().verify(token)


@given(st.integers(min_value=0, max_value=10_000), st.binary(min_size=1, max_size=1))
def test_no_changed_character_goes_unnoticed(place: int, replacement: bytes) -> None:
    token = signed(claims())
    place %= len(token)
    changed = token[:place] + replacement.decode("latin-1") + token[place + 1 :]
    if _same_bytes(token, changed):
        return
    with pytest.raises(InvalidToken):
        verifier().verify(changed)


def _same_bytes(token: str, other: str) -> bool:
    """Base64 leaves spare bits in a last character, so two texts may carry the same bytes."""
    try:
        parts = [
            [base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in text.split(".")]
            for text in (token, other)
        ]
    except ValueError:
        return False
    return parts[0] == parts[1]


def test_a_key_set_gives_its_signing_keys_and_passes_over_the_rest() -> None:
    x = encoded(KEY.public_key().public_bytes_raw())
    good = {"kty": "OKP", "crv": "Ed25519", "kid": "k1", "x": x}
    others = [{"kty": "RSA", "kid": "r"}, {**good, "use": "enc"}, {**good, "kid": 1}, {**good, "x": "AA"}, "x", {}]
    assert list(parse_jwks({"keys": [*others, good]})) == ["k1"]
    for document in (None, [], {}, {"keys": "x"}):
        with pytest.raises(ValueError, match="JWK Set"):
            parse_jwks(document)


def test_uses_the_real_clock_by_default() -> None:
    real = TokenIssuer(lambda: ("k1", KEY), issuer="i", audience="a").issue(PERSON, frozenset(), SESSION)
    verified = TokenVerifier({"k1": KEY.public_key()}, issuer="i", audience="a").verify(real.value)
    assert abs(verified.issued_at.timestamp() - time.time()) < 60
