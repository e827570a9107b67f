"""The shipped legal parameters, read once for every test of the rules."""

from __future__ import annotations

import pytest

from services.payroll.legal_parameters import load_legal_parameters
from services.payroll.rules.parameters import LegalParameters


@pytest.fixture(scope="session")
def parameters() -> LegalParameters:
    return load_legal_parameters()
