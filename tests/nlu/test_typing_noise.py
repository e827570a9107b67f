"""Chat noise keeps a sentence a sentence."""

from __future__ import annotations

import random

from nlu.typing_noise import as_typed_in_chat, strip_accents

SENTENCE = "¿Cuándo me consignan la quincena del año pasado, por favor?"


def test_the_number_of_words_never_changes() -> None:
    rng = random.Random(1)
    for text in (SENTENCE, "sí", "¿", "a b c", "¡Qué más! ¿Todo bien?", "... ?"):
        for _ in range(300):
            assert len(as_typed_in_chat(text, rng).split()) == len(text.split())


def test_all_kinds_of_slips_occur() -> None:
    rng = random.Random(2)
    seen = {as_typed_in_chat(SENTENCE, rng) for _ in range(300)}
    assert any("¿" not in text for text in seen)
    assert any("Cuando" in text for text in seen)
    assert any(text.endswith("favor") for text in seen)
    assert any("x favor" in text or "x fvor" in text for text in seen)
    assert len(seen) > 80


def test_the_same_chance_gives_the_same_noise() -> None:
    assert as_typed_in_chat(SENTENCE, random.Random(3)) == as_typed_in_chat(SENTENCE, random.Random(3))


def test_accents_go_and_the_letter_enye_stays() -> None:
    assert strip_accents("¿Pingüino, año, CAÑÓN, desprendí?") == "¿Pinguino, año, CAÑON, desprendi?"
