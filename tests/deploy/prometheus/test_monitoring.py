"""What operators watch: the scrape file, the alerts and the dashboards, on metrics that the product exports."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.product import RunningProduct

ROOT = Path(__file__).resolve().parents[3]
PROMETHEUS = ROOT / "deploy" / "prometheus"
DASHBOARDS = sorted((ROOT / "deploy" / "grafana" / "dashboards").glob("*.json"))
_METRIC = re.compile(r"\bchatnomina_\w+")
_TYPE = re.compile(r"^# TYPE (chatnomina_\w+) (\w+)$", re.MULTILINE)
_SCRAPED_PORTS = {"services": "SERVICES_PORT", "actions": "ACTIONS_PORT", "assistant": "RASA_PORT"}


def promtool(*arguments: str) -> str:
    program = shutil.which("promtool")
    assert program is not None, "promtool comes with tests/debian_packages.sh"
    done = subprocess.run(
        [program, *arguments], cwd=PROMETHEUS, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def dashboards() -> list[dict[str, Any]]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in DASHBOARDS]


def alerts() -> list[dict[str, Any]]:
    document = yaml.safe_load((PROMETHEUS / "alerts.yml").read_text(encoding="utf-8"))
    return [rule for group in document["groups"] for rule in group["rules"]]


def shown() -> set[str]:
    """The metrics that the panels of the dashboards ask for."""
    queries = [target["expr"] for board in dashboards() for panel in board["panels"] for target in panel["targets"]]
    return {name for query in queries for name in _METRIC.findall(query)}


@pytest.fixture(scope="module")
def exported(stack: RunningProduct) -> dict[str, str]:
    """Every metric of the running product and its type, read where the scrape file says."""
    found: dict[str, str] = {}
    configuration = yaml.safe_load((PROMETHEUS / "prometheus.yml").read_text(encoding="utf-8"))
    for job in configuration["scrape_configs"]:
        port = stack.variables[_SCRAPED_PORTS[job["job_name"]]]
        address = f"http://127.0.0.1:{port}{job['metrics_path']}"
        with urllib.request.urlopen(address, timeout=15) as answer:
            assert answer.headers["content-type"].startswith("text/plain"), address
            metrics = dict(_TYPE.findall(answer.read().decode()))
        assert metrics, f"nothing at {address}"
        found |= metrics
    # When a counter was made, which the client library tells beside each.
    return {name: kind for name, kind in found.items() if not name.endswith("_created")}


def test_the_scrape_file_and_the_alerts_are_valid() -> None:
    promtool("check", "config", "prometheus.yml")


def test_every_alert_fires_when_it_should_and_is_silent_when_all_is_well() -> None:
    promtool("test", "rules", "alerts_test.yml")
    tests = yaml.safe_load((PROMETHEUS / "alerts_test.yml").read_text(encoding="utf-8"))["tests"]
    fired = {case["alertname"] for test in tests for case in test["alert_rule_test"] if case["exp_alerts"]}
    assert fired == {rule["alert"] for rule in alerts()}


def test_alerts_and_dashboards_name_only_metrics_that_the_product_exports(exported: dict[str, str]) -> None:
    series = set(exported) | {
        f"{name}{part}"
        for name, kind in exported.items()
        if kind == "histogram"
        for part in ("_bucket", "_sum", "_count")
    }
    named = shown() | {name for rule in alerts() for name in _METRIC.findall(rule["expr"])}
    assert len(named) >= 10
    assert named <= series


def test_every_metric_of_the_product_is_on_a_dashboard(exported: dict[str, str]) -> None:
    assert set(exported) - {name.removesuffix("_bucket") for name in shown()} == set()


def test_panels_are_told_apart_and_do_not_overlap() -> None:
    assert DASHBOARDS
    for board in dashboards():
        identifiers = [panel["id"] for panel in board["panels"]]
        assert len(set(identifiers)) == len(identifiers)
        cells = [
            (place["x"] + across, place["y"] + down)
            for place in (panel["gridPos"] for panel in board["panels"])
            for across in range(place["w"])
            for down in range(place["h"])
        ]
        assert len(set(cells)) == len(cells)
        assert max(across for across, _ in cells) < 24
