"""The opinions beside DIET's: which are asked for, and that they come back from a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from nlu.other_opinions import LINEAR, NAMES, NEAREST, OtherOpinions
from nlu.persons import NameBook

if TYPE_CHECKING:
    from pathlib import Path

NOBODY = NameBook.of([], [])
TEXTS = ["cuánto gano", "mi sueldo", "vacaciones pendientes", "mis días de vacaciones", "hola", "hola buenas"]
LABELS = np.array([0, 0, 1, 1, 2, 2])


@pytest.mark.parametrize("asked", [[LINEAR], [NEAREST], [LINEAR, NEAREST]], ids=" ".join)
def test_those_asked_for_are_given_before_and_after_loading(asked: list[str], tmp_path: Path) -> None:
    fitted = OtherOpinions.fit(asked, TEXTS, None, LABELS, NOBODY, 3)
    fitted.save(tmp_path)
    loaded = OtherOpinions.load(tmp_path)
    assert loaded is not None
    given, again = fitted.on("mis vacaciones", None), loaded.on("mis vacaciones", None)
    assert list(given) == list(again) == asked
    for name in asked:
        assert given[name].shape == (1, 3)
        assert given[name].argmax() == 1
        assert again[name] == pytest.approx(given[name], abs=1e-6)


def test_another_fit_goes_on_from_the_first() -> None:
    first = OtherOpinions.fit(list(NAMES), TEXTS[:5], None, LABELS[:5], NOBODY, 3)
    whole = OtherOpinions.fit(list(NAMES), TEXTS, None, LABELS, NOBODY, 3, start=first)
    assert [int(opinion.argmax()) for opinion in whole.on("hola buenas", None).values()] == [2, 2]


def test_nothing_saved_loads_nothing(tmp_path: Path) -> None:
    assert OtherOpinions.load(tmp_path) is None
