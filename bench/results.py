"""The figures of a run, kept in `bench/results.json` and shown as a table."""

from __future__ import annotations

import json
import os
import platform
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).with_name("results.json")


def keep(figures: dict[str, Any]) -> None:
    """Put the figures into the file, over those of the same name; each part keeps the circumstances it ran in."""
    stored = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    for name, figure in figures.items():
        stored[name] = figure if not isinstance(figure, dict) else {**figure, "measured": _circumstances()}
    RESULTS.write_text(json.dumps(stored, indent=2, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


def _circumstances() -> dict[str, Any]:
    return {
        "at": datetime.now(timezone.utc).isoformat(timespec="minutes"),
        "cores": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "load_average_1m": round(os.getloadavg()[0], 1),
    }
