"""Signing keys: made once, private, rotated without a restart."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest

from services.auth.keys import SigningKeyRing, SigningKeysError, rotate_signing_keys
from services.auth.tokens import TokenIssuer, TokenVerifier, parse_jwks
from services.private_files import PrivateFileError


def test_makes_a_private_file_once_even_when_several_start_together(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "signing.json"
    with ThreadPoolExecutor(8) as pool:
        rings = list(pool.map(lambda _: SigningKeyRing(path, create=True), range(8)))
    assert len({ring.current()[0] for ring in rings}) == 1
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["signing.json"]


def test_refuses_a_missing_file_unless_it_may_make_it(tmp_path: Path) -> None:
    with pytest.raises(PrivateFileError):
        SigningKeyRing(tmp_path / "signing.json")


def test_refuses_a_file_open_to_others(tmp_path: Path) -> None:
    path = tmp_path / "signing.json"
    SigningKeyRing(path, create=True)
    path.chmod(0o640)
    with pytest.raises(PrivateFileError):
        SigningKeyRing(path)


@pytest.mark.parametrize("text", ["", "{}", '{"keys": []}', '{"keys": [{"kty": "OKP"}]}', "[]"])
def test_refuses_what_is_not_a_private_key_set(tmp_path: Path, text: str) -> None:
    path = tmp_path / "signing.json"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(SigningKeysError):
        SigningKeyRing(path)


def test_a_rotation_signs_with_the_new_key_and_still_verifies_the_old(tmp_path: Path) -> None:
    path = tmp_path / "signing.json"
    ring = SigningKeyRing(path, create=True)
    issuer = TokenIssuer(ring.current, issuer="i", audience="a")
    verifier = TokenVerifier(ring.public_keys, issuer="i", audience="a")
    old = issuer.issue(uuid4(), frozenset(), uuid4()).value
    new_id = rotate_signing_keys(path)
    assert ring.current()[0] == new_id
    new = issuer.issue(uuid4(), frozenset(), uuid4()).value
    verifier.verify(old)
    verifier.verify(new)
    assert len(parse_jwks(ring.jwks())) == 2


def test_keeps_three_keys(tmp_path: Path) -> None:
    path = tmp_path / "signing.json"
    ring = SigningKeyRing(path, create=True)
    made = [ring.current()[0]] + [rotate_signing_keys(path) for _ in range(3)]
    assert list(ring.public_keys()) == made[:0:-1]


def test_publishes_nothing_private(tmp_path: Path) -> None:
    ring = SigningKeyRing(tmp_path / "signing.json", create=True)
    assert all(set(key) == {"kty", "crv", "use", "alg", "kid", "x"} for key in ring.jwks()["keys"])
    assert os.listdir(tmp_path) == ["signing.json"]  # noqa: PTH208
