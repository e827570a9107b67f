"""In whose name documents are issued, by environment."""

from __future__ import annotations

from typing import Any

import pytest

from services.bootstrap import issuing_employer
from services.documents.employer import DEMO_EMPLOYER
from services.settings import Settings

COMPANY = {"employer_name": "Hilos del Norte S.A.", "employer_nit": "800197268"}
PUBLIC = {"verification_url": "https://nomina.example/verificar"}


def settings(environment: str, **values: Any) -> Settings:
    return Settings(
        environment=environment,
        database_url="postgresql://u:p@db/c",
        redis_url="redis://r/0",
        action_server_secret="k" * 40,
        signing_keys_file="/run/secrets/signing.json",
        encryption_keys_file="/run/secrets/encryption.json",
        smtp_url="smtps://u:p@mail",
        **values,
    )


def test_in_development_the_demo_company_issues_them() -> None:
    assert issuing_employer(settings("development")) is DEMO_EMPLOYER


def test_the_configured_company_issues_them() -> None:
    employer = issuing_employer(settings("production", **COMPANY, **PUBLIC))
    assert employer is not None
    assert (employer.name, employer.full_nit) == ("Hilos del Norte S.A.", "800.197.268-4")


@pytest.mark.parametrize("values", [{}, COMPANY, PUBLIC, PUBLIC | {"employer_name": "Hilos del Norte S.A."}])
def test_in_production_nobody_issues_them_until_all_is_configured(values: dict[str, str]) -> None:
    assert issuing_employer(settings("production", **values)) is None


def test_codes_are_verified_where_the_services_listen_unless_told_otherwise() -> None:
    assert settings("development", services_port=8123).verification_address == "http://127.0.0.1:8123/verificar"
    assert settings("development", **PUBLIC).verification_address == PUBLIC["verification_url"]
