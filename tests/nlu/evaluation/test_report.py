"""The report a designer reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from nlu.evaluation import calibration_plot, report
from nlu.evaluation.examples import Example, Prediction

if TYPE_CHECKING:
    from pathlib import Path

PAIRS = [
    (
        Example("el 3 | de marzo", "dar_dato", frozenset({("fecha", 0, 4)}), "fragmentos"),
        Prediction([("dar_dato", 0.9)], frozenset({("fecha", 3, 4)})),
    ),
    (
        Example("¿cuánto gano?", "consultar_salario", frozenset(), "directas"),
        Prediction([("saludar", 0.7)], frozenset()),
    ),
    (
        Example("pide una pizza", "fuera_de_alcance", frozenset(), "directas"),
        Prediction([("fuera_de_alcance", 0.8)], frozenset(), fell_back=True),
    ),
]


def test_the_report_names_confusions_worst_sentences_and_entity_errors() -> None:
    text = report.render("Prueba", PAIRS, "plot.png")
    assert "| consultar_salario | saludar | 1 |" in text
    assert "| ¿cuánto gano? | consultar_salario | saludar | 70,0 % |" in text
    assert "| el 3 \\| de marzo | fecha: el 3 | fecha: 3 |" in text
    assert "![Calibración](plot.png)" in text
    assert "| fragmentos | 1 | 100,0 % | 0,0 % |" in text


def test_a_set_without_annotated_entities_gets_no_figure_for_them() -> None:
    text = report.render("Prueba", PAIRS[1:])
    assert "| F1 de entidades (tramo exacto) | no aplica |" in text
    assert "Errores de entidades" not in text


# matplotlib 3.5 calls names that pyparsing 3.3 renames.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_calibration_plot_is_a_png(tmp_path: Path) -> None:
    calibration_plot.draw(tmp_path / "plot.png", np.array([0.2, 0.9, 1.0]), np.array([False, True, True]))
    assert (tmp_path / "plot.png").read_bytes().startswith(b"\x89PNG")
