from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from deploy.local.assistant import TRAINING_DATA

ROOT = Path(__file__).resolve().parents[2]


def test_the_training_data_are_valid_without_a_warning() -> None:
    outcome = subprocess.run(
        [
            *(sys.executable, "-m", "rasa", "data", "validate", "--fail-on-warnings"),
            *("--config", "config.yml", "--domain", "domain.yml", "--data"),
            *(folder for folder in TRAINING_DATA if (ROOT / folder).exists()),
        ],
        cwd=ROOT,
        env={**os.environ, "RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    output = outcome.stdout + outcome.stderr
    assert outcome.returncode == 0, output[-4000:]
    assert "UserWarning" not in output
