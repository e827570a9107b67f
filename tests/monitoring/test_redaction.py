"""What is hidden from a log line, and what stays readable in it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.redaction import HIDDEN, confidential, redact, redact_text

CORRELATION_ID = "6f1c2f0e-3d5a-4c8b-9e57-0a1b2c3d4e5f"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("neto $ 1.750.905", "1.750.905"),
        ("neto $9.500", "9.500"),
        ("neto 1750905.00 COP", "1750905"),
        ("neto 1,750,905", "1,750,905"),
        ("CC 52 123 456", "52 123 456"),
        ("CC1020304050x", "1020304050"),
        ("cuenta 031-234567-89", "031-234567-89"),
        ("de ana.rojas@tejidosdelvalle.example", "ana.rojas"),
        ("Authorization: Bearer abcDEF123456", "abcDEF123456"),
        ("eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.c2ln", "eyJzdWIiOiIxIn0"),
        ("redis://:clave-larga@127.0.0.1:6379/0", "clave-larga"),
        ("postgresql://user:p@ss@host/db", "p@ss"),
        ("refresh 8rQ2mXw7c9Zk1LhT4vB6nP0sJ5gF3dA8yE2uR7iO9qW", "8rQ2mXw7c9Zk1LhT4vB6nP0sJ5gF3dA8yE2uR7iO9qW"),
    ],
)
def test_personal_data_and_secrets_are_hidden_wherever_they_stand(text: str, secret: str) -> None:
    assert secret not in redact_text(text)
    assert HIDDEN in redact_text(text)


@pytest.mark.parametrize("text", [CORRELATION_ID, "2026-11-23T02:28:28.155+00:00", "status 503 after 4 tries", "a.b.c"])
def test_what_leads_support_to_a_request_stays(text: str) -> None:
    assert redact_text(text) == text


@given(st.integers(min_value=10_000, max_value=10**12), st.sampled_from(["{}", "{:,}", "x{}y", "${}", "= {}."]))
def test_no_amount_survives_in_any_form(amount: int, form: str) -> None:
    for written in (form.format(amount), form.format(amount).replace(",", ".")):
        assert not any(
            part in redact_text(written) for part in (str(amount), f"{amount:,}", f"{amount:,}".replace(",", "."))
        )


def test_a_field_that_is_named_after_personal_data_keeps_no_value() -> None:
    fields = {"text": "hola", "refresh_token": "x", "NewPassword": "y", "amount": 3, "slots": {"a": 1}, "salary": None}
    assert set(redact(fields).values()) == {HIDDEN}


def test_numbers_keep_to_the_size_of_counts_and_measures() -> None:
    assert redact(
        {"status": 503, "milliseconds": 12_345.6, "net": 1_750_905, "base": Decimal(3), "deep": [52_123_456]}
    ) == {
        "status": 503,
        "milliseconds": 12_345.6,
        "net": HIDDEN,
        "base": HIDDEN,
        "deep": [HIDDEN],
    }


def test_an_object_is_reduced_to_its_type() -> None:
    assert redact({"error": ValueError("salario 1"), "raw": b"cuenta"}) == {"error": "ValueError", "raw": "bytes"}


def test_what_a_person_is_saying_is_hidden_from_every_line_of_its_turn() -> None:
    with confidential("me pagaron mal", None, "sí"):
        assert redact_text("falló «me pagaron mal» así") == f"falló «{HIDDEN}» así"
        assert redact_text("sí") == "sí"
    assert redact_text("me pagaron mal") == "me pagaron mal"
