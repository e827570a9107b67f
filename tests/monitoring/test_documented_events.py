"""The events that the product logs are those of monitoring/README.md, neither more nor fewer."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.conftest import ROOT

PACKAGES = ("actions", "connectors", "context", "services", "nlu", "monitoring")
LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
EVENT = re.compile(r"[a-z_]+\.[a-z_]+")


def logged_events() -> Iterator[str]:
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _logs(node.func) and node.args:
                    for constant in ast.walk(node.args[0]):
                        if isinstance(constant, ast.Constant) and EVENT.fullmatch(str(constant.value)):
                            yield constant.value


def _logs(called: ast.expr) -> bool:
    return (
        isinstance(called, ast.Attribute)
        and called.attr in LEVELS
        and isinstance(called.value, ast.Name)
        and called.value.id in {"log", "logger"}
    )


def test_every_event_is_explained_and_every_explanation_is_of_an_event() -> None:
    _, table = (ROOT / "monitoring" / "README.md").read_text(encoding="utf-8").split("## Events of the product")
    first_columns = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    explained = {name for column in first_columns for name in re.findall(r"`([^`]+)`", column)}
    assert explained == set(logged_events())
