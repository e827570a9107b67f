"""The desk over the demo company, in a database that these tests may write to."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from services.audit import AuditRecord
from services.auth.principal import Principal
from services.bootstrap import Services
from services.demo.company import person_id
from tests.demo_company import DemoCompanies

PDF = b"%PDF-1.7\n%certificado\n"


@pytest.fixture(scope="package")
def company(demo_companies: DemoCompanies, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    with demo_companies.open(tmp_path_factory.mktemp("desk"), "desk") as running:
        yield running


@pytest.fixture(scope="package")
def someone(company: Services) -> Callable[[str], Principal]:
    return lambda key: company.users.principal(person_id(key))


@pytest.fixture
def trail(company: Services) -> Callable[[Principal], list[AuditRecord]]:
    """What somebody's acts have left in the audit log, latest first."""
    return lambda principal: company.audit.entries(actor_id=principal.user_id)
