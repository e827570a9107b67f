"""Evaluates the assistant's understanding: `python -m nlu.evaluation [--folds N]`."""

from __future__ import annotations

import argparse
import asyncio
import logging
import math
import sys
from pathlib import Path

import numpy as np
import structlog

from nlu.evaluation import calibration_plot, gates, metrics, report
from nlu.evaluation.cross_validation import cross_validate
from nlu.evaluation.examples import Example, Prediction, predict, read_examples

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str] | None = None) -> int:
    """Writes the reports and returns 1 when a gate is missed, else 0."""
    options = _options(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    # What libraries say of themselves (deprecations, mostly) would bury the few lines that a designer reads.
    logging.basicConfig(filename=options.out / "log.txt", filemode="w", level=logging.WARNING)
    logging.captureWarnings(True)
    # Rasa's debug lines hold the sentences, and there are many.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    return asyncio.run(evaluate(options))


async def evaluate(options: argparse.Namespace) -> int:
    """Evaluates on both fixed exams, whose first has gates, and with folds by cross-validation of the training data."""
    out: Path = options.out
    examples, others = read_examples(options.testset), read_examples(options.fieldset)
    predictions = await predict(options.model or _newest_model(), [example.text for example in [*examples, *others]])
    pairs = list(zip(examples, predictions[: len(examples)], strict=True))
    _write(out, "testset", "Frases de prueba", pairs)
    _write(out, "fieldset", "Segundo examen", list(zip(others, predictions[len(examples) :], strict=True)))
    if options.folds:
        data = [*sorted((ROOT / "data/nlu").glob("*.yml")), *sorted((ROOT / "data/lookups").glob("*.yml"))]
        crossed = await cross_validate(data, ROOT / "config.yml", ROOT / "domain.yml", options.folds, _say)
        _write(out, "cross-validation", f"Validación cruzada en {options.folds} partes", crossed)
    lines = gates.missed(metrics.scores(pairs), gates.read_gates(ROOT / "pyproject.toml"))
    for line in lines:
        _say(f"No se alcanza: {line}")
    _say(f"Informe en {out}")
    return 1 if lines else 0


def _write(out: Path, name: str, title: str, pairs: list[tuple[Example, Prediction]]) -> None:
    plot = f"{name}-calibration.png"
    confidences = np.array([prediction.confidence for _, prediction in pairs])
    correct = np.array([example.intent == prediction.intent for example, prediction in pairs])
    calibration_plot.draw(out / plot, confidences, correct)
    (out / f"{name}.md").write_text(report.render(title, pairs, plot), encoding="utf-8")
    found = metrics.scores(pairs)
    measured = {key: value for key, value in found.as_dict().items() if not math.isnan(value)}
    _say(f"{title}: " + ", ".join(f"{key} {value:.4f}" for key, value in measured.items()))


def _newest_model() -> Path:
    models = sorted((ROOT / "models").glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not models:
        raise SystemExit("No hay ningún asistente entrenado en models/: entrénelo primero.")
    return models[-1]


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m nlu.evaluation", description=__doc__)
    parser.add_argument("--model", type=Path, help="asistente entrenado (por omisión, el más reciente de models/)")
    parser.add_argument("--testset", type=Path, default=ROOT / "tests/nlu/testset", help="carpeta de frases de prueba")
    parser.add_argument("--fieldset", type=Path, default=ROOT / "tests/nlu/fieldset", help="carpeta del segundo examen")
    parser.add_argument(
        "--folds", type=int, default=3, help="partes de la validación cruzada, un entrenamiento cada una; 0 la omite"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "results/nlu", help="carpeta de los informes")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
