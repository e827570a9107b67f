"""The services' API over real HTTP, as its own tests run it, and a company whose people have been paid for years."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from services.bootstrap import Services
from tests.demo_company import DemoCompanies
from tests.services.api.conftest import api

__all__ = ["api"]


@pytest.fixture(scope="module")
def company(demo_companies: DemoCompanies, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    with demo_companies.open(tmp_path_factory.mktemp("matrix"), "matrix") as running:
        yield running
