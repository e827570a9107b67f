"""Misspelt words are read as the ones that were meant, and right ones stay."""

from __future__ import annotations

import pytest

from nlu.spelling import Spelling, sound_of

SENTENCES = [
    "quiero saber cuánto me pagaron la quincena",
    "quiero mis vacaciones y mi certificado",
    "cuánto tengo de vacaciones esta quincena",
    "me pagaron y quiero saber del certificado",
]


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    return Spelling.learn(SENTENCES, familiar={"casino", "quiera"})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kiero", "quiero"), ("qiero", "quiero"), ("sabr", "saber"), ("kuanto", "cuánto"), ("bacasiones", "vacaciones"),
        ("pagarn", "pagaron"), ("sertifikado", "certificado"), ("kinsena", "quincena"), ("xq", "porque"), ("m", "me"),
        ("👍", "sí"), ("👎", "no"),
    ],
)  # fmt: skip
def test_a_misspelt_word_is_read_as_the_one_that_was_meant(spelling: Spelling, typed: str, meant: str) -> None:
    assert spelling.meant(typed) == meant


@pytest.mark.parametrize(
    "word", ["quiero", "Quiero", "VACACIONES", "cuanto", "casino", "quiera", "parqueadero", "no", "220", "💸"]
)
def test_known_familiar_short_and_far_words_stay(spelling: Spelling, word: str) -> None:
    assert spelling.meant(word) == word


def test_a_word_said_once_is_no_target() -> None:
    assert Spelling.learn(["la libranza"]).meant("livranza") == "livranza"


@pytest.mark.parametrize(
    ("one", "other"),
    [("hacer", "aser"), ("quiero", "kiero"), ("vacaciones", "bacasiones"), ("llegó", "yego"), ("gerente", "jerente")],
)
def test_spellings_of_one_sound_share_a_key(one: str, other: str) -> None:
    assert sound_of(one) == sound_of(other)


def test_different_sounds_have_different_keys() -> None:
    assert len({sound_of(word) for word in ("pagan", "cagan", "chagan", "gagan")}) == 4
