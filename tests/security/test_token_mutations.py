"""Forged and altered access tokens against the running API: each must be refused as if there were none."""

from __future__ import annotations

import base64
import hmac
import json
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from services.auth.principal import Role
from tests.services.api.conftest import RunningApi


def base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


STRANGER = Ed25519PrivateKey.generate()
STRANGER_JWK = {
    "kty": "OKP",
    "crv": "Ed25519",
    "x": base64url(STRANGER.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)),
}


def encoded(document: dict[str, Any]) -> str:
    return base64url(json.dumps(document).encode())


def signed_by_us(api: RunningApi, header: dict[str, Any], content: str) -> str:
    """A token of any header and content whatever, with the signature of the real key."""
    _, key = api.services.signing_keys.current()
    signed = f"{encoded(header)}.{base64url(content.encode())}"
    return f"{signed}.{base64url(key.sign(signed.encode()))}"


@pytest.fixture(scope="module")
def genuine(api: RunningApi) -> str:
    return api.token_of(api.hire())


def claims_of(token: str, **changes: Any) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return {name: value for name, value in {**claims, **changes}.items() if value is not None}


def resigned(api: RunningApi, token: str, header: dict[str, Any] | None = None, **changes: Any) -> str:
    """The token with other claims, signed with the real key."""
    key_id, key = api.services.signing_keys.current()
    headers = {"typ": "at+jwt", "kid": key_id, **(header or {})}
    return jwt.encode(claims_of(token, **changes), key, algorithm="EdDSA", headers=headers)


def refused(api: RunningApi, token: str) -> bool:
    response = api.call("GET", "/me", token)
    return response.status_code == 401 and "invalid" in response.headers["www-authenticate"]


def test_the_genuine_token_and_its_faithful_copy_are_accepted(api: RunningApi, genuine: str) -> None:
    assert api.call("GET", "/me", genuine).status_code == 200
    assert api.call("GET", "/me", resigned(api, genuine)).status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "otro"},
        {"iss": None},
        {"aud": "otra"},
        {"aud": ["chatnomina", "otra"]},
        {"aud": None},
        {"exp": "mañana"},
        {"exp": None},
        {"sub": "1 OR 1=1"},
        {"sub": None},
        {"sub": "2f7c1d9e-5b3a-4c8e-9f10-6a7b8c9d0e1f"},
        {"roles": ["root"]},
        {"roles": "admin"},
        {"sid": None},
        {"jti": ""},
    ],
    ids=lambda changes: next(iter(changes)) + "=" + str(next(iter(changes.values())))[:12],
)
def test_wrong_claims_are_refused_even_with_our_signature(
    api: RunningApi, genuine: str, changes: dict[str, Any]
) -> None:
    assert refused(api, resigned(api, genuine, **changes))


@pytest.mark.parametrize(("claim", "from_now_s"), [("exp", -60), ("nbf", 600), ("iat", 600)])
def test_a_token_that_is_over_or_to_come_is_refused(api: RunningApi, genuine: str, claim: str, from_now_s: int) -> None:
    assert refused(api, resigned(api, genuine, **{claim: int(time.time()) + from_now_s}))


@pytest.mark.parametrize("kind", ["JWT", "refresh+jwt", "logout+jwt", "", None, 5])
def test_another_type_of_token_is_refused(api: RunningApi, genuine: str, kind: object) -> None:
    key_id, _ = api.services.signing_keys.current()
    header = {"alg": "EdDSA", "kid": key_id, "typ": kind}
    assert refused(api, signed_by_us(api, header, json.dumps(claims_of(genuine))))


@pytest.mark.parametrize("twice", ["sub", "aud", "exp", "roles", "sid"])
def test_a_claim_that_comes_twice_is_refused_even_with_our_signature(api: RunningApi, genuine: str, twice: str) -> None:
    key_id, _ = api.services.signing_keys.current()
    claims = claims_of(genuine)
    content = json.dumps(claims)[:-1] + f', "{twice}": {json.dumps(claims[twice])}}}'
    header = {"alg": "EdDSA", "typ": "at+jwt", "kid": key_id}
    assert not refused(api, signed_by_us(api, header, json.dumps(claims)))
    assert refused(api, signed_by_us(api, header, content))


def test_a_header_that_must_be_understood_is_refused_even_with_our_signature(api: RunningApi, genuine: str) -> None:
    assert refused(api, resigned(api, genuine, {"crit": ["exp"]}))


def test_a_huge_token_is_refused_unread(api: RunningApi, genuine: str) -> None:
    assert refused(api, resigned(api, genuine, note="a" * 5_000))


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE", ""])
def test_no_signature_is_no_token(api: RunningApi, genuine: str, algorithm: str) -> None:
    key_id, _ = api.services.signing_keys.current()
    head = encoded({"alg": algorithm, "typ": "at+jwt", "kid": key_id})
    for signature in ("", genuine.rsplit(".", 1)[1]):
        token = f"{head}.{encoded(claims_of(genuine))}.{signature}"
        assert refused(api, token)


def test_the_published_key_does_not_sign_as_a_shared_secret(api: RunningApi, genuine: str) -> None:
    key_id, key = api.services.signing_keys.current()
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    published = json.dumps(api.call("GET", "/.well-known/jwks.json").json()["keys"][0]).encode()
    head = encoded({"alg": "HS256", "typ": "at+jwt", "kid": key_id})
    for secret in (raw, base64.urlsafe_b64encode(raw).rstrip(b"="), pem, pem.strip(), published):
        # By hand: the library that signs refuses a PEM key for this.
        signed = f"{head}.{encoded(claims_of(genuine))}"
        assert refused(api, f"{signed}.{base64url(hmac.digest(secret, signed.encode(), 'sha256'))}")


@pytest.mark.parametrize(
    ("algorithm", "key"),
    [
        ("RS256", rsa.generate_private_key(public_exponent=65537, key_size=2048)),
        ("ES256", ec.generate_private_key(ec.SECP256R1())),
    ],
)
def test_other_algorithms_are_refused(api: RunningApi, genuine: str, algorithm: str, key: Any) -> None:
    key_id, _ = api.services.signing_keys.current()
    headers = {"typ": "at+jwt", "kid": key_id}
    assert refused(api, jwt.encode(claims_of(genuine), key, algorithm=algorithm, headers=headers))


@pytest.mark.parametrize(
    "header",
    [
        {},
        {"jwk": STRANGER_JWK},
        {"jku": "https://malo.example/jwks.json"},
        {"x5u": "https://malo.example/cert.pem"},
        {"x5c": ["MIIB"]},
        {"kid": "../../../../dev/null"},
        {"kid": "' UNION SELECT 'x"},
        {"kid": ""},
        {"crit": ["exp"]},
    ],
    ids=lambda header: next(iter(header), "none"),
)
def test_a_stranger_s_signature_is_refused_whatever_its_header_says(
    api: RunningApi, genuine: str, header: dict[str, Any]
) -> None:
    key_id, _ = api.services.signing_keys.current()
    headers = {"typ": "at+jwt", "kid": key_id, **header}
    assert refused(api, jwt.encode(claims_of(genuine), STRANGER, algorithm="EdDSA", headers=headers))


def test_a_token_cannot_be_promoted(api: RunningApi, genuine: str) -> None:
    head, _, signature = genuine.split(".")
    assert refused(api, f"{head}.{encoded(claims_of(genuine, roles=['admin']))}.{signature}")


def test_roles_in_a_token_decide_nothing_by_themselves(api: RunningApi, genuine: str) -> None:
    promoted = resigned(api, genuine, roles=[Role.AUDITOR.value, Role.EMPLOYEE.value])
    assert api.call("GET", "/audit", promoted).status_code == 403


def test_other_tokens_of_ours_are_no_access_tokens(api: RunningApi) -> None:
    tokens = api.log_in(api.hire())
    assert refused(api, tokens["refresh_token"])
    for text in (tokens["access_token"], tokens["access_token"][:128], tokens["access_token"].split(".")[2]):
        answer = api.call("POST", "/auth/refresh", json={"refresh_token": text})
        assert answer.status_code == (401 if len(text) <= 128 else 422)
    assert api.call("POST", "/auth/refresh", json={"refresh_token": tokens["refresh_token"]}).status_code == 200
