"""The trained assistant that fits the sources at hand: found by fingerprint, trained when there is none."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

from deploy.local.configuration import ROOT
from deploy.local.progress import Progress
from deploy.local.task import run_task
from deploy.local.training_stages import TrainingStages

# What a trained model is made from. data/normativa is read by the services at run time and is no part of it.
TRAINING_DATA = ("data/nlu", "data/lookups", "data/rules", "data/stories")
_SOURCES = ("config.yml", "domain.yml", "nlu", "models/t5-nomina-es", "models/spacy-nomina-es", *TRAINING_DATA)
# Code that measures an assistant, or made what it starts from.
_NO_SOURCES = ("nlu/evaluation", "nlu/t5_encoder", "nlu/spacy_pipeline.py")
_PACKAGES = ("rasa", "tensorflow-cpu", "scikit-learn", "numpy", "spacy", "onnxruntime")
_KEPT_MODELS = 3
_INVALID = "Los datos del asistente tienen errores"
_FINDING = re.compile(r"UserWarning|\b(WARNING|ERROR|CRITICAL)\b|Exception|Error:")


def fingerprint(root: Path = ROOT) -> str:
    """Sixteen hexadecimal digits of a SHA-256 over the assistant's source files and the packages that train it."""
    digest = hashlib.sha256()
    for package in _PACKAGES:
        digest.update(f"{package}=={version(package)}\0".encode())
    for file in _files(root):
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        digest.update(f"{file.relative_to(root).as_posix()}\0{content}\0".encode())
    return digest.hexdigest()[:16]


def model_path(root: Path = ROOT) -> Path:
    """Where the assistant trained from the present sources is, or will be."""
    return root / "models" / f"chatnomina-{fingerprint(root)}.tar.gz"


def train(environment: Mapping[str, str], log_path: Path, progress: Progress, root: Path = ROOT) -> Path:
    """Train the assistant, put it in models/ whole, and forget all but the newest few. Returns its path.

    The data are validated beside the training, which for long is busy on one processor, and which ends when they are
    found wrong. A command, a signal or a power cut in the middle leaves no half-written model. Raises LaunchError.
    """
    target = model_path(root)
    target.parent.mkdir(exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=target.parent))
    sources = _source_arguments(root)
    try:
        with ThreadPoolExecutor(1) as beside:
            validation = beside.submit(
                run_task,
                [sys.executable, "-m", "rasa", "data", "validate", *sources],
                environment=environment,
                log_path=log_path.with_name(f"{log_path.stem}-validation{log_path.suffix}"),
                failure=_INVALID,
            )

            stages = TrainingStages()

            def show(line: str) -> None:
                if validation.done():
                    validation.result()
                if stage := stages.read(line):
                    progress.note(stage)

            model = ("--out", os.fspath(draft), "--fixed-model-name", target.name.removesuffix(".tar.gz"))
            run_task(
                [sys.executable, "-m", "rasa", "train", *sources, "--skip-validation", *model],
                environment=environment,
                log_path=log_path,
                failure="El entrenamiento del asistente falló",
                on_line=show,
            )
            validation.result()
        (draft / target.name).replace(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    _forget_old_models(target)
    return target


def validate(environment: Mapping[str, str], log_path: Path, progress: Progress) -> None:
    """Check domain, intents, responses and stories in seconds, as before a training. Raises LaunchError."""

    def show(line: str) -> None:
        if _FINDING.search(line):
            progress.line(line)

    run_task(
        [sys.executable, "-m", "rasa", "data", "validate", "--fail-on-warnings", *_source_arguments(ROOT)],
        environment=environment,
        log_path=log_path,
        failure=_INVALID,
        on_line=show,
    )


def _source_arguments(root: Path) -> list[str]:
    data = [folder for folder in TRAINING_DATA if (root / folder).exists()]
    return ["--config", "config.yml", "--domain", "domain.yml", "--data", *data]


def _files(root: Path) -> Iterable[Path]:
    apart = [root / name for name in _NO_SOURCES]
    for source in _SOURCES:
        path = root / source
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                if file.is_file() and "__pycache__" not in file.parts and not any(map(file.is_relative_to, apart)):
                    yield file
        elif path.exists():
            yield path


def _forget_old_models(newest: Path) -> None:
    ours = sorted(newest.parent.glob("chatnomina-*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in ours[_KEPT_MODELS:]:
        if path != newest:
            path.unlink()
