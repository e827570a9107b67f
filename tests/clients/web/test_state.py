"""The client's own tests of its state (Vitest, in clients/web/tests), as a part of all the tests."""

from __future__ import annotations

import subprocess

from tests.conftest import ROOT

CLIENT = ROOT / "clients" / "web"
_LIMIT_S = 600


def test_the_state_of_the_client_is_as_its_own_tests_have_it() -> None:
    subprocess.run([CLIENT / "install_tools.sh"], check=True, timeout=_LIMIT_S)
    finished = subprocess.run(
        ["npm", "test", "--silent"],  # noqa: S607 - the npm of whoever runs the tests
        cwd=CLIENT,
        capture_output=True,
        text=True,
        timeout=_LIMIT_S,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
