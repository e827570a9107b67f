"""`python -m nlu.t5_encoder`: corpus, vocabulary, teacher targets, training, export and evaluation, each resumable."""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from nlu.t5_encoder.recipe import Recipe, Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parents[2]
console = Console()


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m nlu.t5_encoder", description="Preentrena y exporta el codificador T5."
    )
    parser.add_argument("stages", nargs="*", choices=[*STAGES, "all"], default="all", help="etapas; por defecto, todas")
    parser.add_argument("--corpus", type=Path, required=True, help="carpeta con sentences.tar.xz y pairs.tar.xz")
    parser.add_argument("--work", type=Path, default=ROOT / ".chatnomina" / "t5", help="carpeta de trabajo, reanudable")
    parser.add_argument("--model", type=Path, default=ROOT / "models" / "t5-nomina-es", help="carpeta de salida")
    parser.add_argument("--start", type=Path, default=None, help="modelo exportado desde el que se continúa")
    parser.add_argument("--learning-rate", type=float, default=Recipe.learning_rate, help="tasa antes del descenso")
    parser.add_argument("--visits", type=int, default=Recipe.visits, help="frases que ve el estudiante en total")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="procesos de entrenamiento en CPU")
    parser.add_argument("--device", default=None, help="cpu o cuda; por defecto, la GPU si hay una")
    return parser.parse_args(arguments)


def _corpus(workspace: Workspace, recipe: Recipe, options: argparse.Namespace) -> None:
    from nlu.t5_encoder.corpus import build_sentences, extend_sentences

    if workspace.sentences.exists():
        console.print(f"  {extend_sentences(workspace, recipe):,} frases nuevas del proyecto")
    else:
        build_sentences(workspace, recipe)


def _vocabulary(workspace: Workspace, recipe: Recipe, options: argparse.Namespace) -> None:
    from nlu.t5_encoder.vocabulary import take_vocabulary, train_vocabulary

    if workspace.start is not None:
        take_vocabulary(workspace, workspace.start)
    elif not workspace.vocabulary.exists():
        train_vocabulary(workspace, recipe)


def _targets(workspace: Workspace, recipe: Recipe, options: argparse.Namespace) -> None:
    from nlu.t5_encoder.targets import write_targets

    write_targets(workspace, recipe, _device(options))


def _train(workspace: Workspace, recipe: Recipe, options: argparse.Namespace) -> None:
    from nlu.t5_encoder.launch import train

    device = _device(options)
    train(workspace, recipe, device, options.workers if device == "cpu" else 1)


def _export(workspace: Workspace, recipe: Recipe, options: argparse.Namespace) -> None:
    from nlu.t5_encoder.curves import draw_curves
    from nlu.t5_encoder.export import export_model

    export_model(workspace, recipe)
    draw_curves(workspace.history, workspace.model / "curves.png")


def _evaluate(workspace: Workspace, recipe: Recipe, options: argparse.Namespace) -> None:
    from nlu.t5_encoder.report import evaluation_report

    console.print(evaluation_report(workspace, ROOT))


def _device(options: argparse.Namespace) -> str:
    from nlu.t5_backends.torch_backend import choose_device

    return options.device or choose_device()


STAGES: dict[str, Callable[[Workspace, Recipe, argparse.Namespace], None]] = {
    "corpus": _corpus,
    "vocabulary": _vocabulary,
    "targets": _targets,
    "train": _train,
    "export": _export,
    "evaluate": _evaluate,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the stages that were asked for, in order."""
    options = _arguments(arguments)
    if not (options.corpus / "sentences.tar.xz").is_file():
        raise SystemExit(f"No está el corpus en «{options.corpus}»: indique su carpeta con CORPUS=… o --corpus.")
    workspace = Workspace(options.work, options.corpus, ROOT / "data" / "nlu", options.model, options.start)
    workspace.work.mkdir(parents=True, exist_ok=True)
    recipe = replace(Recipe(), visits=options.visits, learning_rate=options.learning_rate)
    asked = list(STAGES) if "all" in options.stages else options.stages
    for name in [stage for stage in STAGES if stage in asked]:
        console.rule(name)
        STAGES[name](workspace, recipe, options)


if __name__ == "__main__":
    main()
