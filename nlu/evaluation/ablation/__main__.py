"""`python -m nlu.evaluation.ablation`: every variant with every seed, each in a process of its own, resumable."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import structlog

from nlu.evaluation.ablation.pipelines import FEATURES, PARTS, VARIANTS
from nlu.evaluation.ablation.table import render

ROOT = Path(__file__).resolve().parents[3]
_LONGEST_TRAINING_S = 3600
# What an earlier training left in Rasa's cache would make the later ones look cheap.
_NOTHING_KEPT = {**os.environ, "RASA_MAX_CACHE_SIZE": "0"}


def main(arguments: list[str] | None = None) -> int:
    """Runs what is missing, writes the table after each run, and returns 0."""
    options = _options(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    if options.one:
        name, seed = options.one
        return _run_one(name, int(seed), options.out)
    names = [
        variant.name for variant in {"partes": PARTS, "rasgos": FEATURES, "todo": (*PARTS, *FEATURES)}[options.what]
    ]
    planned = [(name, seed) for seed in range(1, options.seeds + 1) for name in names]
    for number, (name, seed) in enumerate(planned, start=1):
        if not _record(options.out, name, seed).exists():
            _say(f"{number} de {len(planned)} · {name} · semilla {seed}")
            one = ["--out", str(options.out), "--one", name, str(seed)]
            command = [sys.executable, "-m", "nlu.evaluation.ablation", *one]
            with (options.out / "log.txt").open("a", encoding="utf-8") as log:
                subprocess.run(
                    command,
                    check=True,
                    stdout=log,
                    stderr=log,
                    cwd=ROOT,
                    env=_NOTHING_KEPT,
                    timeout=_LONGEST_TRAINING_S,
                )
        records = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(options.out.glob("*.json"))]
        (options.out / "ablation.md").write_text(render(records), encoding="utf-8")
    _say((options.out / "ablation.md").read_text(encoding="utf-8"))
    return 0


def _run_one(name: str, seed: int, out: Path) -> int:
    from nlu.evaluation.ablation.training import train_and_measure

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    record = asyncio.run(train_and_measure(VARIANTS[name], seed, ROOT))
    path = _record(out, name, seed)
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")
    temporary.replace(path)
    return 0


def _record(out: Path, name: str, seed: int) -> Path:
    return out / f"{name.replace(' ', '_')}-{seed}.json"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m nlu.evaluation.ablation", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["partes", "rasgos", "todo"], default="todo", help="qué se compara")
    parser.add_argument("--seeds", type=int, default=3, help="semillas")
    parser.add_argument("--out", type=Path, default=ROOT / "results/nlu/ablation", help="carpeta de los resultados")
    parser.add_argument("--one", nargs=2, metavar=("NOMBRE", "SEMILLA"), help="sólo este entrenamiento")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
