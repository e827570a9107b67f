"""Fields encrypted at rest: bound to their row, rotated, found by a blind index."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.encryption import EncryptionError, EncryptionKey, FieldCipher, rotate_key_file
from services.private_files import PrivateFileError

CIPHER = FieldCipher((EncryptionKey(b"uno1", bytes(range(32))),), bytes(32))


@given(st.text(), st.text())
def test_what_was_encrypted_is_read_in_its_own_row_alone(value: str, context: str) -> None:
    stored = CIPHER.encrypt(value, context)
    assert CIPHER.decrypt(stored, context) == value
    with pytest.raises(EncryptionError):
        CIPHER.decrypt(stored, context + "x")


def test_the_same_value_is_never_stored_twice_alike() -> None:
    assert CIPHER.encrypt("1020304050", "a") != CIPHER.encrypt("1020304050", "a")


@given(st.integers(min_value=0, max_value=10_000))
def test_a_damaged_byte_is_noticed(place: int) -> None:
    stored = bytearray(CIPHER.encrypt("1020304050", "a"))
    stored[place % len(stored)] ^= 1
    with pytest.raises(EncryptionError):
        CIPHER.decrypt(bytes(stored), "a")


@pytest.mark.parametrize("stored", [b"", b"\x01", b"\x01uno1", b"\x01uno1" + bytes(12), bytes(60)])
def test_what_is_not_a_stored_field_is_refused(stored: bytes) -> None:
    with pytest.raises(EncryptionError):
        CIPHER.decrypt(stored, "a")


def test_the_blind_index_is_equal_for_equal_values_within_a_purpose() -> None:
    assert CIPHER.blind_index("1020", "a") == CIPHER.blind_index("1020", "a")
    assert CIPHER.blind_index("1020", "a") != CIPHER.blind_index("1021", "a")
    assert CIPHER.blind_index("1020", "a") != CIPHER.blind_index("1020", "b")


def test_a_rotation_reads_the_old_and_writes_with_the_new(tmp_path: Path) -> None:
    path = tmp_path / "encryption.json"
    before = FieldCipher.from_file(path, create=True)
    stored = before.encrypt("1020304050", "a")
    rotate_key_file(path)
    after = FieldCipher.from_file(path)
    assert after.decrypt(stored, "a") == "1020304050"
    assert after.needs_rotation(stored)
    renewed = after.encrypt("1020304050", "a")
    assert not after.needs_rotation(renewed)
    assert after.blind_index("1020", "a") == before.blind_index("1020", "a")
    # Processes that were running take the new key up by themselves.
    assert before.decrypt(renewed, "a") == "1020304050"
    assert not after.needs_rotation(before.encrypt("1020304050", "a"))


def test_the_key_file_is_private_and_must_exist(tmp_path: Path) -> None:
    path = tmp_path / "encryption.json"
    with pytest.raises(PrivateFileError):
        FieldCipher.from_file(path)
    FieldCipher.from_file(path, create=True)
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("change", [{"keys": []}, {"keys": [{"id": "00", "secret": "AA=="}]}, {"index_key": "AA=="}])
def test_a_malformed_key_file_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    path = tmp_path / "encryption.json"
    FieldCipher.from_file(path, create=True)
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises((EncryptionError, ValueError)):
        FieldCipher.from_file(path)


def test_keys_do_not_show_their_secret() -> None:
    assert repr(EncryptionKey(b"uno1", bytes(range(32)))) == "EncryptionKey(756e6f31)"
