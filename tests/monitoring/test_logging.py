"""A process of its own that configures logging, as every process of the product does, and then logs in every way."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.conftest import ROOT

PROGRAM = """
import asyncio, logging, threading, warnings
import structlog
from rasa.utils.log_utils import configure_structlog
configure_structlog(logging.INFO)
early = structlog.get_logger("rasa.early")
early.warning("bound.before", text="SECRETO")
from monitoring.logging import configure_logging
configure_logging("prueba")
early.warning("bound.before", text="SECRETO", slot_values=["SECRETO"])
structlog.get_logger("services.x").warning("ours", message="SECRETO")
structlog.get_logger("services.x").debug("too detailed")
logging.getLogger("rasa.core").debug("SECRETO")
detached = logging.getLogger("sanic.error")
detached.propagate = False
detached.error("failed on %s", "mi SECRETO")
warnings.warn("'un SECRETO'")
def fail(): raise ValueError("SECRETO")
thread = threading.Thread(target=fail); thread.start(); thread.join()
async def forgotten():
    asyncio.get_running_loop().create_task(asyncio.sleep(0)).add_done_callback(lambda _: fail())
    await asyncio.sleep(0.01)
asyncio.run(forgotten())
fail()
"""


def test_everything_that_a_process_logs_is_one_redacted_json_line() -> None:
    finished = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    first, *lines = finished.stdout.splitlines()
    assert json.loads(first)["text"] == "SECRETO"  # Rasa's own configuration, until ours takes its place
    written = [json.loads(line) for line in lines]
    assert [entry["event"] for entry in written] == [
        "bound.before",
        "ours",
        "failed on [oculto]",
        written[3]["event"],
        "uncaught exception",
        written[5]["event"],
        "uncaught exception",
    ]
    assert [entry["logger"] for entry in written][3:6] == ["py.warnings", "monitoring.uncaught", "asyncio"]
    assert "SECRETO" not in "".join(lines)
    assert finished.stderr == ""
    assert finished.returncode == 1
