"""The records of an ablation as two tables in Markdown: means over the seeds, with the spread of what is compared."""

from __future__ import annotations

from statistics import mean, stdev
from typing import Any

from nlu.evaluation.ablation.pipelines import PAIRS, PARTS

Records = list[dict[str, Any]]
_FIGURES = (
    ("intent_accuracy", "intención"),
    ("entity_f1", "F1 entidades"),
    ("out_of_scope_auroc", "AUROC"),
    ("message_cpu_ms", "ms CPU"),
    ("training_cpu_s", "entrenar, s CPU"),
)
_SHARES = frozenset({"intent_accuracy", "entity_f1", "out_of_scope_auroc"})


def render(records: Records) -> str:
    """Returns both tables; a variant that nobody has run yet is left out."""
    header = ["pipeline", "semillas", *(title for _, title in _FIGURES)]
    rows = [row for variant in PARTS if (row := _row(records, variant.name))]
    pairs = [row for size, (counts, both) in PAIRS.items() if (row := _pair(records, size, counts.name, both.name))]
    gains = ["DIET, ejemplos", "semillas", "conteos", "conteos + T5", "ganancia"]
    return "\n\n".join([_table(header, rows), _table(gains, pairs)]) + "\n"


def _row(records: Records, name: str) -> list[str]:
    found = [record for record in records if record["variant"] == name]
    if not found:
        return []
    cells = []
    for figure, _ in _FIGURES:
        values = [record[figure] for record in found]
        if figure in _SHARES:
            cells.append(f"{mean(values):.3f} ± {_spread(values):.3f}")
        else:
            cells.append(f"{mean(values):.1f}")
    return [name, str(len(found)), *cells]


def _pair(records: Records, size: str, counts: str, both: str) -> list[str]:
    """Returns the paired gain of T5 over the seeds that both variants were run with."""
    accuracy = {
        name: {r["seed"]: r["intent_accuracy"] for r in records if r["variant"] == name} for name in (counts, both)
    }
    seeds = sorted(accuracy[counts].keys() & accuracy[both].keys())
    if not seeds:
        return []
    gains = [accuracy[both][seed] - accuracy[counts][seed] for seed in seeds]
    means = [mean(accuracy[name][seed] for seed in seeds) for name in (counts, both)]
    cells = [f"{value:.3f}" for value in means]
    return [size, str(len(seeds)), *cells, f"{mean(gains):+.3f} ± {_spread(gains):.3f}"]


def _spread(values: list[float]) -> float:
    return stdev(values) if len(values) > 1 else 0.0


def _table(header: list[str], rows: list[list[str]]) -> str:
    lines = [f"| {' | '.join(header)} |", f"|{'---|' * len(header)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])
