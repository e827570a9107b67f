"""Few-shot intent figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nlu.t5_encoder.intents import Utterance, few_shot_figures, read_utterances

if TYPE_CHECKING:
    from pathlib import Path

    from nlu.t5_encoder.evaluation import Vectors

WORDS = {"pago": ["plata", "sueldo", "quincena"], "descanso": ["playa", "hamaca", "vacaciones"]}


def test_an_encoder_that_knows_the_meaning_gains_over_counts() -> None:
    training = [
        Utterance(f"{word} {n}", intent) for intent, words in WORDS.items() for word in words[:1] for n in range(9)
    ]
    test = [Utterance(word, intent) for intent, words in WORDS.items() for word in words[1:]]

    def vectors(texts: list[str]) -> Vectors:
        known = {word: row for row, words in enumerate(WORDS.values()) for word in words}
        return np.eye(2, dtype=np.float32)[[known[text.split()[0]] for text in texts]]

    figures = {(f.examples, f.features): f for f in few_shot_figures(training, test, vectors, seeds=2)}
    assert figures[5, "both"].accuracy == figures[5, "encoder"].accuracy == 1.0
    assert figures[5, "counts"].accuracy < 1.0
    assert figures[5, "both"].gain == figures[5, "both"].accuracy - figures[5, "counts"].accuracy


def test_messages_are_read_as_people_wrote_them(tmp_path: Path) -> None:
    (tmp_path / "nlu.yml").write_text(
        'version: "3.1"\nnlu:\n- intent: consultar_salario\n  examples: |\n'
        '    - mi sueldo de [marzo](mes)\n    - ¿y [salud]{"entity": "concepto", "value": "salud"}?\n'
        "- lookup: fondos\n  examples: |\n    - Porvenir\n",
        encoding="utf-8",
    )
    assert read_utterances(tmp_path) == [
        Utterance("mi sueldo de marzo", "consultar_salario"),
        Utterance("¿y salud?", "consultar_salario"),
    ]
