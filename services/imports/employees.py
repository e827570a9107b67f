"""Employees: people with their contract, post, affiliations, terms of payment and bank account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import select

from services.imports import values
from services.imports.histories import DOCUMENT
from services.imports.layouts import Column, ProblemList, Progress, Record
from services.imports.tabular import normalised
from services.payroll.models import BankAccountRecord, PayrollTerms
from services.payroll.repository.accounts import number_context
from services.payroll.repository.imported import Written, merge_rows
from services.users.intake import IncomingPerson, emails_in_use, ids_by_document, take_in
from services.users.models import DOCUMENT_TYPES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from services.encryption import FieldCipher
    from services.payroll.rules.parameters import LegalParameters

_YES_OR_NO = {"si": "yes", "s": "yes", "no": "", "n": ""}
_CONTRACTS = {
    "indefinido": "indefinite",
    "termino_indefinido": "indefinite",
    "fijo": "fixed_term",
    "termino_fijo": "fixed_term",
    "obra_o_labor": "project",
    "aprendizaje": "apprenticeship",
    "ocasional": "occasional",
}
_AFFILIATIONS = {
    "eps": "eps",
    "fondo_pensiones": "pension_fund",
    "fondo_cesantias": "severance_fund",
    "arl": "arl",
    "caja_compensacion": "compensation_fund",
}
_ACCOUNT = ("banco", "tipo_cuenta", "numero_cuenta")

COLUMNS = (
    Column(
        "tipo_documento",
        values.one_of({normalised(each): each for each in DOCUMENT_TYPES}, "CC, CE, TI, PA, PPT o PEP"),
    ),
    DOCUMENT,
    Column("nombres", values.text(120)),
    Column("apellidos", values.text(120)),
    Column("correo", values.email, ("email", "correo_electronico")),
    Column("cargo", values.text(120)),
    Column("area", values.text(120), ("dependencia",)),
    Column("fecha_ingreso", values.day),
    Column("tipo_contrato", values.one_of(_CONTRACTS, "indefinido, fijo, obra o labor, aprendizaje u ocasional")),
    Column(
        "periodicidad",
        values.one_of({"quincenal": "fortnightly", "mensual": "monthly"}, "quincenal o mensual"),
        ("periodicidad_pago",),
    ),
    Column("salario_integral", values.one_of(_YES_OR_NO, "sí o no"), required=False),
    Column("jefe_documento", values.identity_number, ("documento_jefe",), required=False),
    Column(
        "fecha_fin_contrato", values.day, ("fin_contrato", "vencimiento_contrato", "fecha_vencimiento"), required=False
    ),
    Column("fecha_retiro", values.day, required=False),
    Column("motivo_retiro", values.text(40), required=False),
    Column("banco", values.text(80), required=False),
    Column("tipo_cuenta", values.text(20), required=False),
    Column("numero_cuenta", values.account_number, required=False),
    *(Column(name, values.text(80), required=False) for name in _AFFILIATIONS),
)


def write(
    session: Session,
    records: Sequence[Record],
    cipher: FieldCipher,
    parameters: LegalParameters,
    problems: ProblemList,
    progress: Progress,
) -> Written:
    """Hire and update people; ImportRefused when addresses, managers or dates cannot be."""
    _check(session, records, cipher, problems)
    problems.raise_any()
    progress(0, 1, "Escribiendo personas")
    intake = take_in(session, cipher, [_person(record) for record in records])
    terms = merge_rows(
        session,
        PayrollTerms,
        ("user_id", "starts_on"),
        [_terms(intake.people[record["documento"]], record, parameters) for record in records],
    )
    accounts = _add_accounts(session, records, intake.people, cipher)
    progress(1, 1, "Escribiendo personas")
    changed = (intake.changed | terms.people | accounts) - intake.new
    return Written(len(intake.new), len(changed), len(records) - len(intake.new) - len(changed), intake.new | changed)


def _check(session: Session, records: Sequence[Record], cipher: FieldCipher, problems: ProblemList) -> None:
    documents: dict[str, int] = {}
    emails: dict[str, int] = {}
    for record in records:
        for seen, column, key in (
            (documents, "documento", record["documento"]),
            (emails, "correo", record["correo"].lower()),
        ):
            if key in seen:
                problems.add(record.line, column, f"repite la línea {seen[key]}.")
            seen.setdefault(key, record.line)
        if record["fecha_retiro"] is not None and record["fecha_retiro"] < record["fecha_ingreso"]:
            problems.add(record.line, "fecha_retiro", "es anterior a la fecha de ingreso.")
        _check_agreed_end(record, problems)
        given = [name for name in _ACCOUNT if record[name] is not None]
        if given and len(given) < len(_ACCOUNT):
            problems.add(record.line, given[0], "la cuenta necesita banco, tipo_cuenta y numero_cuenta.")
    managers = {record["jefe_documento"] for record in records if record["jefe_documento"]}
    known = ids_by_document(session, cipher, managers | set(documents))
    owners = emails_in_use(session, list(emails))
    for record in records:
        manager = record["jefe_documento"]
        if manager == record["documento"]:
            problems.add(record.line, "jefe_documento", "nadie es su propio jefe.")
        elif manager and manager not in known and manager not in documents and not problems.rows_left_out:
            problems.add(record.line, "jefe_documento", "no hay ninguna persona con ese documento.")
        owner = owners.get(record["correo"].lower())
        if owner is not None and owner != known.get(record["documento"]):
            problems.add(record.line, "correo", "ya lo tiene otra persona.")


def _check_agreed_end(record: Record, problems: ProblemList) -> None:
    agreed_end = record["fecha_fin_contrato"]
    if agreed_end is None:
        return
    if record["tipo_contrato"] == "indefinite":
        problems.add(record.line, "fecha_fin_contrato", "un contrato a término indefinido no tiene fecha de fin.")
    elif agreed_end < record["fecha_ingreso"]:
        problems.add(record.line, "fecha_fin_contrato", "es anterior a la fecha de ingreso.")


def _person(record: Record) -> IncomingPerson:
    return IncomingPerson(
        document_type=record["tipo_documento"],
        document_number=record["documento"],
        first_names=record["nombres"],
        last_names=record["apellidos"],
        email=record["correo"],
        title=record["cargo"],
        area=record["area"],
        contract_kind=record["tipo_contrato"],
        hired_on=record["fecha_ingreso"],
        agreed_end=record["fecha_fin_contrato"],
        left_on=record["fecha_retiro"],
        leaving=record["motivo_retiro"],
        manager_document=record["jefe_documento"],
        affiliations={kind: record[name] for name, kind in _AFFILIATIONS.items() if record[name] is not None},
    )


def _terms(user_id: UUID, record: Record, parameters: LegalParameters) -> dict[str, Any]:
    return {
        "user_id": user_id,
        "starts_on": record["fecha_ingreso"],
        "ends_on": record["fecha_retiro"],
        "end_reason": record["motivo_retiro"],
        "integral": bool(record["salario_integral"]),
        "fortnightly": record["periodicidad"] == "fortnightly",
        "severance_fund": record["fondo_cesantias"],
        "vacation_days_per_year": parameters.value("vacaciones_dias_anuales", record["fecha_ingreso"]),
    }


def _add_accounts(session: Session, records: Sequence[Record], people: Any, cipher: FieldCipher) -> frozenset[UUID]:
    """Give an account to whoever has none; changing one is for the person and for payroll, never for a file."""
    wanted = {people[record["documento"]]: record for record in records if record["numero_cuenta"] is not None}
    query = select(BankAccountRecord.user_id).where(BankAccountRecord.user_id.in_(list(wanted)))
    missing = set(wanted) - set(session.execute(query).scalars())
    for user_id in missing:
        record, key = wanted[user_id], uuid4()
        session.add(
            BankAccountRecord(
                id=key,
                user_id=user_id,
                bank=record["banco"],
                account_type=record["tipo_cuenta"],
                number_encrypted=cipher.encrypt(record["numero_cuenta"], number_context(key)),
                last_four=record["numero_cuenta"][-4:],
                starts_on=record["fecha_ingreso"],
            )
        )
    session.flush()
    return frozenset(missing)
