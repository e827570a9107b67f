"""Which passwords are good enough, and how they are kept."""

from __future__ import annotations

import unicodedata

import pytest

from services.auth.passwords import PasswordHasher, WeakPassword, require_acceptable

HASHER = PasswordHasher(time_cost=1, memory_cost_kib=64, parallelism=1)


@pytest.mark.parametrize(
    "password", ["telar-verde-72-manzana", "caballo correcto bateria grapa", "Xk3vbn-92kdlw", "ñandú trueno 58 pincel"]
)
def test_accepts_long_passwords_that_are_hard_to_guess(password: str) -> None:
    require_acceptable(password)


def test_accepts_sixty_four_characters_and_more() -> None:
    require_acceptable("colibrí barro ventana sol " * 4)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", "too_short"),
        ("Xk3vbn-92kd", "too_short"),
        ("a" * 257, "too_long"),
        ("password1234", "too_common"),
        ("123456789012", "too_common"),
        ("qwertyuiop12", "too_common"),
        ("aaaaaaaaaaaaaaaa", "too_common"),
        ("contraseña123", "too_common"),
        ("colombia2026", "too_common"),
        ("quincena2026", "too_common"),
    ],
)
def test_refuses_short_and_common_passwords(password: str, reason: str) -> None:
    with pytest.raises(WeakPassword) as refusal:
        require_acceptable(password)
    assert refusal.value.reason_code == reason


def test_refuses_the_persons_own_words() -> None:
    require_acceptable("zulaykaechavarria")
    with pytest.raises(WeakPassword):
        require_acceptable("zulaykaechavarria", ("Zulayka Echavarría", "zulayka.echavarria@tejidosdelvalle.example"))


def test_the_hash_is_argon2id_with_the_recommended_cost() -> None:
    assert PasswordHasher().hash("telar-verde-72-manzana").startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_the_same_password_hashes_differently_and_verifies() -> None:
    first, second = HASHER.hash("telar-verde-72"), HASHER.hash("telar-verde-72")
    assert first != second
    assert HASHER.verify(first, "telar-verde-72").matches
    assert not HASHER.verify(first, "telar-verde-73").matches


def test_composed_and_decomposed_letters_are_the_same_password() -> None:
    stored = HASHER.hash(unicodedata.normalize("NFC", "ñandú-trueno-58"))
    assert HASHER.verify(stored, unicodedata.normalize("NFD", "ñandú-trueno-58")).matches


@pytest.mark.parametrize("stored", [None, "", "x", "$argon2id$v=19$m=64"])
def test_without_a_usable_hash_nothing_matches(stored: str | None) -> None:
    assert not HASHER.verify(stored, "no account has this password").matches


def test_an_older_cost_asks_for_a_new_hash() -> None:
    stored = HASHER.hash("telar-verde-72")
    assert not HASHER.verify(stored, "telar-verde-72").needs_rehash
    assert PasswordHasher(2, 128, 1).verify(stored, "telar-verde-72").needs_rehash
