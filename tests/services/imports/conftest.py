"""Files as payroll programs export them, loaded into a database of their own."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from redis import Redis

from services.cache import Cache
from services.database import Database
from services.encryption import EncryptionKey, FieldCipher
from services.imports.problems import ImportRefused, RowProblem
from services.imports.service import ImportKind, ImportReport, ImportService
from services.payroll.legal_parameters import default_legal_parameters
from services.payroll.service import PayrollService
from services.users.intake import ids_by_document
from services.users.service import UserService

EMPLOYEES = (
    "Tipo documento;Cédula;Nombres;Apellidos;Correo;Cargo;Área;Fecha ingreso;Tipo contrato;Periodicidad;EPS;"
    "Jefe documento;Banco;Tipo cuenta;Número cuenta\n"
    "CC;{manager};Núñez;Peña Ibáñez;jefe.{manager}@empresa.example;Jefe de planta;Producción;01/02/2015;Indefinido;"
    "Mensual;Sura;;Bancolombia;Ahorros;00123456789\n"
    "CC;{worker};José Ángel;Muñoz;obrero.{worker}@empresa.example;Operario;Producción;15/03/2020;Término fijo;"
    "Quincenal;Sanitas;{manager};Davivienda;Ahorros;550011223344\n"
)
PAYSLIP_HEADING = (
    "cedula;periodo;concepto;valor;neto;salario_basico;cargo;dias_trabajados;ibc;base;tarifa;cantidad;unidad\n"
)
PAYSLIP = (
    "{worker};{month};Sueldo básico;2.000.000,00;1.840.000,00;2.000.000;Operario;30;2.000.000;2.000.000;;30;días\n"
    "{worker};{month};salud;80.000,00;1.840.000,00;2.000.000;Operario;30;2.000.000;2.000.000;4 %;;\n"
    "{worker};{month};Aporte a pensión;80.000,00;1.840.000,00;2.000.000;Operario;30;2.000.000;2.000.000;0,04;;\n"
)


@dataclass
class Loader:
    """Loads text as a file, for a manager and a worker of its own."""

    folder: Path
    database: Database
    cache: Cache
    cipher: FieldCipher
    service: ImportService
    payroll: PayrollService
    users: UserService
    manager: str
    worker: str

    def path(self, content: str | bytes, encoding: str = "utf-8") -> Path:
        path = self.folder / f"{secrets.token_hex(4)}.csv"
        path.write_bytes(content if isinstance(content, bytes) else self.filled(content).encode(encoding))
        return path

    def filled(self, content: str) -> str:
        return content.replace("{manager}", self.manager).replace("{worker}", self.worker).replace("{month}", "03/2026")

    def load(
        self, kind: ImportKind, content: str | bytes, *, encoding: str = "utf-8", dry_run: bool = False
    ) -> ImportReport:
        return self.service.load(kind, self.path(content, encoding), dry_run=dry_run)

    def refused(self, kind: ImportKind, content: str | bytes, *, encoding: str = "utf-8") -> list[RowProblem]:
        with pytest.raises(ImportRefused) as caught:
            self.load(kind, content, encoding=encoding)
        return list(caught.value.problems)

    def id_of(self, document: str) -> UUID:
        with self.database.session() as session:
            return ids_by_document(session, self.cipher, {document})[document]


@pytest.fixture(scope="module")
def import_database(create_database: Callable[..., str]) -> Iterator[Database]:
    """A migrated database without people."""
    database = Database(create_database())
    yield database
    database.dispose()


@pytest.fixture
def loader(import_database: Database, cache: Cache, cache_client: Redis, tmp_path: Path) -> Loader:
    """A loader whose two people are not hired yet."""
    cipher = FieldCipher((EncryptionKey(b"load", bytes(32)),), bytes(32))
    parameters = default_legal_parameters()
    number = secrets.randbelow(8 * 10**8) + 10**8
    return Loader(
        tmp_path,
        import_database,
        cache,
        cipher,
        ImportService(import_database, cache, cipher, parameters),
        PayrollService(import_database, cache, parameters),
        UserService(import_database, cache, cipher),
        str(number),
        str(number + 1),
    )


@pytest.fixture
def hired(loader: Loader) -> Loader:
    """A loader whose people are hired."""
    loader.load(ImportKind.EMPLOYEES, EMPLOYEES)
    return loader
