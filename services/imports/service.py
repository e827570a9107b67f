"""Loads a file whole or not at all, and tells what changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from services import audit
from services.auth.access import Permission, authorise_company_wide
from services.imports import employees, histories, payslip_lines
from services.imports.layouts import Column, ProblemList, Progress, Record, read_records, unknown_headings
from services.imports.tabular import read_table
from services.payroll.repository.imported import Written, lock_imports
from services.users.intake import ids_by_document

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path
    from uuid import UUID

    from sqlalchemy.orm import Session

    from services.auth.principal import Principal
    from services.cache import Cache
    from services.database import Database
    from services.encryption import FieldCipher
    from services.payroll.rules.parameters import LegalParameters

# Beyond this many people, one sweep of the cache is cheaper than one for each of them.
MOST_PEOPLE_ONE_BY_ONE = 20


class ImportKind(str, Enum):
    """What a file holds, as its loader calls it."""

    EMPLOYEES = "empleados"
    SALARIES = "salarios"
    PAYSLIP_LINES = "desprendibles"
    DEPOSITS = "consignaciones"
    VACATIONS = "vacaciones"
    ABSENCES = "ausencias"


COLUMNS: Mapping[ImportKind, tuple[Column, ...]] = {
    ImportKind.EMPLOYEES: employees.COLUMNS,
    ImportKind.SALARIES: histories.SALARY_COLUMNS,
    ImportKind.PAYSLIP_LINES: payslip_lines.COLUMNS,
    ImportKind.DEPOSITS: histories.DEPOSIT_COLUMNS,
    ImportKind.VACATIONS: histories.VACATION_COLUMNS,
    ImportKind.ABSENCES: histories.ABSENCE_COLUMNS,
}
_WRITERS: Mapping[
    ImportKind, Callable[[Session, Sequence[Record], Mapping[str, UUID], ProblemList, Progress], Written]
] = {
    ImportKind.SALARIES: histories.write_salaries,
    ImportKind.PAYSLIP_LINES: payslip_lines.write,
    ImportKind.DEPOSITS: histories.write_deposits,
    ImportKind.VACATIONS: histories.write_vacations,
    ImportKind.ABSENCES: histories.write_absences,
}


@dataclass(frozen=True)
class ImportReport:
    """What a load did, or would do when `dry_run`: rows of the file; records added, changed and left as they were.

    A record is what is stored: for payslip lines, a whole payslip. `ignored` are headings that were not read.
    """

    kind: ImportKind
    rows: int
    added: int
    changed: int
    unchanged: int
    people: int
    ignored: tuple[str, ...]
    dry_run: bool


class ImportService:
    """Loads exports of a payroll program; a second load of the same file changes nothing."""

    def __init__(self, database: Database, cache: Cache, cipher: FieldCipher, parameters: LegalParameters) -> None:
        self._database = database
        self._cache = cache
        self._cipher = cipher
        self._parameters = parameters

    def load(
        self,
        kind: ImportKind,
        path: Path,
        *,
        dry_run: bool = False,
        progress: Progress | None = None,
        principal: Principal | None = None,
    ) -> ImportReport:
        """Load a file in one transaction; ImportRefused with every bad row leaves everything as it was.

        `dry_run` does all the work, writing included, and takes it back. Who is touched loses their cached answers, and
        the load leaves an audit row with the file's SHA-256. `principal` is who asks over the network; without one it
        is whoever operates this machine. AccessDenied for a principal who may not load payroll.
        """
        ground = "command_line" if principal is None else authorise_company_wide(principal, Permission.IMPORT_RUN)
        hear = progress or _silence
        hear(0, 0, "Abriendo el archivo")
        table = read_table(path)
        problems = ProblemList()
        records = read_records(table, COLUMNS[kind], problems, hear)
        with self._database.session() as session:
            lock_imports(session)
            written = self._write(session, kind, records, problems, hear)
            if not dry_run:
                audit.record(
                    session,
                    f"import.{kind.name.lower()}",
                    actor_id=None if principal is None else principal.user_id,
                    subject_id=None,
                    reason=ground,
                    details={
                        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
                        "rows": len(records),
                        "added": written.added,
                        "changed": written.changed,
                    },
                )
                session.commit()
        if not dry_run:
            self._forget(written.people)
        return ImportReport(
            kind,
            len(records),
            written.added,
            written.changed,
            written.unchanged,
            len(written.people),
            unknown_headings(table, COLUMNS[kind]),
            dry_run,
        )

    def _write(
        self, session: Session, kind: ImportKind, records: Sequence[Record], problems: ProblemList, progress: Progress
    ) -> Written:
        if kind is ImportKind.EMPLOYEES:
            return employees.write(session, records, self._cipher, self._parameters, problems, progress)
        people = ids_by_document(session, self._cipher, {record["documento"] for record in records})
        for record in records:
            if record["documento"] not in people:
                problems.add(record.line, "documento", "no hay ninguna persona con ese documento.")
        return _WRITERS[kind](session, records, people, problems, progress)

    def _forget(self, people: Collection[UUID]) -> None:
        if len(people) > MOST_PEOPLE_ONE_BY_ONE:
            self._cache.delete_pattern("payroll:*")
            self._cache.delete_pattern("users:*")
            return
        for user_id in people:
            self._cache.delete_pattern(f"payroll:{user_id}:*")
            self._cache.delete_pattern(f"users:{user_id}:*")


def _silence(_done: int, _total: int, _what: str) -> None:
    """Progress that nobody hears."""
