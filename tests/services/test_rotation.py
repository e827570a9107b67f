"""A new key for what is kept encrypted: everything moves to it while the services go on, and nothing is lost."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from deploy.local.command_line import app
from services.auth.principal import Principal, Role
from services.auth.sessions import Client
from services.bootstrap import Services, build_services
from services.migrations.metadata import declared_metadata
from services.payroll.repository.accounts import number_context, replace_account
from services.privacy.views import Datum
from services.rotation import ENCRYPTED_COLUMNS
from services.settings import Settings
from services.users.directory import ContractTerm, NewEmployee, PositionTerm

HIRED = date(2022, 3, 15)
PDF = b"%PDF-1.7 soporte"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rotation")


@pytest.fixture(scope="module")
def services(module_database_url: str, redis_url: str, home: Path) -> Iterator[Services]:
    """The services of a running process: built once, before any rotation."""
    running = build_services(
        Settings(
            environment="test",
            tenant=f"t{secrets.token_hex(6)}",
            data_directory=home,
            database_url=module_database_url,
            redis_url=redis_url,
        )
    )
    running.signing_keys.jwks()
    yield running
    running.close()


def hire(services: Services, *roles: Role) -> Principal:
    employee = NewEmployee(
        user_id=uuid4(),
        email=f"{uuid4().hex}@tejidosdelvalle.example",
        first_names="Ana",
        last_names="Restrepo",
        document_type="CC",
        document_number=str(10**9 + secrets.randbelow(10**9)),
        contracts=(ContractTerm("indefinite", HIRED),),
        positions=(PositionTerm("Tejedora", "Tejeduría", HIRED),),
        roles=frozenset({Role.EMPLOYEE, *roles}),
    )
    assert services.directory.register(employee)
    return Principal(employee.user_id, employee.roles)


def rotate(services: Services, home: Path, kind: str) -> str:
    """What an operator does, in a process of its own as far as keys go."""
    variables = {
        "DATABASE_URL": services.settings.database_url.get_secret_value(),
        "REDIS_URL": services.settings.redis_url.get_secret_value(),
        "CHATNOMINA_DATA_DIRECTORY": str(home),
        "CHATNOMINA_ENV": "test",
    }
    result = CliRunner().invoke(app, ["rotate-keys", kind], env=variables)
    assert result.exit_code == 0, result.output
    return result.output


def stored(services: Services) -> dict[str, list[bytes]]:
    """Every encrypted value of the database by column."""
    tables = declared_metadata().tables.values()
    with services.database.session() as session:
        return {
            f"{table.name}.{column.name}": [
                bytes(value) for value in session.execute(select(column)).scalars() if value is not None
            ]
            for table in tables
            for column in table.columns
            if column.name.endswith("_encrypted")
        }


def test_every_encrypted_column_of_the_database_is_known_to_the_rotation(services: Services) -> None:
    assert {each.name for each in ENCRYPTED_COLUMNS} == stored(services).keys()


def test_everything_moves_to_the_new_key_while_the_services_go_on(services: Services, home: Path) -> None:
    ana, hr = hire(services), hire(services, Role.HR)
    account_id = uuid4()
    with services.database.session() as session:
        number = services.cipher.encrypt("03123456789", number_context(account_id))
        replace_account(session, ana.user_id, account_id, "Bancolombia", "Ahorros", number, "6789", HIRED)
        session.commit()
    case = services.payroll.open_case(ana, "pago", None, None)
    assert case.id is not None
    services.desk.inbox.reply(hr, case.id, "Ya lo revisamos")
    file = services.desk.files.take(ana, "soporte.pdf", PDF)
    with services.database.session() as session:
        services.desk.files.attach(session, ana.user_id, file.reference, case.id)
        session.commit()
    correction = services.privacy.request_correction(ana, Datum.NAME, "Es Giraldo, con G")
    services.privacy.extend_correction(hr, correction.request_id, "Falta un soporte")
    services.privacy.answer_correction(hr, correction.request_id, "Corregido", accepted=True)
    before, old = stored(services), services.cipher.current_key_id
    assert all(before.values()), {name: len(values) for name, values in before.items()}

    told = rotate(services, home, "cifrado")
    after, current = stored(services), services.cipher.current_key_id

    assert current != old
    assert {value[1:5] for values in after.values() for value in values} == {current}
    assert {name: len(values) for name, values in after.items()} == {
        name: int(told.split(f"{name}: ")[1].split()[0]) for name in before
    }
    identity = services.users.legal_identity(hr, ana.user_id)
    assert identity.document_number.isdigit()
    _, content = services.desk.inbox.file(hr, case.id, file.id)
    assert content == PDF
    dossier = services.desk.inbox.case(hr, case.id)
    assert "Ya lo revisamos" in [step.text for step in dossier.steps]
    (kept,) = services.privacy.corrections(ana)
    assert (kept.claim, kept.extension_reason, kept.answer) == ("Es Giraldo, con G", "Falta un soporte", "Corregido")
    assert _number(services, account_id) == "03123456789"
    # The old key stays, for what a process may have written meanwhile.
    keys: dict[str, Any] = json.loads(services.settings.encryption_keys_path.read_text(encoding="utf-8"))
    assert [key["id"] for key in keys["keys"]] == [current.hex(), old.hex()]


def _number(services: Services, account_id: Any) -> str:
    table = declared_metadata().tables["bank_accounts"]
    with services.database.session() as session:
        value = session.execute(select(table.c.number_encrypted).where(table.c.id == account_id)).scalar_one()
    return services.cipher.decrypt(bytes(value), number_context(account_id))


def test_a_new_signing_key_signs_at_once_and_tokens_of_the_old_one_stay_good(services: Services, home: Path) -> None:
    ana = hire(services)
    earlier = services.auth.open_session(ana.user_id, Client(), "test").access_token
    told = rotate(services, home, "firma")
    later = services.auth.open_session(ana.user_id, Client(), "test").access_token
    assert services.signing_keys.current()[0] in told
    assert earlier.split(".")[0] != later.split(".")[0]
    for token in (earlier, later):
        assert services.auth.authenticate(token).subject == ana.user_id
