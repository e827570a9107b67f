"""`python -m nlu.evaluation.ablation`: every variant with every seed, each in a process of its own, resumable.

Several may train at once (`--jobs`); messages are timed while none does.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock

import structlog

from nlu.evaluation.ablation.pipelines import FEATURES, PARTS, VARIANTS
from nlu.evaluation.ablation.table import render

ROOT = Path(__file__).resolve().parents[3]
_LONGEST_TRAINING_S = 3600
# What an earlier training left in Rasa's cache would make the later ones look cheap.
_NOTHING_KEPT = {"RASA_MAX_CACHE_SIZE": "0"}


def main(arguments: list[str] | None = None) -> int:
    """Runs what is missing, writes the table after each run, and returns 0."""
    options = _options(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    if options.one:
        name, seed = options.one
        return _run_one(name, int(seed), options.out)
    variants = {"partes": PARTS, "rasgos": FEATURES, "todo": (*PARTS, *FEATURES)}[options.what]
    planned = [(variant.name, seed) for seed in range(1, options.seeds + 1) for variant in variants]
    missing = [(name, seed) for name, seed in planned if not _record(options.out, name, seed).exists()]
    _say(f"{len(planned) - len(missing)} de {len(planned)} entrenamientos estaban hechos")
    _write_table(options.out)
    written = Lock()

    def run(name: str, seed: int) -> None:
        _run_apart(name, seed, options.out, options.jobs)
        with written:
            done = _write_table(options.out)
            _say(f"{name} · semilla {seed} · van {done}")

    with ThreadPoolExecutor(options.jobs) as pool:
        for running in [pool.submit(run, name, seed) for name, seed in missing]:
            running.result()
    _say((options.out / "ablation.md").read_text(encoding="utf-8"))
    return 0


def _run_apart(name: str, seed: int, out: Path, jobs: int) -> None:
    """Trains and measures one variant in a process of its own, with its share of the processor."""
    threads = str(max(1, (os.cpu_count() or 1) // jobs))
    environment = {**os.environ, **_NOTHING_KEPT, "OMP_NUM_THREADS": threads, "TF_NUM_INTRAOP_THREADS": threads}
    command = [sys.executable, "-m", "nlu.evaluation.ablation", "--out", str(out), "--one", name, str(seed)]
    with (out / "log.txt").open("a", encoding="utf-8") as log:
        subprocess.run(
            command, check=True, stdout=log, stderr=log, cwd=ROOT, env=environment, timeout=_LONGEST_TRAINING_S
        )


def _write_table(out: Path) -> int:
    """Writes the table of every record there is; returns how many there are."""
    records = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(out.glob("*.json"))]
    (out / "ablation.md").write_text(render(records), encoding="utf-8")
    return len(records)


def _run_one(name: str, seed: int, out: Path) -> int:
    from nlu.evaluation.ablation.quiet import Quiet
    from nlu.evaluation.ablation.training import train_and_measure

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    record = asyncio.run(train_and_measure(VARIANTS[name], seed, ROOT, Quiet(out / "training.lock")))
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
    parser.add_argument("--jobs", type=int, default=1, help="entrenamientos a la vez")
    parser.add_argument("--out", type=Path, default=ROOT / "results/nlu/ablation", help="carpeta de los resultados")
    parser.add_argument("--one", nargs=2, metavar=("NOMBRE", "SEMILLA"), help="sólo este entrenamiento")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
